import type { Page } from 'puppeteer-core';
import type { Session } from '../browser.ts';
import { fillPlayers } from '../fill-players.ts';

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

/** Scrolls through the table in steps of a wheel, with jumps of the scroll bar in between; how many rows were drawn. */
function scroll(page: Page): Promise<number> {
  return page.evaluate(
    async (steps, step) => {
      const seen = new Set<string>();
      for (let i = 0; i < steps; i += 1) {
        scrollBy(0, i % 20 === 19 ? 150_000 : step);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const rows = document.querySelectorAll<HTMLElement>('.data-table [data-row]');
        for (const row of [rows[0], rows[rows.length - 1]]) seen.add(row?.dataset['row'] ?? '');
      }
      await new Promise((resolve) => requestIdleCallback(resolve));
      scrollTo(0, 0);
      return seen.size;
    },
    STEPS,
    STEP,
  );
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of the page's main thread while `work` runs, ms: the processor's time, and by the clock. */
async function longestTask(page: Page, work: () => Promise<unknown>): Promise<{ own: number; wall: number }> {
  await page.tracing.start({ categories: ['toplevel'] });
  await work();
  const trace: { traceEvents: TraceEvent[] } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && main.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the browser told of no tasks');
  const longest = (of: 'dur' | 'tdur') => Math.max(...tasks.map((task) => task[of] ?? 0)) / 1_000;
  return { own: longest('tdur'), wall: longest('dur') };
}

export interface PlayersFigures {
  /** Median over runs of the slowest kind of filter, ms. */
  filterMs: number;
  /** Median over runs of the longest task while scrolling, ms of the processor: others on the machine do not count. */
  scrollTaskMs: number;
  /** The same by the clock. */
  scrollTaskWallMs: number;
}

/** The table of players with 50 000 of them, filled into `session`, in a real Chromium. Prints what each filter took. */
export async function measurePlayers(session: Session): Promise<PlayersFigures> {
  const page = await session.openExtensionPage('app.html#/players', { width: 1280, height: 900 });
  await page.waitForSelector('.list-controls');
  await fillPlayers(page, PLAYERS);
  const loads: number[] = [];
  const filters = new Map<string, number[]>();
  const tasks: { own: number; wall: number }[] = [];
  let rows = 0;
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
    tasks.push(
      await longestTask(page, async () => {
        rows = await scroll(page);
      }),
    );
  }
  await page.close();
  const medians = [...filters].map(([name, times]) => [name, median(times)] as const);
  for (const [name, time] of medians) console.log(`  filter: ${name.padEnd(18)} ${round(time)} ms`);
  const own = tasks.map((task) => task.own);
  const wall = tasks.map((task) => task.wall);
  console.log(`  ${PLAYERS} players: read in ${round(median(loads))} ms; ${rows} windows of rows in ${STEPS} steps`);
  console.log(
    `  longest task of each run: ${own.map(round).join(', ')} ms; by the clock ${wall.map(round).join(', ')} ms`,
  );
  return {
    filterMs: Math.max(...medians.map(([, time]) => time)),
    scrollTaskMs: median(own),
    scrollTaskWallMs: median(wall),
  };
}
