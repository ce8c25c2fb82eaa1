import { z } from 'zod';
import type { HistoryStatus } from '#extension/messages.ts';
import { HistoryError, type SteamHistory } from '#extension/sync/steam-history.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { HISTORY_TABS, type HistoryTab, readHistory } from '#shared/match-history/gcpd.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Between two requests to Steam, ms: about what a person turning pages takes. */
const GAP_MS = 1_000;
/** Tries of one page before the reading ends for now, and the first wait between them, ms; it doubles. */
const TRIES = 4;
const FIRST_WAIT_MS = 2_000;
/** A wait that Steam asked for is sat out up to this long, ms; for a longer one the reading ends for now. */
const LONGEST_WAIT_MS = 60_000;
/** After this long, ms, a token of an interrupted reading is not trusted any more. */
const RESUME_WITHIN_MS = 24 * 3_600_000;
/** Far above any history: the end of a chain of tokens that leads in circles. */
const MAX_PAGES = 2_000;
const MAX_PROBLEMS = 20;

const progressSchema = z.object({
  state: z.enum(['never', 'running', 'done', 'stopped', 'failed']),
  why: z.enum(['sign-in', 'limited', 'unreachable', 'changed']).exactOptional(),
  retryAt: timeSchema.exactOptional(),
  viewer: steamIdSchema.exactOptional(),
  startedAt: timeSchema,
  finishedAt: timeSchema.exactOptional(),
  found: z.int().min(0),
  added: z.int().min(0),
  problems: z.array(z.string()).max(MAX_PROBLEMS),
  tabs: z.record(
    z.string(),
    z.object({
      /** Where an interrupted reading goes on. */
      token: z.string().exactOptional(),
      /** Done in this reading. */
      done: z.boolean(),
      /** Once read to its end: later readings stop at what is known. */
      complete: z.boolean(),
    }),
  ),
});
type Progress = z.infer<typeof progressSchema>;

export interface Reader {
  /** Starts, or goes on where it stopped; when one is at it already there is nothing to do. Answers at once. */
  start(): Promise<HistoryStatus>;
  stop(): Promise<HistoryStatus>;
  status(): Promise<HistoryStatus>;
  /** A reading that ended with the service worker under it goes on. */
  resume(): Promise<void>;
  /** Resolves when no reading is under way. */
  settled(): Promise<void>;
  forget(): Promise<void>;
}

export interface ReaderDeps {
  history: SteamHistory;
  store: Pick<HistoryStore, 'add' | 'countMatches'>;
  load(): Promise<unknown>;
  save(progress: unknown): Promise<void>;
  now(): number;
  wait(ms: number): Promise<void>;
  report(what: string, error: unknown): void;
}

