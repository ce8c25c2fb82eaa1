/**
 * `npm start`: the whole product on this machine. Builds the extension, starts the sandbox (or, with STEAM_API_KEY, talks
 * to the real Steam) and the backend on an embedded libSQL file, and opens a browser with the extension on a profile.
 *
 *   --once            does it headless, saves screenshots under test-results/start/, prints one line of JSON, ends
 *   --browser KIND    chromium or firefox; the first one installed otherwise
 *   --headless        no window, even where there is a display
 *   --port N          of the backend (default 8787, or a free one with --once)
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import { ConfigError } from '#backend/platform/config.ts';
import { NAMED_PEOPLE } from '#sandbox/index.ts';
import { type LookupResult, lookupResponseSchema } from '#shared/api/players.ts';
import { findBrowsers, type InstalledBrowser, openSession, type Session } from './browser.ts';
import { ensureBrowsers } from './setup-browsers.ts';
import { buildExtension, everyBadgeAnswered, type Stage, setExtensionSettings, setStage } from './stage.ts';

/** Shown on the real Steam, where there are no named people: the public profile of Valve's president. */
const PUBLIC_PROFILE = '76561197960287930';
const SCREENSHOTS = join('test-results', 'start');
const WINDOW = { width: 1280, height: 900 };

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
    browser: { type: 'string' },
    port: { type: 'string' },
  },
});

/** Words for a person; with --once stdout is for the one line of JSON. */
const say = (line: string) => (options.once ? console.error(line) : console.log(line));

function chooseBrowser(): InstalledBrowser | undefined {
  const wanted = z.enum(['chromium', 'firefox']).optional().safeParse(options.browser);
  if (!wanted.success) throw new Error('--browser is chromium or firefox');
  const find = () => findBrowsers().find(({ kind }) => !wanted.data || kind === wanted.data);
  const found = find();
  if (found) return found;
  ensureBrowsers([wanted.data ?? 'chromium']);
  return find();
}

