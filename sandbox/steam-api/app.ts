import { Hono } from 'hono';
import { isSteamId } from '#shared/steam/steam-id.ts';
import type { SandboxContext } from '../context.ts';
import type { Person } from '../world/person.ts';
import { friendList, ownedGames, playerBans, playerSummary, recentlyPlayed, steamLevel, userStats } from './answers.ts';
import { nextSharingCode } from './share-codes.ts';

/** Most SteamIDs a batch method takes. */
const MAX_IDS = 100;

const page = (status: 400 | 403, title: string, text: string): Response =>
  new Response(`<html><head><title>${title}</title></head><body><h1>${title}</h1>${text}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  });

const forbidden = (): Response =>
  page(403, 'Forbidden', 'Access is denied. Retrying will not help. Please verify your <pre>key=</pre> parameter.');
const badRequest = (): Response =>
  page(400, 'Bad Request', 'Please verify that all required parameters are being sent');

/**
 * The Steam Web API methods the project uses, in the shapes Steam answers. Where Steam's behaviour is not documented
 * this chooses what a careful client must survive: more than 100 IDs are refused with 400, and batch answers come in
 * the order of SteamIDs, not in the order asked.
 */
export function steamApiApp({ world, calls }: SandboxContext, apiKey: string): Hono {
  const app = new Hono();

  app.use('*', async (c, next) => {
    if (c.req.query('key') !== apiKey) {
      calls.record('forbidden');
      return forbidden();
    }
    return next();
  });

  const batch = (path: string, name: string, answer: (people: Person[]) => object): void => {
    app.on('GET', [path, `${path}/`], (c) => {
      const asked = (c.req.query('steamids') ?? '').split(/[,\s]+/).filter((id) => id !== '');
      calls.record(name, asked);
      if (asked.length === 0 || asked.length > MAX_IDS) return badRequest();
      const people = [...new Set(asked)].sort().flatMap((id) => world.find(id) ?? []);
      return c.json(answer(people.filter((person) => !person.deleted)));
    });
  };
  const single = (
    path: string,
    name: string,
    answer: (person: Person | undefined, query: URLSearchParams) => Response | object,
  ): void => {
    app.on('GET', [path, `${path}/`], (c) => {
      const steamId = c.req.query('steamid') ?? '';
      calls.record(name, [steamId]);
      if (!isSteamId(steamId)) return badRequest();
      const person = world.find(steamId);
      const given = answer(person?.deleted ? undefined : person, new URL(c.req.url).searchParams);
      return given instanceof Response ? given : c.json(given);
    });
  };

  for (const version of ['v2', 'v0002']) {
    batch(`/ISteamUser/GetPlayerSummaries/${version}`, 'GetPlayerSummaries', (people) => ({
      response: { players: people.map((person) => playerSummary(person, world)) },
    }));
    single(`/ISteamUserStats/GetUserStatsForGame/${version}`, 'GetUserStatsForGame', (person, query) =>
      userStats(person, query.get('appid')),
    );
  }
  for (const version of ['v1', 'v0001']) {
    batch(`/ISteamUser/GetPlayerBans/${version}`, 'GetPlayerBans', (people) => ({
      players: people.map((person) => playerBans(person, world)),
    }));
    single(`/ISteamUser/GetFriendList/${version}`, 'GetFriendList', (person) => friendList(person, world));
    single(`/IPlayerService/GetOwnedGames/${version}`, 'GetOwnedGames', (person, query) =>
      ownedGames(person, world, query),
    );
    single(`/IPlayerService/GetRecentlyPlayedGames/${version}`, 'GetRecentlyPlayedGames', (person) =>
      recentlyPlayed(person, world),
    );
    single(`/IPlayerService/GetSteamLevel/${version}`, 'GetSteamLevel', (person) => steamLevel(person));
    const codes = `/ICSGOPlayers_730/GetNextMatchSharingCode/${version}`;
    app.on('GET', [codes, `${codes}/`], (c) => {
      calls.record('GetNextMatchSharingCode', [c.req.query('steamid') ?? '']);
      return nextSharingCode(world, new URL(c.req.url).searchParams);
    });
    const path = `/ISteamUser/ResolveVanityURL/${version}`;
    app.on('GET', [path, `${path}/`], (c) => {
      const name = c.req.query('vanityurl');
      calls.record('ResolveVanityURL');
      if (name === undefined || name === '') return badRequest();
      const person = world.findByVanity(name);
      return c.json({
        response: person ? { steamid: person.steamId, success: 1 } : { success: 42, message: 'No match' },
      });
    });
  }
  return app;
}
