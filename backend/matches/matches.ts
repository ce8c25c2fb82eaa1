import type { z } from 'zod';
import { readCursor, writeCursor } from '#backend/matches/cursor.ts';
import { type Bringer, createIntake, createUploaderHash, type Taken } from '#backend/matches/intake.ts';
import { mergeSources } from '#backend/matches/merge.ts';
import type { SourcedMatch } from '#backend/matches/sourced.ts';
import { loadMatches } from '#backend/matches/store.ts';
import { readUpload } from '#backend/matches/upload.ts';
import { listMatches, listMet, loadMatchView, type Viewer } from '#backend/matches/views-store.ts';
import type { Identity } from '#backend/platform/access.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Players } from '#backend/players/players.ts';
import type {
  matchesQuerySchema,
  matchesResponseSchema,
  matchResponseSchema,
  teammatesQuerySchema,
  teammatesResponseSchema,
  UploadResult,
} from '#shared/api/matches.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export { matchEvidenceOf } from '#backend/matches/evidence.ts';
export { createMatchJoins, type MatchJoins } from '#backend/matches/joins.ts';
export { metBy } from '#backend/matches/met-by.ts';
export type { SourcedMatch } from '#backend/matches/sourced.ts';

export interface MatchesDeps {
  database: Database;
  clock: Clock;
  /** The operator's `HASH_KEY`. */
  key: string;
  players: Pick<Players, 'entries'>;
}

/** What the routes of this feature do. Everything throws `ProblemError` for what the caller must be told. */
export interface Matches {
  /** Takes up to fifty matches of the caller; one result each, in the order given. */
  upload(identity: Identity, client: string, raws: readonly unknown[]): Promise<UploadResult[]>;
  /** Takes matches a source told the backend about on behalf of a player. */
  take(matches: readonly SourcedMatch[], bringer: Bringer): Promise<Taken[]>;
  list(steamId: SteamId, query: z.infer<typeof matchesQuerySchema>): Promise<z.infer<typeof matchesResponseSchema>>;
  detail(steamId: SteamId, id: string): Promise<z.infer<typeof matchResponseSchema>>;
  met(steamId: SteamId, query: z.infer<typeof teammatesQuerySchema>): Promise<z.infer<typeof teammatesResponseSchema>>;
}

export function createMatches({ database, clock, key, players }: MatchesDeps): Matches {
  const intake = createIntake({ database, clock, key });
  const uploaderHash = createUploaderHash(key);
  const viewerOf = (steamId: SteamId): Viewer => ({ steamId, uploader: uploaderHash(steamId) });

  return {
    take: intake,

    async upload({ steamId }, client, raws) {
      const now = clock.now();
      const readings = raws.map((raw) => readUpload(raw, steamId, now));
      const matches = readings.flatMap(({ match }) => match ?? []);
      const taken = (await intake(matches, { kind: 'upload', steamId, client })).values();
      return readings.map(({ match, errors }): UploadResult => {
        const next = match && taken.next().value;
        return next ? { ...next, errors } : { state: 'refused', errors };
      });
    },

    async list(steamId, { limit, cursor, ...filter }) {
      const page = { after: readCursor(cursor), limit: limit + 1 };
      const found = await listMatches(database, viewerOf(steamId), filter, page);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, next: found.length > limit && last ? writeCursor({ at: last.playedAt, id: last.id }) : null };
    },

    async detail(steamId, id) {
      const view = await loadMatchView(database, viewerOf(steamId), id);
      const held = view && (await loadMatches(database, [id])).get(id);
      if (!view || !held) throw new ProblemError('not-found', { detail: 'You played in no such match.' });
      const entries = await players.entries(view.lines.map((line) => line.steamId));
      const kinds = Map.groupBy(held.sources, ({ kind }) => kind);
      return {
        ...view.summary,
        players: view.lines.map((line) => ({ ...line, entry: entries.get(line.steamId) ?? null })),
        sources: [...kinds].map(([kind, sources]) => ({ kind, count: sources.length })),
        conflicts: mergeSources(held.sources).conflicts,
      };
    },

    async met(steamId, { limit, cursor, ...filter }) {
      const page = { after: readCursor(cursor), limit: limit + 1 };
      const found = await listMet(database, viewerOf(steamId), filter, page);
      const items = found.slice(0, limit);
      const entries = await players.entries(items.map((met) => met.steamId));
      const last = items.at(-1);
      return {
        items: items.map((met) => ({ ...met, entry: entries.get(met.steamId) ?? null })),
        next: found.length > limit && last ? writeCursor({ at: last.lastMetAt, id: last.steamId }) : null,
      };
    },
  };
}
