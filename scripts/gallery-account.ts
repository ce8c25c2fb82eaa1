import type { Page } from 'puppeteer-core';
import type { Scene } from './gallery-scene.ts';

/** The own account, settings, first steps, the palette and the Discord form for the gallery: empty, full and failing. */

const reach = (selector: string) => (page: Page) => page.waitForSelector(selector);

/** Presses the button that says `label` in any language: by its place among those in `within`. */
async function press(page: Page, selector: string): Promise<void> {
  const button = await page.waitForSelector(`${selector}:not([disabled], [aria-disabled="true"])`);
  await button?.click();
}

async function webhook(page: Page, address: string): Promise<void> {
  await page.waitForSelector('#webhook-url');
  await page.type('#webhook-url', address);
}
async function said(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    ['#webhook-said', '#webhook-tried'].some((said) => document.querySelector(said)?.textContent),
  );
}
const ADDRESS = `https://discord.com/api/webhooks/112233445566778899/${'x'.repeat(68)}`;

/** A file of settings given to its field, as if it had been chosen. */
const choose = (text: string) => async (page: Page) => {
  await page.waitForSelector('.settings-page input[type="file"]');
  await page.evaluate((content) => {
    const input = document.querySelector<HTMLInputElement>('.settings-page input[type="file"]');
    if (!input) throw new Error('no field for a file');
    const chosen = new DataTransfer();
    chosen.items.add(new File([content], 'settings.json', { type: 'application/json' }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);
  await page.waitForSelector('.settings-list, .settings-page [role="status"] .said');
};
const settingsFile = (settings: object) => JSON.stringify({ format: 'cstatsentry-settings', version: 1, settings });

const find = (words: string) => async (page: Page) => {
  await page.waitForSelector('main h1');
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  await page.keyboard.up('Control');
  await page.waitForSelector('.palette[open] .palette-input');
  if (words !== '') await page.type('.palette-input', words);
};

/** Somebody put on the watchlist, which can be undone. */
async function watched(page: Page): Promise<void> {
  await page.waitForSelector('.list-controls .search-field');
  await page.type('.list-controls .search-field', '76561197961265730');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.toasts > *');
}

export function accountScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  const scene = (name: string, hash: string, width: number, more: string, act: Scene['act'] = reach('main h1')) => ({
    ...{ name: `${name}-${variant}`, query: `${app}${more}`, hash: `#/${hash}`, width, height: 900, act },
  });
  const settled = reach('.account-counts, .account-card .notice, .account-list');
  const removing = async (page: Page) => {
    await page.waitForSelector('.account-counts');
    const buttons = await page.$$('.account-card:last-of-type .buttons button');
    await buttons.at(-1)?.click();
    await page.waitForSelector('button.danger');
  };
  const out = ['cancelled', 'clock', 'refused', 'unavailable', 'timeout', 'expired'] as const;
  return [
    scene('account', 'account', 1_280, '&account=user&held=full', settled),
    scene('account-320', 'account', 320, '&account=user&held=full', settled),
    scene('account-empty', 'account', 1_280, '&account=user&held=empty', settled),
    scene('account-moderated', 'account', 1_280, '&account=blocked&held=moderated', settled),
    scene('account-moderated-320', 'account', 320, '&account=blocked&held=moderated', settled),
    scene('account-banned', 'account', 1_280, '&account=banned&held=full', settled),
    scene('account-stale', 'account', 1_280, '&account=stale&held=full&failing=accountHeld,accountSessions', settled),
    scene('account-gone', 'account', 1_280, '&failing=all'),
    scene('account-deleting', 'account', 1_280, '&account=user&held=full', removing),
    scene('account-not-deleted', 'account', 1_280, '&account=user&held=full&failing=deleteAccount', async (page) => {
      await removing(page);
      await page.click('button.danger');
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.account-said')].some((each) => each.textContent),
      );
    }),
    scene('account-deleted', 'account', 1_280, '&account=user&held=full', async (page) => {
      await removing(page);
      await page.click('button.danger');
      await page.waitForSelector('.notice .mono');
    }),
    scene('sign-in', 'sign-in', 1_280, ''),
    scene('sign-in-320', 'sign-in', 320, '&account=clock'),
    scene('sign-in-off', 'sign-in', 1_280, '&account=off'),
    scene('sign-in-limit', 'sign-in', 1_280, '&account=limit'),
    scene('sign-in-waiting', 'sign-in', 1_280, '&account=signing-in'),
    scene('sign-in-unreachable', 'sign-in', 1_280, '&account=unreachable'),
    ...out.map((failure) => scene(`sign-in-${failure}`, 'sign-in', 800, `&account=${failure}`)),

    scene('discord-none', 'notifications', 1_280, '&account=user&webhook=none&fresh', reach('#webhook-url')),
    scene('discord-typed', 'notifications', 1_280, '&account=user&webhook=none&fresh', (page) =>
      webhook(page, ADDRESS),
    ),
    scene('discord-invalid', 'notifications', 1_280, '&account=user&webhook=none&fresh&put=invalid', async (page) => {
      await webhook(page, 'https://discord.com/api/webhooks/1/short');
      await press(page, '.notice-settings form button');
      await said(page);
    }),
    ...(
      ['', '&tested=unreachable', '&failing=testWebhook', '&tested=gone&webhook=gone', '&tested=limited'] as const
    ).map((how, index) =>
      scene(`discord-test-${index + 1}`, 'notifications', 1_280, `&account=user&fresh${how}`, async (page) => {
        await press(page, '.webhook-status button');
        await said(page);
      }),
    ),
    ...(['gone', 'refused', 'failing'] as const).map((trouble) =>
      scene(
        `discord-${trouble}`,
        'notifications',
        800,
        `&account=user&fresh&webhook=${trouble}`,
        reach('#webhook-url'),
      ),
    ),

    scene(
      'settings-file',
      'settings',
      1_280,
      '',
      choose(
        settingsFile({
          theme: 'auto',
          quietBelow: 100,
          language: 'auto',
          notify: [],
          backendUrl: `https://${'a'.repeat(60)}.example.org`,
          localOnly: true,
        }),
      ),
    ),
    scene(
      'settings-file-wrong',
      'settings',
      1_280,
      '',
      choose(settingsFile({ theme: 7, quietBelow: 'loud', ['я'.repeat(60)]: 1 })),
    ),
    scene('settings-file-broken', 'settings', 800, '', choose('{\n"format": }')),
    scene('settings-synced', 'settings', 1_280, '&synced&connection=unreachable'),
    scene('settings-blocked', 'settings', 1_280, '&blocked', reach('[role="alert"]')),
    scene('settings-failed', 'settings', 1_280, '&failing=all', async (page) => {
      await page.waitForSelector('.settings-page .choice input:not(:checked)');
      await page.click('.settings-page .choice label:last-child');
      await page.waitForSelector('.toasts > *');
    }),
    scene('settings-erasing', 'settings', 1_280, '', async (page) => {
      await press(page, '.settings-page > fieldset:nth-last-child(2) button');
      await page.waitForSelector('button.danger');
    }),
    scene('settings-not-erased', 'settings', 1_280, '&failing=stopHistory', async (page) => {
      await press(page, '.settings-page > fieldset:nth-last-child(2) button');
      await page.click('button.danger');
      await page.waitForSelector('.said[data-tone="bad"]:not(:empty)');
    }),
    ...[1, 2, 3].map((step) => scene(`welcome-${step}`, `welcome?step=${step}`, 1_280, '')),
    ...[1, 2, 3].map((step) => scene(`welcome-${step}-320`, `welcome?step=${step}`, 320, '')),
    scene('welcome-failed', 'welcome?step=2', 1_280, '&failing=all'),
    scene('palette', 'compare', 1_280, '&account=admin', find('')),
    scene('palette-found', 'compare', 1_280, '&account=admin', find('e')),
    scene('palette-found-320', 'compare', 320, '&account=admin', find('e')),
    scene('palette-nothing', 'compare', 1_280, '', find('!!')),
    scene('palette-failed', 'compare', 1_280, '&failing=all', find('!!')),
    scene('palette-unresolved', 'compare', 1_280, '', async (page) => {
      await find('https://steamcommunity.com/id/nobody')(page);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.palette-said:not(:empty)');
    }),
    scene('menu-320', 'compare', 320, '&account=admin', (page) => page.click('.app-menu')),
    scene('app-gone', '', 1_280, '&failing=all,getSettings', reach('main .notice')),
    ...[1_280, 320].map((width) => scene(`toast-${width}`, 'watchlist', width, '&fresh', watched)),
  ];
}
