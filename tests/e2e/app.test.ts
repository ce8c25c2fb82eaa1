import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testWords } from '#backend/notifications/words.ts';
import { nameAt } from '#sandbox/world/view.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { type Receiver, startReceiver } from '#tests/api/dashboard/receiver.ts';
import { click, KINDS, openScene, type Scene, until } from './scene.ts';

// What people do most in the app, as they do it: from an empty browser, with the sandbox's Steam and a real backend.

const says = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 30_000 }, text);
const heading = (page: Page, text: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('main h1')?.textContent?.includes(wanted),
    { timeout: 30_000 },
    text,
  );
/** Presses the button with this text in the page's main part, once it can be pressed. */
async function press(page: Page, label: string): Promise<void> {
  const button = await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll<HTMLButtonElement>('main button:not(:disabled, [aria-disabled="true"])')].find(
        (each) => each.innerText.trim() === wanted,
      ),
    {},
    label,
  );
  await page.evaluate((each) => each?.click(), button);
}

/** What the part of the page there says, once it does. */
const saidIn = (page: Page, selector: string, text: string) =>
  page.waitForFunction(
    (where, wanted) => document.querySelector(where)?.textContent?.includes(wanted),
    { timeout: 30_000 },
    selector,
    text,
  );
/** Gives an address to the form of the Discord webhook, in place of what is there. */
async function enterWebhook(page: Page, address: string): Promise<void> {
  await page.waitForSelector('#webhook-url');
  await page.$eval('#webhook-url', (field) => {
    if (!(field instanceof HTMLInputElement)) throw new Error('nowhere to type');
    field.focus();
    field.select();
  });
  await page.type('#webhook-url', address);
  await click(page, '.notice-settings form button:not(:disabled, [aria-disabled="true"])');
}

/** People met whose names show as they are written, so that they can be found on a page. */
function peopleMet(scene: Scene) {
  const { world } = scene.sandbox;
  const met = new Map<SteamId, string>();
  for (const match of world.matches) {
    for (const { person } of match.teams.flat()) {
      const name = nameAt(person, world.now);
      if (person.role === undefined && /^[\w.-]{4,}$/.test(name)) met.set(person.steamId, name);
    }
  }
  const counted = new Map<string, number>();
  for (const name of met.values()) counted.set(name, (counted.get(name) ?? 0) + 1);
  const found = [...met].filter(([, name]) => counted.get(name) === 1).map(([steamId, name]) => ({ steamId, name }));
  const [first, second, third] = found;
  if (!first || !second || !third) throw new Error('the sandbox has no three such people');
  return [first, second, third] as const;
}

