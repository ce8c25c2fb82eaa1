import { createHmac } from 'node:crypto';
import type { GameCoordinator, GcMatch } from '#backend/gc/gc.ts';
import type { LeetifyMatches } from '#backend/leetify/client.ts';
import type { Intake } from '#backend/matches/intake.ts';
import { normalised, type SourcedMatch } from '#backend/matches/sourced.ts';
import {
  dropPending,
  type LeasedSync,
  loadAccess,
  type Person,
  pendingCodes,
  playersOfChanged,
  postponePending,
  saveNextCode,
} from '#backend/matches/sync-store.ts';
import { type Clock, DAY, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Seal } from '#backend/platform/seal.ts';
import type { Players } from '#backend/players/players.ts';
import type { SteamClient } from '#backend/steam/client.ts';
import type { SyncReason, SyncSource } from '#shared/api/matches.ts';

/** Thrown by a source that cannot go on; `retryMs` undefined: not before the user has done something. */
export class SyncFailed extends Error {
  override readonly name = 'SyncFailed';
  readonly reason: SyncReason;
  readonly retryMs: number | undefined;

  constructor(reason: SyncReason, retryMs: number | undefined) {
    super(reason);
    this.reason = reason;
    this.retryMs = retryMs;
  }
}

/** Told how far a run has come; throws when the lease was lost or the process stops. */
type Step = (done: number, total: number, cursor?: string) => Promise<void>;

/** One place matches come from, for one user at a time. */
export interface SyncRunner {
  /** Why nobody can use it here, if so. */
  off: SyncReason | null;
  /** Returns what keeps a run that went well from being all it could, or null. */
  run(sync: LeasedSync, step: Step): Promise<SyncReason | null>;
}

export interface SyncSourcesDeps {
  database: Database;
  clock: Clock;
  key: string;
  seal: Seal;
  intake: Intake;
  steam: SteamClient;
  /** Undefined without a key of Steam. */
  hasSteamKey: boolean;
  gameCoordinator: GameCoordinator | undefined;
  leetify: LeetifyMatches | undefined;
  players: Pick<Players, 'rescore'>;
}

/** Steam's pace for this call, ms; and codes one run follows at most. */
const CHAIN_PAUSE = 1500;
const CHAIN_MOST = 100;
/** A demo is there for a month, and the match details with it: a match not known after these tries never will be. */
const GC_TRIES = 5;
const GC_RETRY = 6 * HOUR;
const RESCORED_AT_ONCE = 20;
/** Matches that changed while the last run was under way are looked at again, ms. */
const OVERLAP = 10 * MINUTE;
const TAKEN_AT_ONCE = 20;

export function createSyncSources(deps: SyncSourcesDeps): Record<SyncSource, SyncRunner> {
  return {
    'share-codes': { off: deps.hasSteamKey ? null : 'no-steam-key', run: shareCodes(deps) },
    uploads: { off: null, run: uploads(deps) },
    leetify: { off: deps.leetify ? null : 'not-licensed', run: leetify(deps) },
  };
}

