import type { Page } from 'puppeteer-core';
import type { Session } from './browser.ts';
import { fillPlayers } from './fill-players.ts';

/** Players in the table that is measured. */
const PLAYERS = 50_000;
const RUNS = 5;
/** Steps of the wheel, and pixels each. */
const STEPS = 120;
const STEP = 900;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number) => Math.round(value * 10) / 10;

/** ms from a key in the search field, or a choice, until the table shows it, by the page's own clock. */
function changeFilter(page: Page, selector: string, value: string): Promise<number> {
  return page.evaluate(
    (wanted, text) =>
      new Promise<number>((resolve, reject) => {
        const field = document.querySelector(wanted);
        const status = document.querySelector('.list-count');
        if (!status) return reject(new Error('the number of players is not said'));
        const start = performance.now();
        // The number of players found is drawn with the rows, in one go.
        new MutationObserver((_, observer) => {
          observer.disconnect();
          resolve(performance.now() - start);
        }).observe(status, { childList: true, subtree: true, characterData: true });
        if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
          field.value = text;
          field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
        } else if (field instanceof HTMLElement) field.click();
        else reject(new Error(`${wanted} is not there`));
      }),
    selector,
    value,
  );
}

/** Scrolls through the table and back; the longest task of it and the longest time between two frames, ms. */
function scroll(page: Page): Promise<{ longestTaskMs: number; longestFrameMs: number; rows: number }> {
  return page.evaluate(
    async (steps, step) => {
      let longestTaskMs = 0;
      let longestFrameMs = 0;
      // Tasks of 50 ms and more; below that there is none to tell.
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
      });
      observer.observe({ type: 'longtask' });
      const seen = new Set<string>();
      let last = performance.now();
      for (let i = 0; i < steps; i += 1) {
        // Down in steps of a wheel, with jumps of the scroll bar in between.
        scrollBy(0, i % 20 === 19 ? 150_000 : step);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        longestFrameMs = Math.max(longestFrameMs, now - last);
        last = now;
        for (const row of document.querySelectorAll<HTMLElement>('.data-table [data-row]'))
          seen.add(row.dataset['row'] ?? '');
      }
      await new Promise((resolve) => requestIdleCallback(resolve));
      observer.disconnect();
      scrollTo(0, 0);
      return { longestTaskMs, longestFrameMs, rows: seen.size };
    },
    STEPS,
    STEP,
  );
}

export interface PlayersFigures {
  /** Median over runs of the slowest kind of filter, ms. */
  filterMs: number;
  /** The longest task over 50 ms while scrolling; 0 for none. */
  scrollLongestTaskMs: number;
}

/** The table of players with 50 000 of them, filled into `session`, in a real Chromium. Prints what each filter took. */
export async function measurePlayers(session: Session): Promise<PlayersFigures> {
  const page = await session.openExtensionPage('app.html#/players', { width: 1280, height: 900 });
  await page.waitForSelector('.list-controls');
  await fillPlayers(page, PLAYERS);
  const loads: number[] = [];
  const filters = new Map<string, number[]>();
  const scrolls: Awaited<ReturnType<typeof scroll>>[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    await page.reload();
    await page.waitForSelector('.data-table [data-row]', { timeout: 60_000 });
    loads.push(performance.now() - started);
    // Columns are sorted while nothing else is to do; nobody filters in the first second.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
    await page.click('.filter-buttons button');
    for (const [name, selector, value] of [
      ['a letter', '.list-controls input[type=search]', 'p'],
      ['a name', '.list-controls input[type=search]', 'player 49'],
      ['an ID', '.list-controls input[type=search]', '[U:1:20000013]'],
      ['no search', '.list-controls input[type=search]', ''],
      ['a band', '.band-chip[data-band="suspicious"]', ''],
      ['two bands', '.band-chip[data-band="near-certain"]', ''],
      ['score from', '.range input', '40'],
      ['score open', '.range input', ''],
      ['all bands but one', '.band-chip[data-band="suspicious"]', ''],
      ['no band', '.band-chip[data-band="near-certain"]', ''],
    ] as const) {
      const took = await changeFilter(page, selector, value);
      filters.set(name, [...(filters.get(name) ?? []), took]);
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    }
    scrolls.push(await scroll(page));
  }
  await page.close();
  const medians = [...filters].map(([name, times]) => [name, median(times)] as const);
  for (const [name, time] of medians) console.log(`  filter: ${name.padEnd(18)} ${round(time)} ms`);
  const tasks = scrolls.map(({ longestTaskMs }) => longestTaskMs);
  console.log(
    `  ${PLAYERS} players: read in ${round(median(loads))} ms; ${median(scrolls.map(({ rows }) => rows))} rows drawn in ${STEPS} steps, ` +
      `longest frame ${round(median(scrolls.map(({ longestFrameMs }) => longestFrameMs)))} ms, longest tasks ${tasks.map(round).join(', ')} ms`,
  );
  return { filterMs: Math.max(...medians.map(([, time]) => time)), scrollLongestTaskMs: median(tasks) };
}
