/**
 * `npm run screenshots`: the screens of the product on the sandbox, in real Chromium, as PNG. Those that the README shows go
 * to docs/screenshots, those for the stores to docs/store/screenshots, the rest, for looking at, to test-results/screenshots.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { NAMED_PEOPLE, type Role } from '#sandbox/index.ts';
import { findBrowsers, openSession } from './browser.ts';
import { fillApp } from './fill-app.ts';
import { buildExtension, everyBadgeAnswered, setExtensionSettings, setStage } from './stage.ts';

const SHOWN = {
  folder: join('docs', 'screenshots'),
  names: ['friends', 'card-highly-suspicious', 'popup-results', 'app-player'],
};
const STORES = join('docs', 'store', 'screenshots');
const OTHERS = join('test-results', 'screenshots');
const WINDOW = { width: 1280, height: 900 };
/** What the stores ask for. */
const STORE_WINDOW = { width: 1280, height: 800 };

const browser = findBrowsers().find(({ kind }) => kind === 'chromium');
if (!browser) throw new Error('needs an installed Chromium, Chrome or Edge');
for (const folder of [SHOWN.folder, STORES, OTHERS]) mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'cstatsentry-screenshots-'));
const stage = await setStage({ databaseUrl: `file:${join(data, 'screenshots.db')}`, port: 0 });
const session = await openSession({
  browser,
  extensionDir: buildExtension('chromium'),
  headless: true,
  proxyUrl: stage.sandbox?.proxyUrl,
  viewport: WINDOW,
});

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(SHOWN.names.includes(name) ? SHOWN.folder : OTHERS, `${name}.png`) });

/** As it is, and once more in the size of the stores' pictures. */
async function shootForStores(page: Page, name: string): Promise<void> {
  await page.setViewport(STORE_WINDOW);
  await page.evaluate(
    () =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(done)))),
  );
  await page.screenshot({ path: join(STORES, `${name}.png`) });
}

/** The app's own pages over a browser that has met people. */
async function filledApp(): Promise<void> {
  const popup = await session.openExtensionPage('popup.html');
  // As if the matches had been read from Steam; the background looks at it when the app first asks.
  await popup.evaluate(async () => {
    const api: { storage: { local: { set(items: Record<string, unknown>): Promise<void> } } } = Reflect.get(
      globalThis,
      'chrome',
    );
    const finishedAt = Date.now() - 600_000;
    const reading = {
      state: 'done',
      startedAt: finishedAt,
      finishedAt,
      found: 240,
      added: 240,
      problems: [],
      tabs: {},
    };
    await api.storage.local.set({ historyReading: reading });
  });
  await popup.close();
  const page = await session.openExtensionPage('app.html#/', STORE_WINDOW);
  await page.waitForFunction(async () =>
    (await indexedDB.databases()).some(({ name }) => name === 'cstatsentry-notices'),
  );
  await fillApp(page, { matches: 240, bans: 9, rises: 11 });
  for (const [name, hash, there] of [
    ['dashboard', '#/', '.chart-canvas canvas'],
    ['players', '#/players?sort=met', '.data-table [data-row="8"]'],
    ['matches', '#/matches', '.data-table [data-row="8"]'],
  ] as const) {
    await page.evaluate((place) => {
      location.hash = place;
    }, hash);
    await page.reload();
    await page.waitForSelector(there);
    await shootForStores(page, name);
  }
  await page.close();
}

async function visit(path: string): Promise<Page> {
  const page = await session.newPage();
  await page.setViewport(WINDOW);
  await page.goto(`https://steamcommunity.com${path}`, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(everyBadgeAnswered, { timeout: 60_000 });
  return page;
}

async function profileWithCard(role: Role, name: string): Promise<void> {
  const page = await visit(`/profiles/${NAMED_PEOPLE[role].steamId}`);
  await page.hover('.profile_header cstatsentry-badge >>> button');
  // Answered, and in its place for that: a card that stuck out of the window would never be.
  await page.waitForFunction(() => {
    const card = document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('[role="dialog"]');
    return card?.getAttribute('aria-busy') === 'false' && card.getBoundingClientRect().bottom <= innerHeight;
  });
  await shoot(page, name);
  if (SHOWN.names.includes(name)) await shootForStores(page, name);
  await page.close();
}

async function popup(name: string, text?: string): Promise<void> {
  const page = await session.openExtensionPage('popup.html', { width: 380, height: 600 });
  if (text !== undefined) {
    await page.$eval(
      '#lookup-text',
      (field, pasted) => {
        if (!(field instanceof HTMLTextAreaElement)) return;
        field.value = pasted;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      },
      text,
    );
    await page.click('button[type="submit"]:not([disabled])');
    await page.waitForFunction(() => document.querySelector('ol.rows > li') && !document.querySelector('progress'));
    await page.evaluate(() => document.fonts.ready);
  }
  await shoot(page, name);
  await page.close();
}

const idOf = (role: Role) => NAMED_PEOPLE[role].steamId;
try {
  await setExtensionSettings(session, { backendUrl: stage.backend.url, language: 'en', theme: 'dark' });
  for (const [name, path] of [
    ['friends', '/my/friends/'],
    ['played-with', '/my/friends/coplay/'],
    ['group', '/groups/sandbox-regulars/members'],
    ['comments', '/my/'],
    ['search', '/search/users/#text=a'],
  ] as const) {
    const page = await visit(path);
    await shoot(page, name);
    if (name === 'friends') await shootForStores(page, name);
    await page.close();
  }
  await profileWithCard('rageAimbot', 'card-highly-suspicious');
  await profileWithCard('veteran', 'card-unlikely');
  await profileWithCard('freshPrivate', 'card-not-enough-data');
  await profileWithCard('bannedToday', 'card-banned-today');
  await profileWithCard('longName', 'card-long-name');
  await profileWithCard('chinese', 'card-chinese');
  const pasted = (
    [
      'veteran',
      'rageAimbot',
      'wallhack',
      'freshPrivate',
      'bannedToday',
      'longName',
      'chinese',
      'cyrillic',
      'deleted',
    ] as const
  )
    .map(idOf)
    .join('\n');
  await popup('popup-results', pasted);
  await popup('popup-recent');
  const app = await session.openExtensionPage(`app.html#/players/${idOf('rageAimbot')}`, WINDOW);
  await app.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[aria-busy="true"]'));
  await shoot(app, 'app-player');
  await shootForStores(app, 'app-player');
  await app.close();
  await filledApp();
  await setExtensionSettings(session, { language: 'de', theme: 'light' });
  await profileWithCard('wallhack', 'card-german-light');
  await popup('popup-german-light', pasted);
  await setExtensionSettings(session, { localOnly: true, theme: 'dark', language: 'en' });
  await profileWithCard('oldVac', 'card-local-only');
  console.log(`Screenshots are in ${SHOWN.folder}, ${STORES} and ${OTHERS}`);
} finally {
  await session.close();
  await stage.stop();
  rmSync(data, { recursive: true, force: true });
}
