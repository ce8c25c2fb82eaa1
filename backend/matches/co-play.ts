import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import type { CoPlay } from '#backend/reports/reports.ts';
import { MeetingSets } from '#shared/reports/meetings.ts';
import { accountIdOf, type SteamId } from '#shared/steam/steam-id.ts';

/**
 * Lines that show that somebody was there: from Steam or a server, or as independent uploads agree. What one upload says
 * is its uploader's word, and whoever reports somebody could say anything.
 */
const trusted = (line: string) => sql.raw(`(${line}.provenance <> 'client' OR ${line}.confirmations >= 2)`);

/** Who met whom, from the matches known here. Who queued together is not known. */
export function createCoPlay(database: Database): CoPlay {
  return {
    async around(target, reporters, targets) {
      const pairs = await database.query.all<{ reporter: SteamId; player: SteamId }>(
        sql`SELECT DISTINCT a.steam_id AS reporter, b.steam_id AS player
          FROM match_player AS a JOIN match_player AS b ON b.match_id = a.match_id AND b.steam_id <> a.steam_id
          WHERE a.steam_id IN (SELECT value FROM json_each(${JSON.stringify(reporters)}))
            AND ${trusted('a')} AND ${trusted('b')}`,
      );
      const met = new Map<number, Set<number>>();
      for (const { reporter, player } of pairs) {
        const id = accountIdOf(reporter);
        const set = met.get(id);
        if (set === undefined) met.set(id, new Set([accountIdOf(player)]));
        else set.add(accountIdOf(player));
      }
      // Only people with an account here can report.
      const counts = await database.query.all<{ player: SteamId; users: number }>(
        sql`SELECT b.steam_id AS player, count(DISTINCT a.steam_id) AS users
          FROM match_player AS b JOIN match_player AS a ON a.match_id = b.match_id AND a.steam_id <> b.steam_id
          JOIN user ON user.steam_id = a.steam_id
          WHERE b.steam_id IN (SELECT value FROM json_each(${JSON.stringify([target, ...targets])}))
            AND ${trusted('a')} AND ${trusted('b')} GROUP BY b.steam_id`,
      );
      const present = await database.query.all<{ steamId: SteamId }>(
        sql`SELECT DISTINCT a.steam_id AS steamId
          FROM match_player AS b JOIN match_player AS a ON a.match_id = b.match_id AND a.steam_id <> b.steam_id
          JOIN user ON user.steam_id = a.steam_id
          WHERE b.steam_id = ${target} AND ${trusted('a')} AND ${trusted('b')}`,
      );
      const reported = new Set(reporters);
      return {
        meetings: new MeetingSets(met, new Map(counts.map(({ player, users }) => [accountIdOf(player), users]))),
        silent: present.flatMap(({ steamId }) => (reported.has(steamId) ? [] : steamId)),
        partyOf: () => undefined,
      };
    },

    async hasMatch(matchId) {
      const rows = await database.query.all(sql`SELECT 1 FROM match WHERE id = ${matchId}`);
      return rows.length > 0;
    },
  };
}
