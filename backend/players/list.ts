import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import {
  type ListFilter,
  type ListPlace,
  type ListViewer,
  listPlayers,
  type PlayerSets,
  standingOf,
} from '#backend/players/list-store.ts';
import { nameKey } from '#backend/players/name-key.ts';
import { loadVanity } from '#backend/players/store.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import type { ListedPlayer, PlayersQuery } from '#shared/api/players-list.ts';
import { parsePlayerReference } from '#shared/steam/references.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export type { PlayerSets } from '#backend/players/list-store.ts';

export interface PlayerListDeps {
  database: Database;
  sets: PlayerSets;
}

/** The list of players as one person may narrow it. */
export interface PlayerList {
  list(viewer: ListViewer, query: PlayersQuery): Promise<{ items: ListedPlayer[]; next: string | null }>;
}

/** A cursor: of which list, what the last player is sorted by, and who that is. Opaque to clients, and no secret. */
const cursorSchema = z.tuple([z.string(), z.union([z.number(), z.string(), z.null()]), steamIdSchema]);

function fingerprint({ cursor: _, limit: __, ...query }: PlayersQuery): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 8);
}

function readCursor(query: PlayersQuery): ListPlace | undefined {
  if (query.cursor === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(query.cursor, 'base64url').toString());
  } catch {
    parsed = undefined;
  }
  const [of, value = null, steamId] = cursorSchema.safeParse(parsed).data ?? [];
  if (of === fingerprint(query) && steamId !== undefined) return { value, steamId };
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave for this list.',
    errors: [{ path: 'cursor', message: 'not a cursor of this list' }],
  });
}

function writeCursor(query: PlayersQuery, { value, steamId }: ListPlace): string {
  return Buffer.from(JSON.stringify([fingerprint(query), value, steamId])).toString('base64url');
}

export function createPlayerList({ database, sets }: PlayerListDeps): PlayerList {
  /** Whom a question names, or which part of a name it is; undefined when nobody can be meant. */
  async function meant(q: string): Promise<{ steamId?: SteamId; name?: string } | undefined> {
    const reference = parsePlayerReference(q);
    if (reference?.kind === 'id') return { steamId: reference.steamId };
    // A link to a custom address names one player, known or not. A bare word is part of a name.
    if (reference?.kind === 'vanity' && q.includes('/')) {
      const held = await loadVanity(database, reference.name.toLowerCase());
      return isSteamId(held?.steamId) ? { steamId: held.steamId } : undefined;
    }
    const name = nameKey(q);
    return name === '' ? undefined : { name };
  }

  return {
    async list(viewer, query) {
      const { q, cursor: _, limit, ...rest } = query;
      const after = readCursor(query);
      const wanted = q === undefined ? {} : await meant(q);
      if (wanted === undefined) return { items: [], next: null };
      const filter: ListFilter = { ...rest, ...wanted };
      const found = await listPlayers(database, sets, viewer, filter, { after, limit: limit + 1 });
      const page = found.slice(0, limit);
      const standing = await standingOf(
        database,
        sets,
        viewer,
        page.map(({ steamId }) => steamId),
      );
      const last = page.at(-1);
      return {
        items: page.map(({ value: __, ...player }) => {
          const { met = null, watched = false, reported = false, name = null } = standing.get(player.steamId) ?? {};
          return { ...player, name: player.name ?? name, met, watched, reported };
        }),
        next: found.length > limit && last ? writeCursor(query, last) : null,
      };
    },
  };
}
