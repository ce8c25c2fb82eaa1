import { type Clock, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Budget } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { createBanLooks } from '#backend/players/bans.ts';
import { loadBriefs, type PlayerBrief } from '#backend/players/brief-store.ts';
import type { PlayerRecord } from '#backend/players/record.ts';
import type { Refreshed, Refresher } from '#backend/players/refresh.ts';
import {
  countRecords,
  loadAnalysis,
  loadRecords,
  loadSummaries,
  loadVanity,
  type PlayerSummary,
  saveVanityStatement,
} from '#backend/players/store.ts';
import type { SteamClient } from '#backend/steam/client.ts';
import type { BansResponse, LookupResponse, LookupResult, PlayerResponse, ScoreEntry } from '#shared/api/players.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import { scoreEntryOf } from '#shared/score/engine.ts';
import { ENGINE_VERSION } from '#shared/score/parameters.ts';
import { parsePlayerReference } from '#shared/steam/references.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export { changesAfter, lastChange } from '#backend/players/changes-store.ts';
export type { PlayerSets } from '#backend/players/list.ts';

export interface PlayersDeps {
  database: Database;
  steam: SteamClient;
  refresher: Refresher;
  clock: Clock;
  /** How long a request waits for Steam before it answers with what there is, ms. The rest goes on behind it. */
  wait: number;
  /** Keeps the process (or the Worker) alive until `work` ends, though nobody waits for it any more. */
  background: (work: Promise<unknown>) => void;
}

/** What the routes of this feature do. Everything throws `ProblemError` for what the caller must be told. */
export interface Players {
  lookup(steamIds: readonly SteamId[], budget?: Budget): Promise<LookupResponse>;
  detail(steamId: SteamId, budget: Budget): Promise<PlayerResponse>;
  bans(steamIds: readonly SteamId[], budget: Budget): Promise<BansResponse>;
  analysis(
    steamId: SteamId,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: Assessment[]; next: string | null }>;
  analyze(steamId: SteamId, budget: Budget): Promise<PlayerResponse>;
  update(steamId: SteamId, budget: Budget): Promise<PlayerResponse>;
  resolve(text: string, budget: Budget): Promise<{ steamId: SteamId; via: 'id' | 'vanity' }>;
  /** Scores as they are held, however old, without asking Steam; players without one are missing. */
  entries(steamIds: readonly SteamId[]): Promise<Map<string, ScoreEntry>>;
  /** What is held of these players, in a line each, without asking Steam; those never looked at are missing. */
  briefs(steamIds: readonly SteamId[]): Promise<Map<SteamId, PlayerBrief>>;
  /** Scores known players anew because other features know more of them now. */
  rescore(steamIds: readonly SteamId[]): Promise<void>;
  /** What is held about a player, without asking Steam and without counting as somebody's interest; `name` as last seen. */
  about(steamId: SteamId): Promise<{
    name: string | null;
    assessment: Assessment | null;
    sources: PlayerResponse['sources'];
    counts: Record<string, number>;
  }>;
}

/** When a player whose fetching is still under way may be asked for again, ms. */
const SOON = 1000;
/** Steam is asked for the same player on demand at most this often, ms; vanity names are kept this long. */
const UPDATE_PAUSE = MINUTE;
const VANITY_TTL = HOUR;
/** What a client is told to wait when Steam fails without saying for how long. */
const FAILED_RETRY = 30_000;

