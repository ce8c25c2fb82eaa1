import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { steamIdSchema } from '#shared/api/common.ts';

const changeSchema = z.object({
  id: z.number(),
  steamId: steamIdSchema,
  at: z.number(),
  kind: z.enum(['ban', 'score']),
  vac: z.number().nullable(),
  game: z.number().nullable(),
  scoreFrom: z.number().nullable(),
  scoreTo: z.number().nullable(),
  band: z.number().nullable(),
});
export type PlayerChange = z.infer<typeof changeSchema>;

/** News of players behind a place, in the order they came to be known. */
export async function changesAfter(database: Database, id: number, limit: number): Promise<PlayerChange[]> {
  const rows = await database.query.all(
    sql`SELECT id, steam_id AS steamId, at, kind, vac, game, score_from AS scoreFrom, score_to AS scoreTo, band
      FROM player_change WHERE id > ${id} ORDER BY id LIMIT ${limit}`,
  );
  return z.array(changeSchema).parse(rows);
}

export async function lastChange(database: Database): Promise<number> {
  const [row] = await database.query.all<{ id: number | null }>(sql`SELECT max(id) AS id FROM player_change`);
  return row?.id ?? 0;
}
