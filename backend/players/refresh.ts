import { type Clock, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import { claimPlayers, heldPlayers, releaseStatement } from '#backend/players/claim-store.ts';
import { applyObservation, type Observation, type PlayerRecord } from '#backend/players/record.ts';
import { scorePlayer } from '#backend/players/scoring.ts';
import { loadRecords, type SaveItem, saveStatements } from '#backend/players/store.ts';
import type { SteamClient } from '#backend/steam/client.ts';
import { scoreEntryOf } from '#shared/score/engine.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * How a refresh ended for one player; `record` is what is held now, also where Steam could not be asked. `elsewhere`:
 * another process did it, and what it stored is still to be read.
 */
export type Refreshed =
  | { state: 'done'; record: PlayerRecord }
  | { state: 'elsewhere'; record?: never }
  | { state: 'limited'; retryAfterMs: number; record?: PlayerRecord }
  | { state: 'failed'; record?: PlayerRecord };

/** What another feature knows of players beside Steam's facts; those it knows nothing of may be missing. */
type EvidenceSource = (steamIds: readonly SteamId[]) => Promise<ReadonlyMap<SteamId, readonly Evidence[]>>;

export interface RefreshDeps {
  database: Database;
  steam: SteamClient;
  clock: Clock;
  log: Log;
  /** Names this process (or, on Cloudflare, this request) among those that share the database. */
  owner: string;
  /** Time to live of a complete answer, ms. */
  ttl: number;
  /** Asked whenever players are scored. */
  evidence: readonly EvidenceSource[];
}

export interface Refresher {
  /**
   * Looks at Steam for players that are not fresh (all of them with `force`), each player by one caller at a time:
   * whoever asks meanwhile gets the same promise, and other processes are kept out by a claim in the database.
   * A promise rejects only when the database fails.
   */
  refresh(steamIds: readonly SteamId[], options?: { force?: boolean }): Map<SteamId, Promise<Refreshed>>;
  /** Whether somebody in this process is at it: joining them costs Steam nothing. */
  isUnderWay(steamId: SteamId): boolean;
  /** Scores a record anew from its facts, without Steam, and stores that. */
  reassess(record: PlayerRecord): Promise<PlayerRecord>;
  /** Scores known players anew because other features know more of them now; Steam is not asked, strangers are left out. */
  rescore(steamIds: readonly SteamId[]): Promise<void>;
  /** Stores what a look at some sources brought for players already known; scores those anew whose bans changed. */
  record(observations: ReadonlyMap<SteamId, Observation>): Promise<void>;
}

/** Players stored in one write: whoever waits gets an answer when their group is done, not when all hundred are. */
const GROUP = 20;
/** A claim outlives any honest look at Steam, and ends soon enough after a crash, ms. */
const CLAIM_FOR = 30 * SECOND;
/** How soon and how seldom a waiter looks whether another process is done, ms: twice as long each time. */
const FIRST_POLL = 200;
const LAST_POLL = 2 * SECOND;

export function createRefresher(deps: RefreshDeps): Refresher {
  const { database, steam, clock, log } = deps;
  const inFlight = new Map<SteamId, Promise<Refreshed>>();

  async function toItem(record: PlayerRecord, looked: readonly string[], asked: boolean): Promise<SaveItem> {
    const bucket = Number.parseInt((await steamIdHash(record.steamId)).slice(0, 6), 16);
    const entry = record.missing || !record.assessment ? null : scoreEntryOf(record.steamId, record.assessment);
    return { record, bucket, entry, asked, looked };
  }

  async function moreOf(steamIds: readonly SteamId[]): Promise<(steamId: SteamId) => Evidence[]> {
    const found = await Promise.all(deps.evidence.map((source) => source(steamIds)));
    return (steamId) => found.flatMap((each) => each.get(steamId) ?? []);
  }

  /** Applies observations to what is stored now, and stores the result with claims released. */
  async function store(
    observations: ReadonlyMap<SteamId, Observation>,
    options: { asked: boolean; assess: 'always' | 'on-ban' },
  ): Promise<Map<SteamId, PlayerRecord>> {
    const steamIds = [...observations.keys()];
    const now = clock.now();
    const before = await loadRecords(database, steamIds, now);
    const more = await moreOf(steamIds);
    const items: SaveItem[] = [];
    const records = new Map<SteamId, PlayerRecord>();
    for (const [steamId, observation] of observations) {
      const known = before.get(steamId);
      // Nobody we know, and Steam did not say either: nothing to keep.
      if (!known && observation.profile?.state !== 'ok' && observation.profile?.state !== 'not-found') continue;
      const record = applyObservation(steamId, known, observation, now, deps.ttl);
      const bansChanged = known?.history.findLast(isBan)?.value !== record.history.findLast(isBan)?.value;
      if (record.missing) record.assessment = null;
      else if (bansChanged || (options.assess === 'always' && observation.profile?.state === 'ok')) {
        record.assessment = scorePlayer(record.facts, now, more(steamId));
      }
      records.set(steamId, record);
      items.push(await toItem(record, Object.keys(observation), options.asked));
    }
    const statements = [...saveStatements(items, now), releaseStatement(steamIds, deps.owner)];
    await database.write(statements);
    return records;
  }

  /** One set of calls: two batches, then three calls for each public profile. */
  async function observe(steamIds: readonly SteamId[], done: (group: Map<SteamId, Observation>) => Promise<void>) {
    const [profiles, bans] = await Promise.all([steam.profiles(steamIds), steam.bans(steamIds)]);
    for (let start = 0; start < steamIds.length; start += GROUP) {
      const group = steamIds.slice(start, start + GROUP).map(async (steamId): Promise<[SteamId, Observation]> => {
        const profile = profiles.get(steamId) ?? { state: 'failed' };
        const own = { profile, bans: bans.get(steamId) ?? { state: 'failed' } } satisfies Observation;
        if (profile.state !== 'ok') return [steamId, own];
        if (profile.value.visibility !== 'public') {
          // Steam shows none of this to us for such a profile: three calls saved.
          const hidden = { state: 'private' } as const;
          return [steamId, { ...own, games: hidden, level: hidden, stats: hidden }];
        }
        const [games, level, stats] = await Promise.all([
          steam.games(steamId),
          steam.level(steamId),
          steam.stats(steamId),
        ]);
        return [steamId, { ...own, games, level, stats }];
      });
      await done(new Map(await Promise.all(group)));
    }
  }

  type Settle = Map<SteamId, { resolve: (result: Refreshed) => void; reject: (error: unknown) => void }>;

  async function run(steamIds: readonly SteamId[], force: boolean, settle: Settle): Promise<void> {
    const started = clock.now();
    // A look costs less than a claim, which is a write: in a crowd only those with a chance try.
    const held = await heldPlayers(database, steamIds, started);
    const free = steamIds.filter((steamId) => !held.has(steamId));
    const claim = { owner: deps.owner, until: started + CLAIM_FOR, now: started };
    const claimed = free.length > 0 ? await claimPlayers(database, free, claim) : new Set();
    const ours = steamIds.filter((steamId) => claimed.has(steamId));
    const theirs = steamIds.filter((steamId) => !claimed.has(steamId));
    const waited = theirs.length > 0 ? waitForOthers(theirs, settle) : undefined;
    if (ours.length > 0) await refreshOurs(ours, force, settle);
    await waited;
  }

  async function refreshOurs(ours: readonly SteamId[], force: boolean, settle: Settle): Promise<void> {
    const started = clock.now();
    // Another process may have finished between the caller's look and our claim.
    const known = await loadRecords(database, ours, started);
    const fresh = ours.filter((steamId) => !force && (known.get(steamId)?.freshUntil ?? 0) > started);
    if (fresh.length > 0) await database.write([releaseStatement(fresh, deps.owner)]);
    for (const steamId of fresh) {
      const record = known.get(steamId);
      if (record) settle.get(steamId)?.resolve({ state: 'done', record });
    }
    const wanted = ours.filter((steamId) => !fresh.includes(steamId));
    if (wanted.length > 0) {
      await observe(wanted, async (observations) => {
        const records = await store(observations, { asked: true, assess: 'always' });
        for (const [steamId, { profile }] of observations) {
          settle.get(steamId)?.resolve(refreshed(profile, records.get(steamId)));
        }
      });
    }
  }

  /** Waits for players another process is fetching, until its claims end one way or another. */
  async function waitForOthers(steamIds: readonly SteamId[], settle: Settle): Promise<void> {
    const until = clock.now() + CLAIM_FOR;
    let left = [...steamIds];
    for (let pause = FIRST_POLL; left.length > 0 && clock.now() < until; pause = Math.min(LAST_POLL, pause * 2)) {
      await clock.sleep(pause);
      const held = await heldPlayers(database, left, clock.now());
      for (const steamId of left) {
        if (!held.has(steamId)) settle.get(steamId)?.resolve({ state: 'elsewhere' });
      }
      left = left.filter((steamId) => held.has(steamId));
    }
    for (const steamId of left) settle.get(steamId)?.resolve({ state: 'limited', retryAfterMs: LAST_POLL });
  }

  return {
    refresh(steamIds, { force = false } = {}) {
      const results = new Map<SteamId, Promise<Refreshed>>();
      const settle: Settle = new Map();
      for (const steamId of new Set(steamIds)) {
        const running = inFlight.get(steamId);
        if (running) {
          results.set(steamId, running);
          continue;
        }
        const { promise, ...settlers } = Promise.withResolvers<Refreshed>();
        // Whoever asked may have stopped waiting by the time it fails; the failure is logged below.
        promise.catch(() => undefined);
        settle.set(steamId, settlers);
        inFlight.set(steamId, promise);
        results.set(steamId, promise);
      }
      const own = [...settle.keys()];
      if (own.length > 0) {
        run(own, force, settle)
          .catch((error: unknown) => {
            log.error('refresh.failed', { players: own.length, error: errorText(error) });
            // Promises that were settled before stay as they are.
            for (const { reject } of settle.values()) reject(error);
          })
          .finally(() => {
            for (const steamId of own) inFlight.delete(steamId);
          });
      }
      return results;
    },

    isUnderWay: (steamId) => inFlight.has(steamId),

    async reassess(record) {
      const now = clock.now();
      const more = await moreOf([record.steamId]);
      const renewed = { ...record, assessment: scorePlayer(record.facts, now, more(record.steamId)) };
      await database.write(saveStatements([await toItem(renewed, [], true)], now));
      return renewed;
    },

    async rescore(steamIds) {
      for (let start = 0; start < steamIds.length; start += GROUP) {
        const group = steamIds.slice(start, start + GROUP);
        const now = clock.now();
        const held = [...(await loadRecords(database, group, now)).values()];
        const scored = held.filter(({ missing, assessment }) => !missing && assessment !== null);
        if (scored.length === 0) continue;
        const more = await moreOf(scored.map(({ steamId }) => steamId));
        const items = scored.map((record) => {
          const assessment = scorePlayer(record.facts, now, more(record.steamId));
          return toItem({ ...record, assessment }, [], false);
        });
        await database.write(saveStatements(await Promise.all(items), now));
      }
    },

    async record(observations) {
      await store(observations, { asked: false, assess: 'on-ban' });
    },
  };
}

const isBan = ({ kind }: { kind: string }) => kind === 'bans';

function refreshed(profile: Observation['profile'], record: PlayerRecord | undefined): Refreshed {
  const held = record && { record };
  if (profile?.state === 'limited') return { state: 'limited', retryAfterMs: profile.retryAfterMs, ...held };
  if (record && (profile?.state === 'ok' || profile?.state === 'not-found')) return { state: 'done', record };
  return { state: 'failed', ...held };
}