/** Reads the match history tab by tab, one request at a time. Its progress outlives the service worker. */
export function createReader({ history, store, load, save, now, wait, report }: ReaderDeps): Reader {
  let progress: Promise<Progress> | undefined;
  let running: Promise<void> | undefined;
  let stopping = false;
  let interrupt = () => {};
  let interrupted = Promise.resolve();

  const blank = (): Progress => ({ state: 'never', startedAt: 0, found: 0, added: 0, problems: [], tabs: {} });
  const current = () => {
    progress ??= load().then((stored) => progressSchema.safeParse(stored).data ?? blank());
    return progress;
  };
  const update = async (change: Partial<Progress>) => {
    const next = { ...(await current()), ...change };
    progress = Promise.resolve(next);
    await save(next);
  };

  /** A pause that ends at once when the reading is to stop. */
  const pause = (ms: number) => Promise.race([wait(ms), interrupted]);

  /** Tries a request again after a pause, longer each time; gives up on what waiting does not change. */
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof HistoryError) || error.why === 'sign-in' || error.why === 'changed') throw error;
        const ms = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (tries - 1);
        if (tries >= TRIES || ms > LONGEST_WAIT_MS || stopping) throw error;
        await pause(ms);
      }
    }
  };

  const readTab = async (tab: HistoryTab, mode: (typeof HISTORY_TABS)[number]['mode'], viewer: SteamId) => {
    const before = (await current()).tabs[tab];
    let token = before?.token;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      await pause(GAP_MS);
      if (stopping) return;
      const { html, next } = await patiently(() => history.page(tab, token));
      const { matches, problems } = readHistory(html, mode);
      const added = await store.add(matches, viewer);
      const { found, added: earlier, problems: known, tabs } = await current();
      const complete = before?.complete ?? false;
      // Everything older is known, too: a whole reading came this far before.
      const caughtUp = complete && added === 0;
      const over = next === undefined || next === token || caughtUp;
      await update({
        found: found + matches.length,
        added: earlier + added,
        problems: [...new Set([...known, ...problems])].slice(0, MAX_PROBLEMS),
        tabs: {
          ...tabs,
          [tab]: over ? { done: true, complete: true } : { done: false, complete, token: next },
        },
      });
      if (over) return;
      token = next;
    }
  };

  const read = async () => {
    const viewer = await patiently(() => history.viewer());
    const before = (await current()).viewer;
    // Another account in this browser: its history is its own.
    if (before !== undefined && before !== viewer) await update({ tabs: {} });
    await update({ viewer });
    for (const { tab, mode } of HISTORY_TABS) {
      if ((await current()).tabs[tab]?.done) continue;
      try {
        await readTab(tab, mode, viewer);
      } catch (error) {
        // A tab that Steam took away or changed leaves the others as they are.
        if (!(error instanceof HistoryError) || error.why !== 'changed') throw error;
        const { problems } = await current();
        await update({ problems: [...problems, `tab ${tab}`].slice(0, MAX_PROBLEMS) });
      }
      if (stopping) return;
    }
  };

  const run = async () => {
    try {
      await read();
      await update({ state: stopping ? 'stopped' : 'done', finishedAt: now() });
    } catch (error) {
      if (!(error instanceof HistoryError)) report('the match history could not be read', error);
      const known = error instanceof HistoryError ? error : undefined;
      await update({
        state: 'failed',
        why: known?.why ?? 'unreachable',
        finishedAt: now(),
        ...(known?.retryAfterMs !== undefined && { retryAt: now() + known.retryAfterMs }),
      });
    }
  };

  const status = async (): Promise<HistoryStatus> => {
    const { state, why, retryAt, finishedAt, found, added, problems, tabs, viewer } = await current();
    return {
      state: state === 'running' && !running ? 'stopped' : state,
      tabsDone: HISTORY_TABS.filter(({ tab }) => tabs[tab]?.done).length,
      tabs: HISTORY_TABS.length,
      found,
      added,
      problems,
      matches: await store.countMatches(),
      ...(why && { why }),
      ...(retryAt !== undefined && { retryAt }),
      ...(finishedAt !== undefined && { finishedAt }),
      ...(viewer && { viewer }),
    };
  };

  const begin = (first: Progress) => {
    stopping = false;
    interrupted = new Promise((resolve) => {
      interrupt = resolve;
    });
    progress = Promise.resolve(first);
    running = save(first)
      .then(run)
      .catch((error: unknown) => report('the progress of a reading could not be kept', error))
      .finally(() => {
        running = undefined;
      });
  };

  return {
    status,
    async start() {
      if (running) return status();
      const before = await current();
      // Two who start at once: the other one was first.
      if (running) return status();
      const finished = before.state === 'done' || before.state === 'never';
      const fresh = finished || before.startedAt < now() - RESUME_WITHIN_MS;
      const { why: _why, retryAt: _retryAt, finishedAt: _finishedAt, ...rest } = before;
      const tabs = fresh
        ? Object.fromEntries(Object.entries(before.tabs).map(([tab, { complete }]) => [tab, { done: false, complete }]))
        : before.tabs;
      const counts = fresh ? { found: 0, added: 0, problems: [], startedAt: now() } : {};
      const next: Progress = { ...rest, ...counts, tabs, state: 'running' };
      begin(next);
      return status();
    },
    async stop() {
      stopping = true;
      interrupt();
      await running;
      return status();
    },
    async resume() {
      const before = await current();
      if (before.state === 'running' && !running) begin(before);
    },
    async settled() {
      await running;
    },
    async forget() {
      stopping = true;
      interrupt();
      await running;
      progress = Promise.resolve(blank());
      await save(blank());
    },
  };
}
