import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'wxt';
import { measurePlayers } from './bench-app/players.ts';
import { measureOpening, measureRoutes } from './bench-app/shell.ts';
import { findBrowsers, openSession } from './browser.ts';
import { fillApp } from './fill-app.ts';
import { firstScreenFiles, sizeOf } from './first-screen.ts';
import { setExtensionSettings } from './stage.ts';

/**
 * `npm run bench:app`: the app in a real Chromium, with 300 matches and 2 000 people kept, and its list
 * with 50 000 players. Prints each figure with its share
 * of the limit, then one JSON line; exits with 1 beyond a limit.
 */
const LIMITS = { firstContentMs: 150, routeMs: 50, firstScreenKb: 120, filterMs: 30, scrollTaskMs: 50 };
const MATCHES = 300;

const browser = findBrowsers().find(({ kind }) => kind === 'chromium');
if (!browser) throw new Error('no Chromium, Chrome or Edge is installed');
const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-bench-'));
await build({ outDir: folder, browser: 'chrome' });
const output = join(folder, 'chrome-mv3');
// What a tab and a paint cost here, whatever is painted.
writeFileSync(join(output, 'blank.html'), '<!doctype html><title>blank</title><p>blank</p>');
const session = await openSession({
  browser,
  extensionDir: output,
  headless: true,
  viewport: { width: 1280, height: 900 },
});
try {
  await setExtensionSettings(session, { localOnly: true, language: 'en' });
  const page = await session.openExtensionPage('app.html');
  await page.waitForFunction(
    async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('cstatsentry')).length >= 2,
  );
  await page.waitForSelector('main h1');
  await fillApp(page, { matches: MATCHES, bans: 12, rises: 12 });
  await page.close();

  const opening = await measureOpening(session, 'blank.html');
  const routes = await measureRoutes(session);
  const players = await measurePlayers(session);
  const files = firstScreenFiles(output);
  const figures = {
    firstContentMs: opening.app.content,
    routeMs: Math.max(...routes.first.values(), ...routes.later.values()),
    firstScreenKb: files.reduce((sum, file) => sum + sizeOf(output, file), 0) / 1000,
    filterMs: players.filterMs,
    scrollTaskMs: players.scrollTaskMs,
  };
  const round = (value: number) => Math.round(value * 10) / 10;
  for (const [name, limit] of Object.entries(LIMITS)) {
    const value = figures[name as keyof typeof figures];
    console.log(`${name.padEnd(20)} ${round(value)} of ${limit} (${round(value / limit)})`);
  }
  const byPath = (times: ReadonlyMap<string, number>) =>
    Object.fromEntries([...times].map(([path, ms]) => [path, round(ms)]));
  console.log(
    JSON.stringify({
      bench: 'app',
      figures,
      limits: LIMITS,
      matches: MATCHES,
      firstFiguresMs: round(opening.app.figures),
      blankPageMs: round(opening.baseline),
      timesBlankPage: round(opening.app.content / opening.baseline),
      changedWordMs: round(routes.baseline),
      timesChangedWord: round(figures.routeMs / routes.baseline),
      routeFirstMs: byPath(routes.first),
      routeLaterMs: byPath(routes.later),
      scrollTaskWallMs: round(players.scrollTaskWallMs),
      chartsInFirstScreen: files.some((file) => file.includes('draw-')),
    }),
  );
  if (Object.entries(LIMITS).some(([name, limit]) => !(figures[name as keyof typeof figures] <= limit))) {
    process.exitCode = 1;
  }
} finally {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
}
