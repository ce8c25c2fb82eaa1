import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { steamIdSchema } from '#shared/api/common.ts';

/** What a change says, as `CHANGE_COLUMNS` of a row read it. */
export const changeFacts = {
  id: z.number(),
  steamId: steamIdSchema,
  at: z.number(),
  kind: z.enum(['ban', 'score']),
  vac: z.number().nullable(),
  game: z.number().nullable(),
  scoreFrom: z.number().nullable(),
  scoreTo: z.number().nullable(),
};
/** Of `player_change`, called `c`. */
export const CHANGE_COLUMNS = sql`c.id, c.steam_id AS steamId, c.at, c.kind, c.vac, c.game, c.score_from AS scoreFrom,
  c.score_to AS scoreTo`;

const changeSchema = z.object({ ...changeFacts, band: z.number().nullable() });
export type PlayerChange = z.infer<typeof changeSchema>;

/** News of players behind a place, in the order they came to be known. */
export async function changesAfter(database: Database, id: number, limit: number): Promise<PlayerChange[]> {
  const rows = await database.query.all(
    sql`SELECT ${CHANGE_COLUMNS}, band FROM player_change AS c WHERE id > ${id} ORDER BY id LIMIT ${limit}`,
  );
  return z.array(changeSchema).parse(rows);
}

export async function lastChange(database: Database): Promise<number> {
  const [row] = await database.query.all<{ id: number | null }>(sql`SELECT max(id) AS id FROM player_change`);
  return row?.id ?? 0;
}
