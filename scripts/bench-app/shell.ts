import type { Page } from 'puppeteer-core';
import type { Session } from '#scripts/browser.ts';

/** Opening the app and going from page to page, by the page's own clock. */

const RUNS = 7;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Opened {
  /** First text of the page, ms from the beginning of its loading. */
  content: number;
  /** The dashboard's first figures. */
  figures: number;
}

/** Opens the app in a new tab each time, beside a page that holds one word and no script. */
export async function measureOpening(session: Session, blank: string): Promise<{ app: Opened; baseline: number }> {
  const contents: number[] = [];
  const figures: number[] = [];
  const blanks: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const bare = await session.newPage();
    await bare.goto(`${session.extensionOrigin}/${blank}`);
    blanks.push(await firstContent(bare));
    await bare.close();
    const page = await session.newPage();
    await page.evaluateOnNewDocument(() => {
      const look = () => {
        if (document.querySelector('.tile-value')) Reflect.set(globalThis, '__figures', performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${session.extensionOrigin}/app.html`);
    await page.waitForFunction(() => Reflect.get(globalThis, '__figures') !== undefined);
    contents.push(await firstContent(page));
    figures.push(await page.evaluate(() => Reflect.get(globalThis, '__figures')));
    await page.close();
  }
  return { app: { content: median(contents), figures: median(figures) }, baseline: median(blanks) };
}

/** By Chromium's own measure. */
async function firstContent(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}

export interface Routes {
  /** Median ms from a click in the navigation until the first of the page is painted, by address: at first visits, and later. */
  first: Map<string, number>;
  later: Map<string, number>;
  /** What a click costs here that changes one word. */
  baseline: number;
}

/** Goes from page to page as a person does, who points at a link before they press it. */
export async function measureRoutes(session: Session): Promise<Routes> {
  const firsts = new Map<string, number[]>();
  const laters = new Map<string, number[]>();
  const frames: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await session.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`${session.extensionOrigin}/app.html`);
    await page.waitForSelector('.tile-value');
    const paths = await page.$$eval('.app-nav a', (links) => links.map((link) => link.getAttribute('href') ?? ''));
    // Each page for the first time, then all of them again.
    for (const times of [firsts, laters]) {
      for (const path of [...paths.slice(1), ...paths.slice(0, 1)]) {
        frames.push(await changeWord(page));
        await page.hover(`.app-nav a[href="${path}"]`);
        const ms = await changeRoute(page, path);
        times.set(path, [...(times.get(path) ?? []), ms]);
        // Nobody clicks on while what has come is still being drawn.
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      }
    }
    await page.close();
  }
  const medians = (times: Map<string, number[]>) => new Map([...times].map(([path, values]) => [path, median(values)]));
  return { first: medians(firsts), later: medians(laters), baseline: median(frames) };
}

function changeRoute(page: Page, path: string): Promise<number> {
  return page.evaluate(
    (href) =>
      new Promise<number>((resolve, reject) => {
        const link = document.querySelector<HTMLAnchorElement>(`.app-nav a[href="${href}"]`);
        const main = document.querySelector('main');
        if (!link || !main) throw new Error(`there is no way to ${href}`);
        const late = setTimeout(() => reject(new Error(`${href} never came`)), 10_000);
        const start = performance.now();
        const observer = new MutationObserver((changes) => {
          // What is said to screen readers changes, too, and is no page.
          if (changes.every(({ target }) => target instanceof HTMLElement && target.matches('[role="status"]'))) return;
          observer.disconnect();
          clearTimeout(late);
          // The frame in which it is painted.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        });
        observer.observe(main, { childList: true, subtree: true });
        link.click();
      }),
    path,
  );
}

/** ms from a click until a changed word is painted. */
function changeWord(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const word = document.createElement('button');
        document.body.append(word);
        word.addEventListener('click', () => {
          word.textContent = 'changed';
          requestAnimationFrame(() =>
            setTimeout(() => {
              word.remove();
              resolve(performance.now() - start);
            }),
          );
        });
        const start = performance.now();
        word.click();
      }),
  );
}
