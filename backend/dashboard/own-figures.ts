import { type SQL, sql } from 'drizzle-orm';
import { distribution, mostCommon, type PeopleFigures, REASONS_FROM } from '#backend/dashboard/people-figures.ts';
import { weekOfColumn } from '#backend/dashboard/weeks.ts';
import type { Database } from '#backend/platform/database.ts';

/** One of the viewer's matches, as far as it is counted. `lead`: rounds won more than lost. */
export interface OwnMatch {
  playedAt: number;
  map: string;
  mode: string | null;
  lead: number | null;
}

/** `own` as `MatchJoins` makes it. */
export async function ownMatches(database: Database, own: SQL): Promise<OwnMatch[]> {
  return database.query.all<OwnMatch>(
    sql`SELECT played_at AS playedAt, map, mode, lead FROM (${own}) ORDER BY played_at`,
  );
}

export interface OwnPeople extends PeopleFigures {
  /** By week: people met for the first time in it, and what became known of them then. */
  weeks: ReadonlyMap<number, { people: number; bans: number; highScores: number }>;
}

/** Of the people in these matches (`people` as `MatchJoins` makes it), and news of them since `since`, ms. */
export async function ownPeople(database: Database, people: SQL, since: number): Promise<OwnPeople> {
  // One query, so that whom somebody met is worked out once.
  const rows = await database.query.all<{ what: string; key: string | number | null; n: number }>(
    sql`WITH people AS MATERIALIZED (
        SELECT p.steam_id, p.first_at, k.score, k.reasons FROM (${people}) AS p
        LEFT JOIN known_player AS k ON k.steam_id = p.steam_id)
      SELECT 'scored' AS what, score AS key, count(*) AS n FROM people GROUP BY score
      UNION ALL SELECT 'people', ${weekOfColumn('first_at')}, count(*) FROM people GROUP BY 2
      UNION ALL SELECT 'reason', r.value, count(*) FROM people, json_each(people.reasons) AS r
        WHERE people.score >= ${REASONS_FROM} GROUP BY r.value
      UNION ALL SELECT c.kind, ${weekOfColumn('c.at')}, count(*) FROM people CROSS JOIN player_change AS c
        ON c.steam_id = people.steam_id AND c.at >= ${since} GROUP BY 1, 2`,
  );
  const scores: { score: number | null; players: number }[] = [];
  const reasons = new Map<string, number>();
  const weeks = new Map<number, { people: number; bans: number; highScores: number }>();
  for (const { what, key, n } of rows) {
    if (what === 'reason') reasons.set(String(key), n);
    else if (what === 'scored')
      scores.push({ score: key === null || typeof key === 'string' ? null : key, players: n });
    else {
      const held = weeks.get(Number(key)) ?? { people: 0, bans: 0, highScores: 0 };
      if (what === 'people') held.people += n;
      else if (what === 'ban') held.bans += n;
      else held.highScores += n;
      weeks.set(Number(key), held);
    }
  }
  return { ...distribution(scores), reasons: mostCommon(reasons), weeks };
}
