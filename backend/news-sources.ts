import type { Accounts } from '#backend/accounts/accounts.ts';
import { type MatchJoins, metBy } from '#backend/matches/matches.ts';
import { caseNewsAfter, lastCaseNews } from '#backend/moderation/moderation.ts';
import type { NewsSources, Tie } from '#backend/notifications/notifications.ts';
import type { Database } from '#backend/platform/database.ts';
import { changesAfter, lastChange, type Players } from '#backend/players/players.ts';
import { outcomesSince } from '#backend/reports/reports.ts';
import { watchersOf } from '#backend/user-sync/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface NewsSourcesDeps {
  database: Database;
  accounts: Pick<Accounts, 'people' | 'moderators'>;
  players: Pick<Players, 'briefs'>;
  joins: MatchJoins;
}

/** Part of the composition: where notifications learn what is new, and whom it concerns. */
export function createNewsSources({ database, accounts, players, joins }: NewsSourcesDeps): NewsSources {
  return {
    players: {
      after: (id, limit) => changesAfter(database, id, limit),
      last: () => lastChange(database),
    },
    cases: {
      after: (id, limit) => caseNewsAfter(database, id, limit),
      last: () => lastCaseNews(database),
    },
    reports: { outcomesSince: (since, after, limit) => outcomesSince(database, since, after, limit) },

    async tiesOf(steamIds) {
      const ties = new Map<SteamId, Map<string, Tie>>();
      const tie = (steamId: SteamId, userId: string): Tie => {
        const ofPlayer = ties.get(steamId) ?? new Map<string, Tie>();
        ties.set(steamId, ofPlayer);
        const held = ofPlayer.get(userId) ?? { userId, watched: false, lastMetAt: null };
        ofPlayer.set(userId, held);
        return held;
      };
      for (const { steamId, userId, lastMetAt } of await metBy(database, joins, steamIds)) {
        tie(steamId, userId).lastMetAt = lastMetAt;
      }
      for (const { steamId, userId } of await watchersOf(database, steamIds)) tie(steamId, userId).watched = true;
      return new Map([...ties].map(([steamId, ofPlayer]) => [steamId, [...ofPlayer.values()]]));
    },

    async usersOf(steamIds) {
      const people = await accounts.people(steamIds);
      return new Map([...people].map(([steamId, { userId }]) => [steamId, userId]));
    },

    moderators: () => accounts.moderators(),

    async namesOf(steamIds) {
      const briefs = await players.briefs(steamIds);
      return (steamId) => briefs.get(steamId)?.name ?? null;
    },
  };
}
