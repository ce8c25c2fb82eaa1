import { sql } from 'drizzle-orm';
import { startOf, weekOfColumn } from '#backend/dashboard/weeks.ts';
import { HOUR } from '#backend/platform/clock.ts';
import type { Database, Statement } from '#backend/platform/database.ts';

/** The figures of everybody's matches by week, kept so that nobody counts a million matches for one chart. */

export interface FigureRow {
  week: number;
  kind: 'all' | 'map' | 'mode' | 'hour';
  key: string;
  matches: number;
}

/** A source may move a match by minutes, and by that into another week, ms. */
const MOVED = HOUR;

/** Weeks with matches that changed at or after `since`, ms, oldest first. */
export async function changedWeeks(database: Database, since: number): Promise<number[]> {
  const week = (shift: number) => weekOfColumn('played_at', shift);
  const rows = await database.query.all<{ week: number }>(
    sql`SELECT ${week(0)} AS week FROM match WHERE changed_at >= ${since}
      UNION SELECT ${week(MOVED)} FROM match WHERE changed_at >= ${since}
      UNION SELECT ${week(-MOVED)} FROM match WHERE changed_at >= ${since} ORDER BY 1`,
  );
  return rows.map((row) => row.week);
}

/** The first week from `from` on that has matches or figures of them; undefined when there is none. */
export async function nextWeek(database: Database, from: number): Promise<number | undefined> {
  const [row] = await database.query.all<{ week: number | null }>(
    sql`SELECT min(week) AS week FROM (
      SELECT min(week) AS week FROM match_figure WHERE week >= ${from}
      UNION ALL SELECT ${weekOfColumn('min(played_at)')} FROM match WHERE played_at >= ${startOf(from)})`,
  );
  return row?.week ?? undefined;
}

/** Counts the matches of one week anew. */
export function countWeekStatements(week: number): Statement[] {
  const by = (kind: FigureRow['kind'], key: string): Statement => ({
    sql: `INSERT INTO match_figure (week, kind, key, matches)
      SELECT ?1, '${kind}', ${key}, count(*) FROM match WHERE played_at >= ?2 AND played_at < ?3 GROUP BY ${key}`,
    args: [week, startOf(week), startOf(week + 1)],
  });
  return [
    { sql: 'DELETE FROM match_figure WHERE week = ?', args: [week] },
    by('all', `''`),
    by('map', 'coalesce(map_code, map)'),
    by('mode', `coalesce(mode, '')`),
    by('hour', `played_at / ${HOUR} % 24`),
  ];
}

export async function figuresSince(database: Database, week: number): Promise<FigureRow[]> {
  return database.query.all<FigureRow>(
    sql`SELECT week, kind, key, matches FROM match_figure WHERE week >= ${week} ORDER BY week`,
  );
}

/** What was computed and kept: its JSON, and when, ms. */
export async function loadKept(database: Database, owner: string, query: string) {
  const [row] = await database.query.all<{ body: string; computedAt: number }>(
    sql`SELECT body, computed_at AS computedAt FROM statistics WHERE owner = ${owner} AND query = ${query}`,
  );
  return row;
}

export function keepStatement(owner: string, query: string, computedAt: number, body: unknown): Statement {
  return {
    sql: `INSERT INTO statistics (owner, query, computed_at, body) VALUES (?, ?, ?, ?)
      ON CONFLICT (owner, query) DO UPDATE SET computed_at = excluded.computed_at, body = excluded.body`,
    args: [owner, query, computedAt, JSON.stringify(body)],
  };
}

/** Drops what nobody asked for again; 0 when there is nothing left of it. */
export function dropKeptStatement(before: number): Statement {
  return {
    sql: `DELETE FROM statistics WHERE rowid IN (SELECT rowid FROM statistics WHERE owner <> 'all' AND computed_at < ? LIMIT 500)`,
    args: [before],
  };
}
