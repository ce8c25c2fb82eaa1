import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { createServer } from 'vite';
import { wordFiles } from '#extension/words/merge.ts';
import { findBrowsers } from './browser.ts';
import { appScenes } from './gallery-app.ts';
import { listScenes } from './gallery-lists.ts';
import { moderationScenes } from './gallery-moderation.ts';
import { reportScenes } from './gallery-reports.ts';

/**
 * Pictures of every component in every state, both themes and languages, under test-results/gallery/, and what axe finds
 * in each. `npm run gallery -- --serve` leaves the gallery on a local port instead.
 */

const ROOT = resolve(import.meta.dirname, '..');
const OUT = resolve(ROOT, 'test-results/gallery');

interface Scene {
  name: string;
  query: string;
  hash?: string;
  width: number;
  height?: number;
  act?: (page: Page) => Promise<unknown>;
}

const PASTED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `[U:1:${1_000_000 + n}]`).join('\n');

const lookUp = async (page: Page) => {
  await page.type('textarea', `${PASTED.replaceAll('\n', ' ')} 76561190000000001 steamcommunity.com/id/nobody`);
  await page.click('button[type=submit]');
  await page.waitForSelector('.rows .name');
};
const showSettings = (page: Page) => page.click('#tab-settings');
const player = (n: number) => `#/players/${76561197960265728n + BigInt(1_000_000 + n)}`;

const VARIANTS = [
  ['dark-en', 'theme=dark&language=en'],
  ['dark-de', 'theme=dark&language=de'],
  ['light-en', 'theme=light&language=en'],
  ['light-de', 'theme=light&language=de'],
] as const;

function scenesOf(variant: string, query: string): Scene[] {
  const states = ['not-found', 'unasked', 'limited', 'failed'] as const;
  return [
    { name: `cards-${variant}`, query: `${query}&scene=cards`, width: 1_540 },
    { name: `cards-rubric-${variant}`, query: `${query}&scene=cards&headline=rubric`, width: 1_540 },
    { name: `cards-loading-${variant}`, query: `${query}&scene=cards&pending`, width: 1_540 },
    ...states.map((state) => ({
      name: `card-${state}-${variant}`,
      query: `${query}&scene=cards&state=${state}`,
      width: 392,
    })),
    { name: `popup-recent-${variant}`, query: `${query}&scene=popup`, width: 380, height: 600 },
    {
      name: `popup-empty-${variant}`,
      query: `${query}&scene=popup&fresh&connection=unreachable`,
      width: 380,
      height: 600,
    },
    { name: `popup-results-${variant}`, query: `${query}&scene=popup`, width: 380, height: 600, act: lookUp },
    { name: `popup-settings-${variant}`, query: `${query}&scene=popup`, width: 380, act: showSettings },
    { name: `popup-320-${variant}`, query: `${query}&scene=popup`, width: 320, act: showSettings },
    ...[1, 4, 5, 7, 9].map((n) => ({
      name: `app-${n}-${variant}`,
      query: `${query}&scene=app`,
      hash: player(n),
      width: 1_100,
    })),
    { name: `app-320-${variant}`, query: `${query}&scene=app`, hash: player(4), width: 320 },
    { name: `app-nobody-${variant}`, query: `${query}&scene=app`, hash: '#/players/1', width: 800, height: 300 },
    ...appScenes(variant, query),
    ...listScenes(variant, query),
    ...moderationScenes(variant, query),
    ...reportScenes(variant, query),
    { name: `leetify-cards-${variant}`, query: `${query}&scene=cards&leetify=always`, width: 1_540 },
    ...(['hidden', 'not-found', 'limited', 'failed', 'key-refused', 'no-access'] as const).map((live) => ({
      name: `leetify-${live}-${variant}`,
      query: `${query}&scene=cards&state=failed&leetify=always&live=${live}`,
      width: 392,
    })),
    ...[3, 5].map((n) => ({
      name: `leetify-app-${n}-${variant}`,
      query: `${query}&scene=app&leetify=always`,
      hash: player(n),
      width: 1_100,
    })),
    {
      name: `hover-${variant}`,
      query: `${query}&scene=hover`,
      width: 1_200,
      height: 700,
      act: async (page) => {
        await page.click('.names button:nth-child(4)');
        await page.waitForFunction(() =>
          document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('.reason'),
        );
      },
    },
    {
      name: `hover-narrow-${variant}`,
      query: `${query}&scene=hover`,
      width: 400,
      height: 600,
      act: (page) => page.click('.names button:nth-child(8)'),
    },
  ];
}

/** What axe says of a page, one line per finding; empty when nothing. */
async function findings(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // Left there by the script evaluated above.
    const { axe: run } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await run.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`),
    );
  });
}

const server = await createServer({
  configFile: false,
  root: resolve(ROOT, 'extension/ui/gallery'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { 'wxt/browser': resolve(ROOT, 'extension/ui/gallery/fake-browser.ts') } },
  plugins: [
    {
      name: 'words',
      configureServer(vite) {
        vite.middlewares.use((request, response, next) => {
          const file = wordFiles().find(({ relativeDest }) => request.url === `/${relativeDest}`);
          if (!file) return next();
          response.setHeader('content-type', 'application/json').end(file.contents);
        });
      },
    },
  ],
  server: { host: '127.0.0.1', fs: { allow: [ROOT] } },
  logLevel: 'warn',
});
await server.listen();
const base = server.resolvedUrls?.local[0];
if (!base) throw new Error('the gallery server has no address');

if (process.argv.includes('--serve')) {
  console.log(base);
} else {
  const installed = findBrowsers().find((each) => each.kind === 'chromium');
  if (!installed) throw new Error('the gallery needs an installed Chromium, Chrome or Edge');
  const only = process.argv[2] ?? '';
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const browser = await puppeteer.launch({ executablePath: installed.path, args: ['--no-sandbox'] });
  mkdirSync(OUT, { recursive: true });
  let found = 0;
  for (const { name, query, hash = '', width, height = 500, act } of VARIANTS.flatMap(([variant, query]) =>
    scenesOf(variant, query),
  )) {
    if (!name.includes(only)) continue;
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.setViewport({ width, height, deviceScaleFactor: 1 });
    await page.goto(`${base}?${query}${hash}`, { waitUntil: 'networkidle0' });
    await act?.(page);
    problems.push(...(await findings(page, axe)));
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (scrolls) problems.push('wider than its window');
    await page.screenshot({
      path: resolve(OUT, `${name}.png`),
      fullPage: !/^(?:hover|players|matches-list)-/.test(name),
    });
    await page.close();
    found += problems.length;
    console.log(`${name}: ${problems.length === 0 ? 'ok' : `\n  ${problems.join('\n  ')}`}`);
  }
  await browser.close();
  await server.close();
  console.log(`${found} findings; pictures in ${OUT}`);
  process.exitCode = found === 0 ? 0 : 1;
}
