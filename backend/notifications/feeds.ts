import {
  type CaseNews,
  ofCase,
  ofOutcome,
  ofPlayer,
  type PlayerNews,
  type Tie,
} from '#backend/notifications/gather.ts';
import {
  addStatements,
  loadPosition,
  loadSettings,
  type NewNotification,
  newestId,
  positionStatement,
} from '#backend/notifications/store.ts';
import { wantedByWebhook } from '#backend/notifications/webhook-store.ts';
import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Where news come from; each a function of the feature that has them. */
export interface NewsSources {
  /** News of players behind a place, in order; `last` is where the feed ends now. */
  players: Feed<PlayerNews>;
  cases: Feed<CaseNews>;
  reports: {
    outcomesSince(
      since: number,
      after: { at: number; reporter: string; target: string },
      limit: number,
    ): Promise<{ reporter: SteamId; target: SteamId; at: number; outcome: string }[]>;
  };
  /** For each player those users who met or watch them. */
  tiesOf(steamIds: readonly SteamId[]): Promise<Map<SteamId, Tie[]>>;
  /** Users by Steam ID. */
  usersOf(steamIds: readonly SteamId[]): Promise<Map<SteamId, string>>;
  moderators(): Promise<string[]>;
  namesOf(steamIds: readonly SteamId[]): Promise<(steamId: SteamId) => string | null>;
}

interface Feed<T> {
  after(id: number, limit: number): Promise<T[]>;
  last(): Promise<number>;
}

export interface FeedsDeps {
  database: Database;
  clock: Clock;
  sources: NewsSources;
}

/** News read at a time. */
const PAGE = 100;
/** Outcomes are found by their time, and a process may be slow to store one that it began earlier, ms. */
const OVERLAP = 2 * MINUTE;

export function createFeeds({ database, clock, sources }: FeedsDeps) {
  const positionOf = async (feed: string, atFirst: () => Promise<number>) => {
    const held = await loadPosition(database, feed);
    if (held !== undefined) return held;
    // What was there before anybody could be told is no news.
    const first = await atFirst();
    await database.write([positionStatement(feed, first)]);
    return first;
  };

  /** Keeps what people are told, what is to be sent of it, and how far the feed has been read: all or nothing. */
  async function keep(feed: string, position: number, all: readonly NewNotification[]): Promise<void> {
    const now = clock.now();
    const sent = await wantedByWebhook(database, all);
    const after = await newestId(database);
    await database.write([...addStatements(all, sent, { after, now }), positionStatement(feed, position)]);
  }

  const settingsOf = (userIds: Iterable<string>) => loadSettings(database, [...new Set(userIds)]);

  /** Each reads one page; false when there was nothing left. */
  return {
    async players(): Promise<boolean> {
      const position = await positionOf('players', sources.players.last);
      const page = await sources.players.after(position, PAGE);
      const last = page.at(-1);
      if (!last) return false;
      const steamIds = [...new Set(page.map(({ steamId }) => steamId))];
      const ties = await sources.tiesOf(steamIds);
      const settings = await settingsOf([...ties.values()].flat().map(({ userId }) => userId));
      const name = await sources.namesOf(steamIds);
      await keep(
        'players',
        last.id,
        page.flatMap((news) => ofPlayer(news, ties.get(news.steamId) ?? [], name, settings)),
      );
      return true;
    },

    async cases(): Promise<boolean> {
      const position = await positionOf('cases', sources.cases.last);
      const page = await sources.cases.after(position, PAGE);
      const last = page.at(-1);
      if (!last) return false;
      const steamIds = [...new Set(page.map(({ steamId }) => steamId))];
      const users = await sources.usersOf(steamIds);
      const moderators = await sources.moderators();
      const settings = await settingsOf([...users.values(), ...moderators]);
      const name = await sources.namesOf(steamIds);
      const made = page.flatMap((news) => {
        return ofCase(news, { subject: users.get(news.steamId), moderators }, name, settings);
      });
      await keep('cases', last.id, made);
      return true;
    },

    /** All of them: their time alone says which are new, and what is found again is known by its key. */
    async reports(): Promise<void> {
      const started = clock.now();
      const since = (await positionOf('reports', async () => started)) - OVERLAP;
      let after = { at: since, reporter: '', target: '' };
      for (;;) {
        const page = await sources.reports.outcomesSince(since, after, PAGE);
        const last = page.at(-1);
        if (!last) break;
        const users = await sources.usersOf([...new Set(page.map(({ reporter }) => reporter))]);
        const settings = await settingsOf(users.values());
        const name = await sources.namesOf([...new Set(page.map(({ target }) => target))]);
        const made = page.flatMap((outcome) => {
          const userId = users.get(outcome.reporter);
          return userId === undefined ? [] : ofOutcome(outcome, userId, name, settings);
        });
        await keep('reports', since + OVERLAP, made);
        after = last;
      }
      await database.write([positionStatement('reports', started)]);
    },
  };
}
