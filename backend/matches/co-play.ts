import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import type { CoPlay } from '#backend/reports/reports.ts';
import { accountIdOf, type SteamId } from '#shared/steam/steam-id.ts';

/**
 * Lines that show that somebody was there: from Steam or a server, or as independent uploads agree. What one upload says
 * is its uploader's word, and whoever reports somebody could say anything.
 */
const trusted = (line: string) => sql.raw(`(${line}.provenance <> 'client' OR ${line}.confirmations >= 2)`);

/** The least SteamID64; written out, since it does not fit a JavaScript number. */
const ACCOUNT = sql.raw('CAST(b.steam_id AS INTEGER) - 76561197960265728');
const accountsSchema = z.array(z.number());
/** Reporters whose acquaintances are read in one go, so that no request waits long behind it. */
const GROUP = 50;

/** Who met whom, from the matches known here. Who queued together is not known. */
export function createCoPlay(database: Database): CoPlay {
  return {
    async met(people) {
      const met = new Map<number, Set<number>>();
      for (let start = 0; start < people.length; start += GROUP) {
        const group = JSON.stringify(people.slice(start, start + GROUP));
        // One row a person, not one an acquaintance: a thousand people have met hundreds of thousands.
        const rows = await database.query.all<{ person: SteamId; accounts: string }>(
          sql`SELECT a.steam_id AS person, json_group_array(${ACCOUNT}) AS accounts
            FROM json_each(${group}) AS i CROSS JOIN match_player AS a ON a.steam_id = i.value
            CROSS JOIN match_player AS b ON b.match_id = a.match_id AND b.steam_id <> a.steam_id
            WHERE ${trusted('a')} AND ${trusted('b')} GROUP BY a.steam_id`,
        );
        for (const { person, accounts } of rows) {
          met.set(accountIdOf(person), new Set(accountsSchema.parse(JSON.parse(accounts))));
        }
      }
      return met;
    },

    async counts(players) {
      // Only people with an account here can report.
      const counts = await database.query.all<{ player: SteamId; users: number }>(
        sql`SELECT b.steam_id AS player, count(DISTINCT a.steam_id) AS users
          FROM json_each(${JSON.stringify(players)}) AS i CROSS JOIN match_player AS b ON b.steam_id = i.value
          CROSS JOIN match_player AS a ON a.match_id = b.match_id AND a.steam_id <> b.steam_id
          CROSS JOIN user ON user.steam_id = a.steam_id
          WHERE ${trusted('a')} AND ${trusted('b')} GROUP BY b.steam_id`,
      );
      return new Map(counts.map(({ player, users }) => [accountIdOf(player), users]));
    },

    async present(player) {
      const present = await database.query.all<{ steamId: SteamId }>(
        sql`SELECT DISTINCT a.steam_id AS steamId
          FROM match_player AS b CROSS JOIN match_player AS a ON a.match_id = b.match_id AND a.steam_id <> b.steam_id
          CROSS JOIN user ON user.steam_id = a.steam_id
          WHERE b.steam_id = ${player} AND ${trusted('a')} AND ${trusted('b')}`,
      );
      return present.map(({ steamId }) => steamId);
    },

    async hasMatch(matchId) {
      const rows = await database.query.all(sql`SELECT 1 FROM match WHERE id = ${matchId}`);
      return rows.length > 0;
    },
  };
}