describe.each(KINDS)('the app in %s', (kind) => {
  /** Stands for Discord. */
  let receiver: Receiver;
  let scene: Scene;
  let page: Page;
  const open = async (hash: string) => {
    page = await scene.session.openExtensionPage(`app.html${hash}`, { width: 1280, height: 900 });
    return page;
  };

  beforeAll(async () => {
    receiver = await startReceiver();
    scene = await openScene(kind, { DISCORD_URL: receiver.url });
    await open('#/');
    // The first task of all: from nothing to a history.
    await says(page, 'Nothing to show yet');
    await press(page, 'Read my match history');
    await says(page, '64 matches, read');
    await until(async () => {
      const { check } = z
        .object({ check: z.object({ lastAt: z.number().optional(), running: z.boolean() }) })
        .parse(await scene.send({ type: 'bansMet' }));
      return check.lastAt !== undefined && !check.running;
    }, 'the first look at bans');
    await page.close();
  });
  afterAll(async () => {
    await scene?.stop();
    await receiver?.stop();
  });
  afterEach(async () => {
    if (page && !page.isClosed()) await page.close();
    await scene.setSettings({ language: 'en', theme: 'auto' });
  });

  it('counts one’s matches on the dashboard, draws them, and says them point by point and as a table', async () => {
    await open('#/');
    await page.waitForFunction(() => document.querySelector('.tile-value')?.textContent === '64');
    await page.waitForSelector('.chart-canvas canvas');
    await page.focus('.chart-canvas');
    await page.keyboard.press('End');
    await page.waitForFunction(() =>
      /Week of .*: Matches/.test(document.querySelector('[aria-live]')?.textContent ?? ''),
    );
    await page.waitForSelector('.chart-tip');
    await click(page, '.chart-head button');
    await page.waitForFunction(() => document.querySelectorAll('.chart-table tbody tr').length === 26);
  });

  it('goes from page to page, tells where one has arrived, and back', async () => {
    await open('#/');
    await heading(page, 'Dashboard');
    await click(page, '.app-nav a[href="#/compare"]');
    await heading(page, 'Compare');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.title.startsWith('Compare'));
    await page.evaluate(() => history.back());
    await heading(page, 'Dashboard');
  });

  it('finds somebody by name from anywhere', async () => {
    const [someone] = peopleMet(scene);
    await open('#/');
    await heading(page, 'Dashboard');
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    await page.waitForSelector('.palette-input');
    await page.type('.palette-input', someone.name);
    await page.waitForFunction(
      (name) => document.querySelector('.palette-list [aria-selected="true"]')?.textContent?.includes(name),
      {},
      someone.name,
    );
    await page.keyboard.press('Enter');
    await page.waitForFunction((id) => location.hash === `#/players/${id}`, {}, someone.steamId);
    await heading(page, someone.name);
  });

  it('searches everybody known, and opens one', async () => {
    const [, someone] = peopleMet(scene);
    await open('#/players');
    await page.waitForSelector('.search-field');
    await page.type('.search-field', someone.name);
    await page.waitForFunction(
      (name) => {
        const rows = [...document.querySelectorAll('.data-table tbody tr:not(.gap)')];
        return rows.length > 0 && rows.every((row) => row.textContent?.toLowerCase().includes(name.toLowerCase()));
      },
      {},
      someone.name,
    );
    await click(page, `.data-table a[href="#/players/${someone.steamId}"]`);
    await heading(page, someone.name);
  });

  it('watches a player, who is then on the watchlist', async () => {
    const [someone] = peopleMet(scene);
    await open(`#/players/${someone.steamId}`);
    await heading(page, someone.name);
    await press(page, 'Watch');
    await page.waitForFunction(() => document.querySelector('main button[aria-pressed="true"]'));
    await click(page, '.app-nav a[href="#/watchlist"]');
    await heading(page, 'Watchlist');
    await says(page, someone.name);
  });

  it('puts two players side by side', async () => {
    const [one, other] = peopleMet(scene);
    await open('#/compare');
    await heading(page, 'Compare');
    await page.type('.compare-add input', one.steamId);
    await press(page, 'Add');
    await page.waitForFunction((id) => location.hash.includes(id), {}, one.steamId);
    await page.type('.compare-add input', `https://steamcommunity.com/profiles/${other.steamId}`);
    await press(page, 'Add');
    await page.waitForFunction(() => document.querySelectorAll('.compare .band-badge').length === 2);
    const names = await page.$$eval('.compare-head .name', (found) => found.map((name) => name.textContent));
    expect(names).toEqual([one.name, other.name]);
    await click(page, '.compare-head button');
    await page.waitForFunction((id) => location.hash.endsWith(`ids=${id}`), {}, other.steamId);
  });

  it('opens a match and sees who was in it', async () => {
    await open('#/matches');
    await click(page, 'main table a[href^="#/matches/"]');
    await page.waitForFunction(() => document.querySelectorAll('.scoreboard a[href^="#/players/"]').length >= 4);
  });

  it('is told of a ban, reads it, and has nothing unread', async () => {
    // Nobody has opened this one: what the backend knows of their bans is no newer than the first look.
    const [, , someone] = peopleMet(scene);
    scene.sandbox.world.ban(someone.steamId, 'vac');
    await scene.send({ type: 'checkBans' });
    await open('#/notifications');
    await page.waitForFunction(
      (name) =>
        [...document.querySelectorAll('.notice-row[data-read="false"]')].some(
          (row) => row.textContent?.includes(name) && row.textContent.includes('VAC ban'),
        ),
      {},
      someone.name,
    );
    await page.waitForSelector('.app-nav .count');
    await press(page, 'Mark all as read');
    await page.waitForFunction(
      () => !document.querySelector('.app-nav .count') && !document.querySelector('.notice-row[data-read="false"]'),
    );
    await page.close();
    await open('#/');
    await says(page, 'new ban');
    await press(page, 'Mark as seen');
    await says(page, 'Nothing new.');
  });

  it('signs in, and sees the account’s dashboard', async () => {
    scene.sandbox.openId.behave({ auto: true });
    await open('#/account');
    await press(page, 'Sign in with Steam');
    await page.waitForSelector('.account-counts');
    await click(page, '.app-nav a[href="#/"]');
    await heading(page, 'Dashboard');
    await page.waitForFunction(() => document.querySelectorAll('.page-choices select').length === 2);
    await page.select('.page-choices select', 'account');
    await says(page, 'Figures of your account,');
    await page.waitForFunction(() => document.querySelectorAll('.tile').length === 5);
    await scene.send({ type: 'signOut' });
    scene.sandbox.openId.behave({});
  });

  it('sends a test to one’s Discord channel, and says what Discord does not take', async () => {
    const [id, token] = ['112233445566778899', 'aB3-_'.repeat(14)];
    scene.sandbox.openId.behave({ auto: true });
    await scene.send({ type: 'signIn', replace: false });
    await open('#/notifications');
    await enterWebhook(page, `https://discord.com/api/webhooks/${id}/short`);
    await saidIn(page, '#webhook-said', 'This is not the address of a Discord webhook.');
    await enterWebhook(page, `https://discord.com/api/webhooks/${id}/${token}`);
    await saidIn(page, '.webhook-status', `Webhook ${id}`);
    expect(receiver.received).toEqual([]);

    await click(page, '.webhook-status button:not(:disabled, [aria-disabled="true"])');
    await saidIn(page, '.webhook-status [role="status"]', 'A test is on its way');
    await saidIn(page, '.webhook-status', 'Last message');
    expect(receiver.received).toMatchObject([
      {
        path: `/api/v10/webhooks/${id}/${token}`,
        body: { username: 'CStatSentry', content: testWords('en'), allowed_mentions: { parse: [] } },
      },
    ]);

    receiver.answers.push({ status: 404 });
    await click(page, '.webhook-status button:not(:disabled, [aria-disabled="true"])');
    await saidIn(page, '.webhook-status [role="status"]', 'Discord did not take the test.');
    await saidIn(page, '.webhook-status', 'Switched off: Discord no longer knows this webhook.');
    expect(receiver.received).toHaveLength(2);
    // The address is a secret: no page has it again.
    expect(await page.content()).not.toContain(token);
    await scene.send({ type: 'signOut' });
    scene.sandbox.openId.behave({});
  });

  it('speaks another language in other colours, as it is set', async () => {
    await open('#/settings');
    await heading(page, 'Settings');
    await page.close();
    await scene.setSettings({ language: 'de', theme: 'light' });
    await open('#/settings');
    await heading(page, 'Einstellungen');
    await page.waitForFunction(
      () => document.documentElement.dataset['theme'] === 'light' && document.documentElement.lang === 'de',
    );
    await click(page, '.app-nav a[href="#/"]');
    await heading(page, 'Übersicht');
  });
});
