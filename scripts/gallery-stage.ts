import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { build, type Connect, createServer, type InlineConfig, preview } from 'vite';
import { wordFiles } from '#extension/words/merge.ts';
import { findBrowsers, type InstalledBrowser } from './browser.ts';
import type { Scene } from './gallery-scene.ts';

/** Serves the gallery and draws its scenes in an installed browser. */

const ROOT = resolve(import.meta.dirname, '..');
/** When every scene takes place, so that a picture of tomorrow is the one of today. */
const NOW = Date.UTC(2026, 1, 3, 17, 42);
/** Pages whose lists fill the window have nothing below it. */
const WINDOW_ONLY = /^(?:hover|players|matches-list)-/;

/** `files` anew for each request where they may change, and otherwise once: making them takes a while. */
function serveWords(middlewares: Connect.Server, files: () => ReturnType<typeof wordFiles>): void {
  middlewares.use((request, response, next) => {
    // All words of all languages are merged for one file of them: not for what is none.
    if (!request.url?.startsWith('/words/')) return next();
    const file = files().find(({ relativeDest }) => request.url === `/${relativeDest}`);
    if (!file) return next();
    response.setHeader('content-type', 'application/json').end(file.contents);
  });
}

const config = {
  configFile: false,
  root: resolve(ROOT, 'extension/ui/gallery'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { 'wxt/browser': resolve(ROOT, 'extension/ui/gallery/fake-browser.ts') } },
  plugins: [
    {
      name: 'words',
      configureServer: (server) => serveWords(server.middlewares, wordFiles),
      configurePreviewServer: (server) => {
        let made: ReturnType<typeof wordFiles> | undefined;
        serveWords(server.middlewares, () => {
          made ??= wordFiles();
          return made;
        });
      },
    },
  ],
  server: { host: '127.0.0.1', fs: { allow: [ROOT] } },
  preview: { host: '127.0.0.1', port: 0 },
  logLevel: 'warn',
} satisfies InlineConfig;

/** The gallery on a local port, changing with its sources, until the process ends. */
export async function serveGallery(): Promise<string> {
  const server = await createServer(config);
  await server.listen();
  const base = server.resolvedUrls?.local[0];
  if (!base) throw new Error('the gallery server has no address');
  return base;
}

export interface Gallery {
  /** Draws a scene in a browser profile of its own, at its time; `look` is given the page and what went wrong on it. */
  draw<T>(scene: Scene, look: (page: Page, problems: string[]) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface GalleryOptions {
  kind?: InstalledBrowser['kind'];
  /** As for somebody whose system asks for more contrast; Chromium alone can be told so. */
  contrast?: boolean;
}

/** What Firefox is told by preference and Chromium page by page. */
const STILL = { 'ui.prefersReducedMotion': 1 };

/** A built gallery with a browser before it. */
export async function openGallery({ kind = 'chromium', contrast = false }: GalleryOptions = {}): Promise<Gallery> {
  const installed = findBrowsers().find((each) => each.kind === kind);
  if (!installed)
    throw new Error(`the gallery needs an installed ${kind === 'chromium' ? 'Chromium, Chrome or Edge' : 'Firefox'}`);
  const outDir = mkdtempSync(join(tmpdir(), 'cstatsentry-gallery-'));
  await build({ ...config, build: { outDir, emptyOutDir: true, minify: false, target: 'esnext' } });
  const server = await preview({ ...config, build: { outDir } });
  const base = server.resolvedUrls?.local[0];
  if (!base) throw new Error('the gallery server has no address');
  const browser = await puppeteer.launch({
    executablePath: installed.path,
    ...(kind === 'firefox'
      ? { browser: 'firefox', extraPrefsFirefox: STILL }
      : { args: ['--no-sandbox', '--font-render-hinting=none', '--hide-scrollbars'] }),
  });
  const prepare = async (page: Page) => {
    await page.emulateTimezone('UTC');
    if (kind === 'firefox') return;
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-reduced-motion', value: 'reduce' },
        { name: 'prefers-contrast', value: contrast ? 'more' : 'no-preference' },
      ],
    });
  };
  return {
    draw: (scene, look) => draw({ browser, base, prepare }, scene, look),
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

async function draw<T>(
  { browser, base, prepare }: { browser: Browser; base: string; prepare(page: Page): Promise<void> },
  { query, hash = '', width, height = 500, act, complains }: Scene,
  look: (page: Page, problems: string[]) => Promise<T>,
): Promise<T> {
  // What a scene leaves in the databases would be in the next one's picture.
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !complains?.test(message.text())) problems.push(message.text());
    });
    await page.setViewport({ width, height, deviceScaleFactor: 1 });
    await prepare(page);
    await page.evaluateOnNewDocument((now) => {
      const Real = Date;
      globalThis.Date = new Proxy(Real, {
        construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now] : given, made),
        get: (target, name) => (name === 'now' ? () => now : Reflect.get(target, name)),
      });
    }, NOW);
    await page.goto(`${base}?${query}${hash}`, { waitUntil: 'networkidle0' });
    await act?.(page);
    // A caret that blinks is another picture each half second.
    await page.addStyleTag({ content: '* { caret-color: transparent !important; }' });
    // What stays at the top of the window is at the top of the picture.
    await page.evaluate(() => scrollTo(0, 0));
    await settle(page);
    return await look(page, problems);
  } finally {
    await context.close();
  }
}

/** Two frames: what a change of the window set off has been drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(done)))),
  );
}

/** The picture of a scene that has been drawn, as PNG. */
export async function picture(page: Page, scene: Scene): Promise<Buffer> {
  return Buffer.from(await page.screenshot({ fullPage: !WINDOW_ONLY.test(scene.name) }));
}
