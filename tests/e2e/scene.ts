import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { RequestMessage } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { NAMED_PEOPLE, type Role, type Sandbox } from '#sandbox/index.ts';
import { findBrowsers, openSession, type Session } from '#scripts/browser.ts';
import { OUTPUT_DIRS, type Stage, sendToExtension, setStage } from '#scripts/stage.ts';

/** The browsers everything is tried in. */
export const KINDS = ['chromium', 'firefox'] as const;
export type Kind = (typeof KINDS)[number];

export const STEAM = 'https://steamcommunity.com';
export const LEETIFY = 'https://leetify.com';
export const VIEWPORT = { width: 1280, height: 900 };
/** A badge that has an answer. */
export const SETTLED = 'cstatsentry-badge >>> button:not([data-band="wait"])';
export const CARD = 'cstatsentry-card >>> [role="dialog"]';

export const person = (role: Role) => NAMED_PEOPLE[role];

/** One badge as a person meets it. */
export interface SeenBadge {
  /** 32-bit account ID of the block it stands in, when the block says so. */
  accountId: string | undefined;
  text: string;
  band: string;
  label: string;
  stale: boolean;
}

export interface Scene extends Stage {
  sandbox: Sandbox;
  session: Session;
  /** Opens a page of the sandbox's Steam, or a whole address, in a tab of its own. */
  visit(path: string): Promise<Page>;
  popup(): Promise<Page>;
  /** Says something to the background, as popup and app do. */
  send(message: RequestMessage): Promise<unknown>;
  setSettings(settings: Partial<Settings>): Promise<void>;
  /** Back to how it was: settings, cache, faults, clock, tabs. */
  reset(): Promise<void>;
}

/** Sandbox, backend (`env` is more of its configuration) and a headless browser with the extension pointed at them. */
export async function openScene(kind: Kind, env: Record<string, string> = {}): Promise<Scene> {
  const browser = findBrowsers().find((each) => each.kind === kind);
  if (!browser) throw new Error(`${kind} is not installed; npm test says what to install`);
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-e2e-'));
  const stage = await setStage({
    databaseUrl: `file:${join(folder, 'e2e.db')}`,
    port: 0,
    env: { RATE_LIMIT_FACTOR: '1000', LOG_LEVEL: 'error', ...env },
  });
  const { sandbox } = stage;
  if (!sandbox) throw new Error('a scene plays in the sandbox');
  const session = await openSession({
    browser,
    extensionDir: OUTPUT_DIRS[kind],
    headless: true,
    proxyUrl: sandbox.proxyUrl,
    viewport: VIEWPORT,
  });
  const control = await session.openExtensionPage('popup.html');
  const send = (message: RequestMessage) => sendToExtension(control, message);
  const setSettings = async (settings: Partial<Settings>) => {
    await send({ type: 'setSettings', settings });
  };
  const initial: Partial<Settings> = {
    backendUrl: stage.backend.url,
    localOnly: false,
    askUnknown: true,
    uploadMatches: false,
    syncNotes: false,
    headline: 'calibrated',
    quietBelow: 0,
    language: 'en',
    theme: 'auto',
    leetify: 'ask',
    leetifyKey: '',
  };
  await setSettings(initial);
  const opened = new Set<Page>();
  return {
    ...stage,
    sandbox,
    session,
    send,
    setSettings,
    async visit(path) {
      const page = await session.newPage();
      opened.add(page);
      await page.setViewport(VIEWPORT);
      await page.goto(new URL(path, STEAM).href, { waitUntil: 'domcontentloaded' });
      return page;
    },
    async popup() {
      const page = await session.openExtensionPage('popup.html', { width: 380, height: 600 });
      opened.add(page);
      return page;
    },
    async reset() {
      for (const page of opened) if (!page.isClosed()) await page.close();
      opened.clear();
      sandbox.faults.clear();
      sandbox.world.reset();
      sandbox.calls.reset();
      await setSettings(initial);
      await send({ type: 'clearCache' });
    },
    async stop() {
      await session.close();
      await stage.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All badges of the page, in order. */
export function badgesOf(page: Page): Promise<SeenBadge[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('cstatsentry-badge')].map((host) => {
      const button = host.shadowRoot?.querySelector('button');
      const near =
        host.closest('[data-miniprofile]') ??
        host
          .closest('.friend_block_v2, .member_block, .search_row, .commentthread_comment, .friendBlock')
          ?.querySelector('[data-miniprofile]') ??
        document.querySelector('.profile_header .playerAvatar[data-miniprofile]');
      return {
        accountId: near?.getAttribute('data-miniprofile') ?? undefined,
        text: button?.textContent ?? '',
        band: button?.dataset['band'] ?? '',
        label: button?.getAttribute('aria-label') ?? '',
        stale: button?.hasAttribute('data-stale') ?? false,
      };
    }),
  );
}

/** Waits until `count` badges have an answer; fails by time-out when there never are as many. */
export async function settled(page: Page, count = 1): Promise<SeenBadge[]> {
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('cstatsentry-badge')].filter((host) => {
        const band = host.shadowRoot?.querySelector('button')?.dataset['band'];
        return band !== undefined && band !== 'wait';
      }).length >= wanted,
    { timeout: 30_000 },
    count,
  );
  return badgesOf(page);
}

/** Waits until the badge beside the name of a profile has an answer. */
export async function profileBadge(page: Page): Promise<SeenBadge> {
  await page.waitForFunction(
    () => {
      const host = document.querySelector('.profile_header cstatsentry-badge');
      const band = host?.shadowRoot?.querySelector('button')?.dataset['band'];
      return band !== undefined && band !== 'wait';
    },
    { timeout: 30_000 },
  );
  const [badge] = await badgesOf(page);
  if (!badge) throw new Error('the badge is gone');
  return badge;
}

/** Waits for something outside any page, such as a new tab; `patience` in ms, for what waits by itself. */
export async function until(holds: () => Promise<boolean>, what: string, patience = 20_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Clicks what `selector` finds; finds it again when it is drawn anew in that very moment. */
export async function click(page: Page, selector: string): Promise<void> {
  await until(async () => {
    const element = await page.waitForSelector(selector);
    return (
      element?.click().then(
        () => true,
        () => false,
      ) ?? false
    );
  }, `a click on ${selector}`);
}

/** Opens the card of the first badge by resting the pointer on it, and waits until it shows a player. */
export async function openCard(page: Page, badge?: ElementHandle<Element>): Promise<string> {
  const target = badge ?? (await page.waitForSelector(SETTLED, { visible: true }));
  if (!target) throw new Error('there is no badge');
  await target.hover();
  return cardText(page);
}

/** What the open card says, once it is no longer loading. */
export async function cardText(page: Page): Promise<string> {
  await page.waitForSelector(`${CARD}`);
  await page.waitForFunction(() => {
    const card = document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('[role="dialog"]');
    return card?.getAttribute('aria-busy') === 'false';
  });
  return page.$eval(CARD, (card) => (card instanceof HTMLElement ? card.innerText : ''));
}