export function createPlayers(deps: PlayersDeps): Players {
  const { database, steam, refresher, clock } = deps;

  /** Refreshes and waits, but not longer than `wait`: whoever is not ready by then is missing from the result. */
  async function refreshWithin(steamIds: readonly SteamId[], force = false): Promise<Map<SteamId, Refreshed>> {
    const results = new Map<SteamId, Refreshed>();
    if (steamIds.length === 0) return results;
    const promises = refresher.refresh(steamIds, { force });
    const all = Promise.all(
      [...promises].map(async ([steamId, promise]) => {
        results.set(steamId, await promise);
      }),
    );
    deps.background(all.catch(() => undefined));
    const timer = new AbortController();
    try {
      await Promise.race([all, clock.sleep(deps.wait, timer.signal)]);
    } finally {
      timer.abort();
    }
    // A copy: those still under way must not change an answer that is being made.
    return new Map(results);
  }

  /** Whether what is held needs no look at Steam: seen recently, and scored. */
  const isFresh = (held: PlayerSummary | undefined, now: number): boolean =>
    held !== undefined && held.freshUntil > now && (held.missing || held.entry !== null);

  const summaryOf = (record: PlayerRecord): PlayerSummary => ({
    freshUntil: record.freshUntil,
    missing: record.missing,
    entry: record.assessment && scoreEntryOf(record.steamId, record.assessment),
  });

  function resultOf(steamId: SteamId, held: PlayerSummary | undefined, refreshed: Refreshed | undefined): LookupResult {
    const now = clock.now();
    const current = refreshed?.record ? summaryOf(refreshed.record) : held;
    if (current?.missing) return { state: 'not-found', steamId };
    if (current?.entry) return { state: 'scored', steamId, entry: current.entry, stale: current.freshUntil <= now };
    if (refreshed?.state === 'limited')
      return { state: 'limited', steamId, retryAfterMs: Math.ceil(refreshed.retryAfterMs) };
    if (refreshed === undefined) return { state: 'limited', steamId, retryAfterMs: SOON };
    return { state: 'failed', steamId };
  }

  function responseOf(record: PlayerRecord): PlayerResponse {
    const { steamId, facts, sources, assessment } = record;
    return { steamId, facts, sources, assessment, stale: record.freshUntil <= clock.now() };
  }

  const tooMany = (retryAfterMs: number) =>
    new ProblemError('rate-limited', { detail: 'You had many players looked up at Steam.', retryAfterMs });
  const noAccount = () => new ProblemError('not-found', { detail: 'Steam knows no such account.' });

  /** The record after a refresh that `held` (what there was before) seemed to need. */
  async function refreshedRecord(
    steamId: SteamId,
    held: PlayerRecord | undefined,
    budget: Budget,
    force = false,
  ): Promise<PlayerRecord> {
    const { granted, retryAfterMs } = refresher.isUnderWay(steamId) ? { granted: 1, retryAfterMs: 0 } : budget(1);
    // What is held is shown as it is; without it, or when a fresh look is what was asked for, they must wait.
    if (granted === 0 && held && !force) return recordOf(held, undefined);
    if (granted === 0) throw tooMany(retryAfterMs);
    const refreshed = (await refreshWithin([steamId], force)).get(steamId);
    return recordOf(refreshed?.state === 'elsewhere' ? await load(steamId) : held, refreshed);
  }

  /** What is held, or the problem that explains why there is nothing. */
  function recordOf(held: PlayerRecord | undefined, refreshed: Refreshed | undefined): PlayerRecord {
    const record = refreshed?.record ?? held;
    if (record?.missing) throw noAccount();
    if (record) return record;
    if (refreshed?.state === 'limited') {
      throw new ProblemError('upstream-unavailable', {
        detail: 'Steam asked us to wait.',
        retryAfterMs: refreshed.retryAfterMs,
      });
    }
    throw new ProblemError('upstream-unavailable', {
      detail: refreshed ? 'Steam did not answer.' : 'Steam has not answered yet.',
      retryAfterMs: refreshed ? FAILED_RETRY : SOON,
    });
  }

  /** Scores again what an older engine scored; facts are all it takes. */
  async function withPresentEngine(record: PlayerRecord): Promise<PlayerRecord> {
    if (record.missing || record.assessment?.engine === ENGINE_VERSION) return record;
    return refresher.reassess(record);
  }

  async function load(steamId: SteamId): Promise<PlayerRecord | undefined> {
    return (await loadRecords(database, [steamId], clock.now())).get(steamId);
  }

  return {
    async lookup(asked, budget = (wanted) => ({ granted: wanted, retryAfterMs: 0 })) {
      const steamIds = [...new Set(asked)];
      const held = await loadSummaries(database, steamIds);
      const now = clock.now();
      const due = steamIds.filter((steamId) => !isFresh(held.get(steamId), now));
      const joining = due.filter((steamId) => refresher.isUnderWay(steamId));
      const asking = due.filter((steamId) => !refresher.isUnderWay(steamId));
      const { granted, retryAfterMs } = budget(asking.length);
      const refreshed = await refreshWithin([...joining, ...asking.slice(0, granted)]);
      for (const steamId of asking.slice(granted)) refreshed.set(steamId, { state: 'limited', retryAfterMs });
      const elsewhere = steamIds.filter((steamId) => refreshed.get(steamId)?.state === 'elsewhere');
      if (elsewhere.length > 0) {
        for (const [steamId, summary] of await loadSummaries(database, elsewhere)) held.set(steamId, summary);
      }
      const players = steamIds.map((steamId) => resultOf(steamId, held.get(steamId), refreshed.get(steamId)));
      return { players, partial: players.some(({ state }) => state === 'limited' || state === 'failed') };
    },

    bans: createBanLooks(deps),

    async detail(steamId, budget) {
      const held = await load(steamId);
      if (held && isFresh(summaryOf(held), clock.now()))
        return responseOf(await withPresentEngine(recordOf(held, undefined)));
      return responseOf(await refreshedRecord(steamId, held, budget));
    },

    async analysis(steamId, limit, cursor) {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const items = await loadAnalysis(database, steamId, limit + 1, before);
      if (items.length === 0 && before === undefined && !(await load(steamId))) {
        throw new ProblemError('not-found', { detail: 'This player has never been analysed.' });
      }
      const page = items.slice(0, limit);
      const last = page.at(-1);
      return { items: page, next: items.length > limit && last ? writeCursor(last.assessedAt) : null };
    },

    async analyze(steamId, budget) {
      const held = await load(steamId);
      if (held && !held.missing && held.facts.profile) return responseOf(await refresher.reassess(held));
      return responseOf(await refreshedRecord(steamId, held, budget));
    },

    async update(steamId, budget) {
      const held = await load(steamId);
      const wait = held ? held.checkedAt + UPDATE_PAUSE - clock.now() : 0;
      if (wait > 0) {
        throw new ProblemError('rate-limited', { detail: 'This player was updated a moment ago.', retryAfterMs: wait });
      }
      return responseOf(await refreshedRecord(steamId, held, budget, true));
    },

    async entries(steamIds) {
      const held = await loadSummaries(database, steamIds);
      return new Map([...held].flatMap(([steamId, { entry }]) => (entry ? [[steamId, entry]] : [])));
    },

    briefs: (steamIds) => loadBriefs(database, steamIds),
    rescore: (steamIds) => refresher.rescore(steamIds),

    async about(steamId) {
      const [held, counts] = [await load(steamId), await countRecords(database, steamId)];
      const { assessment = null, sources = [], facts } = held ?? {};
      return { name: facts?.profile?.name ?? null, assessment, sources, counts };
    },

    async resolve(text, budget) {
      const reference = parsePlayerReference(text);
      if (!reference) {
        throw new ProblemError('bad-request', {
          detail: 'That is no form of a Steam ID, profile link or custom name we know.',
          errors: [{ path: 'q', message: 'not a player reference' }],
        });
      }
      if (reference.kind === 'id') return { steamId: reference.steamId, via: 'id' };
      const name = reference.name.toLowerCase();
      const held = await loadVanity(database, name);
      const known = held && held.checkedAt + VANITY_TTL > clock.now() ? held : undefined;
      if (known) {
        if (!isSteamId(known.steamId)) throw noAccount();
        return { steamId: known.steamId, via: 'vanity' };
      }
      const { granted, retryAfterMs } = budget(1);
      if (granted === 0) throw tooMany(retryAfterMs);
      const answer = await steam.resolveVanity(name);
      if (answer.state === 'ok' || answer.state === 'not-found') {
        const steamId = answer.state === 'ok' ? answer.value : null;
        await database.write([saveVanityStatement(name, steamId, clock.now())]);
        if (steamId === null) throw noAccount();
        return { steamId, via: 'vanity' };
      }
      if (isSteamId(held?.steamId)) return { steamId: held.steamId, via: 'vanity' };
      throw new ProblemError('upstream-unavailable', {
        detail: 'Steam could not be asked for this name.',
        retryAfterMs: answer.state === 'limited' ? answer.retryAfterMs : FAILED_RETRY,
      });
    },
  };
}

/** A cursor is the time of the last item shown, in base 36: opaque to clients, and no secret. */
function writeCursor(assessedAt: number): string {
  return assessedAt.toString(36);
}

function readCursor(cursor: string): number {
  const at = /^[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor, 36) : Number.NaN;
  if (Number.isSafeInteger(at)) return at;
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}
