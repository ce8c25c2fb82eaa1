import { createHash, createHmac } from 'node:crypto';
import { mergeSources, type SourceKind } from '#backend/matches/merge.ts';
import { isSameMatch, type SourcedMatch } from '#backend/matches/sourced.ts';
import {
  type HeldMatch,
  loadCandidates,
  loadMatches,
  type NewSource,
  saveMerged,
  saveSources,
} from '#backend/matches/store.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Who brings matches: one of their players, or the backend that asked on that player's behalf. */
export interface Bringer {
  kind: SourceKind;
  steamId: SteamId;
  /** `Exchange.client` of an upload; empty otherwise. */
  client: string;
}

export interface Taken {
  id: string;
  state: 'added' | 'merged' | 'unchanged';
}

/** Takes matches in, each joined with what is held of it. */
export type Intake = (matches: readonly SourcedMatch[], bringer: Bringer) => Promise<Taken[]>;

/** How often a merge is done again because somebody changed a source meanwhile. */
const TRIES = 5;

/** Two who bring the same match at the same moment make the same ID of it. */
function idOf(match: SourcedMatch, extra = ''): string {
  const about = [match.playedAt, match.mapCode ?? match.map, ...match.players.map(({ steamId }) => steamId), extra];
  return createHash('sha256').update(about.join('|')).digest('base64url').slice(0, 22);
}

/** The keyed hash that stands for somebody who uploads: the same after an account was deleted and made again. */
export function createUploaderHash(key: string): (steamId: SteamId) => string {
  const secret = createHmac('sha256', key).update('uploaders of matches').digest();
  return (steamId) => createHmac('sha256', secret).update(steamId).digest('base64url').slice(0, 22);
}

export function createIntake(deps: { database: Database; clock: Clock; key: string }): Intake {
  const { database, clock } = deps;
  const uploaderHash = createUploaderHash(deps.key);
  const originKey = createHmac('sha256', deps.key).update('origins of matches').digest();
  // A key of each match alone: nobody can follow an address from one match to the next.
  const originOf = (matchId: string, client: string) =>
    createHmac('sha256', originKey).update(`${matchId} ${client}`).digest('base64url').slice(0, 22);

  /** Merges until what was written is what the sources said. */
  async function merge(ids: ReadonlySet<string>): Promise<void> {
    let left = [...ids];
    for (let round = 0; left.length > 0 && round < TRIES; round++) {
      const held = await loadMatches(database, left);
      const merged = [...held.values()].map(({ id, revision, sources }) => ({
        id,
        revision,
        match: mergeSources(sources),
      }));
      const written = await saveMerged(database, merged);
      left = left.filter((id) => held.has(id) && !written.has(id));
    }
  }

  return async (matches, { kind, steamId, client }) => {
    if (matches.length === 0) return [];
    const now = clock.now();
    const uploader = kind === 'upload' ? uploaderHash(steamId) : '';
    const candidates = await loadCandidates(
      database,
      steamId,
      matches.map(({ playedAt }) => playedAt),
      matches.map((match) => idOf(match)),
    );
    const added = new Map<string, SourcedMatch>();
    const sources = new Map<string, NewSource>();
    const taken = matches.map((match): Taken => {
      const held = findSame(candidates.values(), match);
      const fresh = [...added].find(([, other]) => isSameMatch(match, other))?.[0];
      // Same time, map and players, and yet another reservation: a match of its own.
      const id = held?.id ?? fresh ?? idOf(match, candidates.has(idOf(match)) ? (match.reservationId ?? 'x') : '');
      const before = held?.sources.find((source) => source.kind === kind && source.uploader === uploader);
      if (before && JSON.stringify(before.content) === JSON.stringify(match)) return { id, state: 'unchanged' };
      const origin = kind === 'upload' ? originOf(id, client) : '';
      sources.set(id, { matchId: id, kind, uploader, origin, receivedAt: now, content: match });
      if (!held && !fresh) added.set(id, match);
      return { id, state: held || fresh ? 'merged' : 'added' };
    });
    if (sources.size > 0) {
      await saveSources(database, [...sources.values()], now);
      await merge(new Set(sources.keys()));
    }
    return taken;
  };
}

/** The match held that is the same as `match`, by any of its sources; one found by its reservation goes before others. */
function findSame(candidates: Iterable<HeldMatch>, match: SourcedMatch): HeldMatch | undefined {
  let found: HeldMatch | undefined;
  for (const held of candidates) {
    if (!held.sources.some(({ content }) => isSameMatch(match, content))) continue;
    const same = held.sources.some(({ content }) => content.reservationId === match.reservationId);
    if (match.reservationId !== null && same) return held;
    found ??= held;
  }
  return found;
}
