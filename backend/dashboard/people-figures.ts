import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { weekOfColumn } from '#backend/dashboard/weeks.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Statistics } from '#shared/api/dashboard.ts';
import { BANDS, type Band } from '#shared/score/assessment.ts';

/** Figures of players, from the list of those known. */
export const peopleFiguresSchema = z.object({
  scores: z.object({ bins: z.array(z.number()).length(10), unknown: z.number() }),
  bands: z.record(z.enum(BANDS), z.number()),
  reasons: z.array(z.object({ key: z.string(), players: z.number() })),
});
export type PeopleFigures = Pick<Statistics, 'scores' | 'bands' | 'reasons'>;

/** Reasons are counted of players with at least this score: everybody has something against them. */
export const REASONS_FROM = 31;
const MOST_REASONS = 12;
/** Players whose reasons are read in one go, so that no request waits long behind it. */
const PAGE = 5_000;

/** Scores as bins and bands; `score` null: not enough data. */
export function distribution(rows: Iterable<{ score: number | null; players: number }>) {
  const bins = Array.from({ length: 10 }, () => 0);
  const bands: Record<Band, number> = {
    unlikely: 0,
    suspicious: 0,
    'highly-suspicious': 0,
    'near-certain': 0,
    'not-enough-data': 0,
  };
  for (const { score, players } of rows) {
    if (score !== null) {
      const bin = Math.min(9, Math.floor(score / 10));
      bins[bin] = (bins[bin] ?? 0) + players;
    }
    bands[bandOf(score)] += players;
  }
  return { scores: { bins, unknown: bands['not-enough-data'] }, bands };
}

function bandOf(score: number | null): Band {
  if (score === null) return 'not-enough-data';
  return score <= 30 ? 'unlikely' : score <= 60 ? 'suspicious' : score <= 80 ? 'highly-suspicious' : 'near-certain';
}

/** The most common of these counts, the most common first. */
export function mostCommon(counts: ReadonlyMap<string, number>): Statistics['reasons'] {
  return [...counts]
    .map(([key, players]) => ({ key, players }))
    .sort((a, b) => b.players - a.players || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_REASONS);
}

/** Of everybody known, in small steps; `pause` is called between them. */
export async function everybodysFigures(database: Database, pause: () => Promise<void>): Promise<PeopleFigures> {
  const scores: { score: number | null; players: number }[] = [];
  for (let from = 0; from <= 100; from += 10) {
    scores.push(
      ...(await database.query.all<{ score: number; players: number }>(
        sql`SELECT score, count(*) AS players FROM known_player WHERE score >= ${from} AND score < ${from + 10}
          GROUP BY score`,
      )),
    );
    await pause();
  }
  const [none] = await database.query.all<{ players: number }>(
    sql`SELECT count(*) AS players FROM known_player WHERE score IS NULL`,
  );
  scores.push({ score: null, players: none?.players ?? 0 });

  const counts = new Map<string, number>();
  for (let place = { score: REASONS_FROM - 1, steamId: '' }; ; ) {
    const page = sql`SELECT score, steam_id, reasons FROM known_player INDEXED BY known_player_score
      WHERE (score, steam_id) > (${place.score}, ${place.steamId}) AND score >= ${REASONS_FROM}
      ORDER BY score, steam_id LIMIT ${PAGE}`;
    const rows = await database.query.all<{ key: string; players: number }>(
      sql`SELECT r.value AS key, count(*) AS players FROM (${page}) AS k, json_each(k.reasons) AS r GROUP BY r.value`,
    );
    for (const { key, players } of rows) counts.set(key, (counts.get(key) ?? 0) + players);
    const [last] = await database.query.all<{ score: number; steamId: string }>(
      sql`SELECT score, steam_id AS steamId FROM (${page}) ORDER BY score DESC, steam_id DESC LIMIT 1`,
    );
    if (!last) break;
    place = last;
    await pause();
  }
  return { ...distribution(scores), reasons: mostCommon(counts) };
}

/** News of everybody by week. */
export async function newsByWeek(database: Database, since: number) {
  return database.query.all<{ week: number; kind: 'ban' | 'score'; players: number }>(
    sql`SELECT ${weekOfColumn('at')} AS week, kind, count(*) AS players FROM player_change
      WHERE at >= ${since} GROUP BY 1, 2`,
  );
}