/** Follows the chain of share codes to its end, then asks the Game Coordinator for each match. */
function shareCodes({
  database,
  clock,
  key,
  seal,
  intake,
  steam,
  gameCoordinator,
}: SyncSourcesDeps): SyncRunner['run'] {
  const digestKey = createHmac('sha256', key).update('share codes').digest();
  const digestOf = (code: string) => createHmac('sha256', digestKey).update(code).digest('base64url').slice(0, 22);

  async function followChain({ userId, steamId }: Person, step: Step): Promise<void> {
    for (let found = 0; found < CHAIN_MOST; found++) {
      // Read anew each time: the user may give other codes meanwhile.
      const access = await loadAccess(database, userId);
      const authCode = access && (await seal.open(access.authCode, userId));
      const knownCode = access && (await seal.open(access.knownCode, userId));
      if (!access || authCode === undefined || knownCode === undefined) throw new SyncFailed('no-access', undefined);
      const answer = await steam.nextShareCode(steamId, authCode, knownCode);
      if (answer.state === 'private') throw new SyncFailed('auth-code-refused', undefined);
      if (answer.state === 'not-found') throw new SyncFailed('share-code-expired', undefined);
      if (answer.state === 'limited') throw new SyncFailed('limited', answer.retryAfterMs);
      if (answer.state === 'failed') throw new SyncFailed('unavailable', 5 * MINUTE);
      if (answer.value === null) return;
      const sealed = await seal.close(answer.value, userId);
      await saveNextCode(database, userId, { before: access.knownCode, sealed, digest: digestOf(answer.value) });
      await step(0, found + 1);
      await clock.sleep(CHAIN_PAUSE);
    }
  }

  async function askCoordinator(gc: GameCoordinator, { userId, steamId }: Person, step: Step): Promise<void> {
    const codes = await pendingCodes(database, userId, clock.now());
    for (const [index, { id, code: sealed, attempts }] of codes.entries()) {
      await step(index, codes.length);
      const code = await seal.open(sealed, userId);
      // Sealed with a key the operator no longer has: of no use to anybody.
      if (code === undefined) {
        await dropPending(database, id);
        continue;
      }
      const answer = await gc.match(code);
      if (answer.state === 'limited') throw new SyncFailed('limited', answer.retryAfterMs);
      if (answer.state === 'failed') throw new SyncFailed('unavailable', 5 * MINUTE);
      if (answer.state === 'ok') {
        const match = fromCoordinator(answer.value);
        // A code of somebody else's match, forged into the chain, brings nobody anything.
        if (match.players.some((line) => line.steamId === steamId)) {
          await intake([match], { kind: 'steam', steamId, client: '' });
        }
        await dropPending(database, id);
      } else if (attempts + 1 >= GC_TRIES) await dropPending(database, id);
      else await postponePending(database, id, clock.now() + GC_RETRY);
    }
    await step(codes.length, codes.length);
  }

  return async (person, step) => {
    await followChain(person, step);
    if (!gameCoordinator) return 'no-game-coordinator';
    await askCoordinator(gameCoordinator, person, step);
    return null;
  };
}

/** A match of the Game Coordinator, which tells neither mode nor map: other sources do. */
function fromCoordinator({ players, demoUrl: _, ...match }: GcMatch): SourcedMatch {
  return normalised({
    ...match,
    ...{ mode: null, map: '', mapCode: null },
    players: players.map(({ headshots, ...line }) => ({
      ...line,
      name: '',
      headshotPercent: line.kills > 0 ? Math.min(100, Math.round((100 * headshots) / line.kills)) : null,
    })),
  });
}

/** Scores everybody anew who is in matches that changed since the last run. */
function uploads({ database, players }: SyncSourcesDeps): SyncRunner['run'] {
  return async ({ steamId, cursor, finishedAt }, step) => {
    const since = Math.max(0, (finishedAt ?? 0) - OVERLAP);
    const steamIds = await playersOfChanged(database, steamId, since, cursor ?? '');
    for (let start = 0; start < steamIds.length; start += RESCORED_AT_ONCE) {
      await step(start, steamIds.length, steamIds[start - 1]);
      await players.rescore(steamIds.slice(start, start + RESCORED_AT_ONCE));
    }
    await step(steamIds.length, steamIds.length, steamIds.at(-1));
    return null;
  };
}

/** Matches as Leetify has them; only for operators whom Leetify allows to keep them. */
function leetify({ leetify: client, intake }: SyncSourcesDeps): SyncRunner['run'] {
  return async ({ steamId }, step) => {
    if (!client) throw new SyncFailed('not-licensed', DAY);
    const answer = await client.matches(steamId);
    if (answer.state === 'limited') throw new SyncFailed('limited', answer.retryAfterMs);
    if (answer.state === 'not-found' || answer.state === 'private') throw new SyncFailed('not-registered', DAY);
    if (answer.state === 'failed') throw new SyncFailed('unavailable', 5 * MINUTE);
    const matches = answer.value;
    for (let start = 0; start < matches.length; start += TAKEN_AT_ONCE) {
      await step(start, matches.length);
      await intake(matches.slice(start, start + TAKEN_AT_ONCE), { kind: 'leetify', steamId, client: '' });
    }
    await step(matches.length, matches.length);
    return null;
  };
}
