import { SyncFailed, type SyncRunner } from '#backend/matches/sync-sources.ts';
import {
  countPending,
  endSync,
  forgetAccess,
  type LeasedSync,
  leaseSync,
  loadAccess,
  loadSync,
  NEVER,
  type Person,
  progressSync,
  queueSync,
  saveAccess,
  touchSync,
} from '#backend/matches/sync-store.ts';
import { type Clock, DAY, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { Seal } from '#backend/platform/seal.ts';
import { SYNC_SOURCES, type SyncSource, type SyncStatus } from '#shared/api/matches.ts';

export interface SyncDeps {
  database: Database;
  clock: Clock;
  log: Log;
  /** Names this process among those that share the database. */
  owner: string;
  seal: Seal;
  runners: Record<SyncSource, SyncRunner>;
  /** Keeps the process (or the Worker) alive until `work` ends, though nobody waits for it. */
  background: (work: Promise<unknown>) => void;
  /** Aborted when the process is about to stop. */
  stopping: AbortSignal;
}

/** From the end of one run to the next, for users seen in the last two weeks, ms. */
const EVERY = 30 * MINUTE;
const ACTIVE = 14 * DAY;
/** The longest a run goes without a step before somebody else takes over, ms. */
const LEASE = 2 * MINUTE;
const LAST_RETRY = 6 * HOUR;

export interface MatchSync {
  status(person: Person): Promise<SyncStatus>;
  /** Makes sources due now and begins with them, without waiting for the end. */
  request(person: Person, sources: readonly SyncSource[]): Promise<SyncStatus>;
  setShareCodes(person: Person, codes: { authCode: string; knownCode: string }): Promise<SyncStatus>;
  forgetShareCodes(person: Person): Promise<SyncStatus>;
  /** Runs what is due, sources side by side and users one after another, for about `budget` ms. */
  runDue(signal: AbortSignal, budget: number, userId?: string): Promise<void>;
}

export function createMatchSync(deps: SyncDeps): MatchSync {
  const { database, clock, log, owner, seal, runners } = deps;
  const usable = SYNC_SOURCES.filter((source) => runners[source].off === null);

  async function runOne(sync: LeasedSync, signal: AbortSignal): Promise<void> {
    const { source } = sync;
    let end: Pick<Parameters<typeof endSync>[2], 'state' | 'reason'> & { in: number | undefined };
    try {
      const reason = await runners[source].run(sync, async (done, total, cursor) => {
        signal.throwIfAborted();
        const now = clock.now();
        const step = { owner, now, until: now + LEASE, done, total, cursor: cursor ?? sync.cursor };
        if (!(await progressSync(database, sync, step))) throw new Error('the lease was lost');
      });
      end = { state: 'done', reason, in: EVERY };
    } catch (error) {
      if (signal.aborted) end = { state: 'queued', reason: null, in: 0 };
      else if (error instanceof SyncFailed) end = { state: 'failed', reason: error.reason, in: error.retryMs };
      else {
        log.warn('match-sync.failed', { source, error: errorText(error) });
        end = { state: 'failed', reason: 'unavailable', in: Math.min(LAST_RETRY, MINUTE * 2 ** sync.attempts) };
      }
    }
    const now = clock.now();
    const nextRunAt = end.in === undefined ? NEVER : now + end.in;
    await endSync(database, sync, { owner, now, state: end.state, reason: end.reason, nextRunAt });
    // What was brought is weighed next.
    if (source !== 'uploads' && end.state === 'done') {
      await touchSync(database, sync, ['uploads'], now);
      await queueSync(database, sync.userId, ['uploads'], now);
    }
  }

  /** One source until nothing of it is due; whatever happens here stays here. */
  async function drain(source: SyncSource, signal: AbortSignal, until: number, userId?: string): Promise<void> {
    try {
      while (!signal.aborted && clock.now() < until) {
        const now = clock.now();
        const lease = { owner, now, until: now + LEASE, activeSince: now - ACTIVE, userId };
        const sync = await leaseSync(database, source, lease);
        if (!sync) return;
        await runOne(sync, signal);
      }
    } catch (error) {
      // Only the table itself can fail here; the lease ends on its own, and the next round tries again.
      log.error('match-sync.table', { source, error: errorText(error) });
    }
  }

  async function runDue(signal: AbortSignal, budget: number, userId?: string): Promise<void> {
    const until = clock.now() + budget;
    await Promise.all(usable.map((source) => drain(source, signal, until, userId)));
    // What the others brought while this one had nothing to do.
    await drain('uploads', signal, until, userId);
  }

  async function statusOf(person: Person): Promise<SyncStatus> {
    const rows = new Map((await loadSync(database, person.userId)).map((row) => [row.source, row]));
    const access = await loadAccess(database, person.userId);
    const sources = SYNC_SOURCES.map((source): SyncStatus['sources'][number] => {
      const off = runners[source].off ?? (source === 'share-codes' && !access ? 'no-access' : null);
      const row = rows.get(source);
      if (off !== null || !row) {
        const nothing = { done: 0, total: 0, nextRunAt: null, finishedAt: row?.finishedAt ?? null };
        return { source, state: off === null ? 'queued' : 'off', reason: off, ...nothing };
      }
      const { state, done, total, reason, finishedAt } = row;
      const nextRunAt = row.nextRunAt === NEVER ? null : row.nextRunAt;
      return { source, state, done, total, reason, nextRunAt, finishedAt };
    });
    const waiting = await countPending(database, person.userId);
    return { sources, shareCodes: { given: access !== undefined, updatedAt: access?.updatedAt ?? null, waiting } };
  }

  /** Sources this user can use: share codes only with codes. */
  async function open(person: Person): Promise<SyncSource[]> {
    const access = usable.includes('share-codes') && (await loadAccess(database, person.userId));
    return usable.filter((source) => source !== 'share-codes' || access);
  }

  async function request(person: Person, sources: readonly SyncSource[]): Promise<SyncStatus> {
    const now = clock.now();
    const wanted = (await open(person)).filter((source) => sources.includes(source));
    if (wanted.length > 0) {
      await touchSync(database, person, wanted, now);
      await queueSync(database, person.userId, wanted, now);
      // On Cloudflare what does not end in time is gone on with by the next cron.
      deps.background(runDue(deps.stopping, EVERY, person.userId));
    }
    return statusOf(person);
  }

  return {
    runDue,
    request,

    async status(person) {
      // Polled often: written to only when somebody comes back after a while, or has a new source.
      const now = clock.now();
      const seen = new Set<string>();
      for (const row of await loadSync(database, person.userId)) if (row.activeAt > now - HOUR) seen.add(row.source);
      const absent = (await open(person)).filter((source) => !seen.has(source));
      if (absent.length > 0) await touchSync(database, person, absent, now);
      return statusOf(person);
    },

    async setShareCodes(person, { authCode, knownCode }) {
      const [auth, known] = await Promise.all([authCode, knownCode].map((code) => seal.close(code, person.userId)));
      if (auth === undefined || known === undefined) throw new Error('two codes in, two codes out');
      await saveAccess(database, { userId: person.userId, authCode: auth, knownCode: known, now: clock.now() });
      return request(person, ['share-codes']);
    },

    async forgetShareCodes(person) {
      await forgetAccess(database, person.userId);
      return statusOf(person);
    },
  };
}