async function scoreFirstPlayers(backendUrl: string, steamIds: readonly string[]): Promise<LookupResult[]> {
  const response = await fetch(`${backendUrl}/v1/players/lookup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ steamIds }),
  });
  if (!response.ok) throw new Error(`the backend answered ${response.status}: ${await response.text()}`);
  return lookupResponseSchema.parse(await response.json()).players;
}

const firstPlayers = (results: readonly LookupResult[]) =>
  results.flatMap((result) =>
    result.state === 'scored'
      ? [
          {
            steamId: result.steamId,
            score: result.entry.score,
            band: result.entry.band,
            confidence: result.entry.confidence,
          },
        ]
      : [],
  );

/** Column widths and rows of the table that greets a person. */
const TABLE_ROWS = 12;

/** A name for a terminal: no control or direction marks, cut to fit. */
const plain = (name: string) => [...name.replace(/[\p{C}\p{M}]/gu, '')].slice(0, 24).join('').padEnd(26);

function printTable(results: readonly LookupResult[], names: ReadonlyMap<string, string>): void {
  say(`\n${'player'.padEnd(26)}${'SteamID64'.padEnd(20)}${'score'.padStart(5)}  ${'band'.padEnd(20)}confidence`);
  for (const result of results.slice(0, TABLE_ROWS)) {
    const name = plain(names.get(result.steamId) ?? '');
    if (result.state !== 'scored') say(`${name}${result.steamId.padEnd(20)}${'–'.padStart(5)}  ${result.state}`);
    else {
      const { score, band, confidence } = result.entry;
      say(`${name}${result.steamId.padEnd(20)}${String(score ?? '–').padStart(5)}  ${band.padEnd(20)}${confidence}`);
    }
  }
}

/** A badge that has an answer. */
const SETTLED_BADGE = 'cstatsentry-badge >>> button:not([data-band="wait"])';
const LONG = { timeout: 60_000 };

async function takeScreenshots(session: Session, origin: string, steamId: string): Promise<string[]> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const files: string[] = [];
  const shoot = async (page: Page, name: string) => {
    const file = join(SCREENSHOTS, `${name}.png`);
    await page.screenshot({ path: file });
    files.push(file);
  };
  const page = await session.newPage();
  await page.setViewport(WINDOW);
  await page.goto(`${origin}/profiles/${steamId}`, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(everyBadgeAnswered, LONG);
  await shoot(page, 'profile');
  await page.hover(SETTLED_BADGE);
  await page.waitForSelector('cstatsentry-card >>> [role="dialog"] [data-band]');
  await shoot(page, 'profile-card');
  await page.goto(`${origin}/profiles/${steamId}/friends/`, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(everyBadgeAnswered, LONG);
  await shoot(page, 'friends');
  await page.close();
  const popup = await session.openExtensionPage('popup.html', { width: 380, height: 600 });
  await shoot(popup, 'popup');
  await popup.close();
  return files;
}

async function main(): Promise<void> {
  const steamApiKey = process.env['STEAM_API_KEY'];
  const temporary = options.once ? mkdtempSync(join(tmpdir(), 'cstatsentry-start-')) : undefined;
  const folder = temporary ?? 'data';
  mkdirSync(folder, { recursive: true });
  const browser = chooseBrowser();
  if (!browser && options.once) throw new Error('--once needs an installed Chromium, Chrome, Edge or Firefox');

  say('Building the extension …');
  const extensionDir = buildExtension(browser?.kind ?? 'chromium');
  const stage = await setStage({
    steamApiKey,
    databaseUrl: `file:${join(folder, steamApiKey ? 'cstatsentry.db' : 'sandbox.db')}`,
    port: Number(options.port ?? (options.once ? 0 : 8787)),
  });
  const named = Object.values(NAMED_PEOPLE);
  const steamIds = stage.sandbox ? named.map(({ steamId }) => steamId) : [PUBLIC_PROFILE];
  const results = await scoreFirstPlayers(stage.backend.url, steamIds);
  describe(stage, extensionDir, browser);
  printTable(results, new Map(named.map(({ steamId, name }) => [steamId, name])));

  const headless = options.once || options.headless || !hasDisplay();
  const session = browser
    ? await openSession({
        browser,
        extensionDir,
        headless,
        proxyUrl: stage.sandbox?.proxyUrl,
        viewport: headless ? WINDOW : null,
      })
    : undefined;
  const close = async () => {
    await session?.close();
    await stage.stop();
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  };
  try {
    if (session) {
      await setExtensionSettings(session, { backendUrl: stage.backend.url });
      const origin = 'https://steamcommunity.com';
      const shown = stage.sandbox ? NAMED_PEOPLE.viewer.steamId : PUBLIC_PROFILE;
      if (headless) {
        const screenshots = await takeScreenshots(session, origin, shown);
        if (options.once) console.log(JSON.stringify({ players: firstPlayers(results), screenshots }));
        else say(`\nNo display: the browser runs headless. Screenshots: ${screenshots.join(', ')}`);
      } else {
        const page = await session.newPage();
        await page.goto(`${origin}/profiles/${shown}`, { waitUntil: 'domcontentloaded' });
      }
    } else {
      say('\nNo browser found. Install Chromium, Chrome, Edge or Firefox, or load the extension folder above by hand.');
    }
    if (!options.once) {
      say('\nRunning. Ctrl-C ends it.');
      await untilStopped(session);
    }
  } finally {
    await close();
  }
}

function describe(stage: Stage, extensionDir: string, browser: InstalledBrowser | undefined): void {
  say('');
  say(
    `Steam      ${stage.sandbox ? `sandbox on ${stage.sandbox.apiUrl} (pages through the proxy ${stage.sandbox.proxyUrl})` : 'the real one, with STEAM_API_KEY'}`,
  );
  say(`Backend    ${stage.backend.url} (API description: ${stage.backend.url}/docs)`);
  say(`Extension  ${extensionDir}`);
  say(`Browser    ${browser ? `${browser.name} (${browser.path})` : 'none'}`);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

function untilStopped(session: Session | undefined): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    session?.browser.once('disconnected', () => resolve());
  });
}

try {
  await main();
} catch (error) {
  // A message for a person; the stack only helps with what nobody foresaw.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
