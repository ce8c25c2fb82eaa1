import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** What the fake Web API says of one account. Everything left out is ordinary. */
export interface FakePerson {
  name?: string;
  visibility?: 1 | 2 | 3;
  /** Seconds. */
  createdAt?: number;
  country?: string;
  vac?: number;
  game?: number;
  daysSinceLastBan?: number;
  community?: boolean;
  economy?: string;
  level?: number;
  /** Minutes in CS2. */
  minutes?: number;
  kills?: number;
  headshots?: number;
}

/** Answers instead of the usual: any of status, headers, a raw body, or cutting the connection. */
export interface Fault {
  /** Part of the endpoint's name; everything when absent. */
  endpoint?: string;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  cut?: boolean;
  /** How many calls it hits; all when absent. */
  times?: number;
}

export interface FakeSteam {
  url: string;
  people: Map<SteamId, FakePerson>;
  vanities: Map<string, SteamId>;
  faults: Fault[];
  /** Endpoint and Steam IDs of every call, in order. */
  calls: { endpoint: string; steamIds: string[]; at: number }[];
  /** Most calls that were under way at once. */
  mostAtOnce: number;
  /** While set, answers wait for it. */
  hold: Promise<void> | undefined;
  /** A new person with an ID nobody had before. */
  add(person?: FakePerson): SteamId;
  stop(): Promise<void>;
}

export const FAKE_KEY = 'FAKE-STEAM-KEY';
let lastAccount = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);

/** A SteamID64 no test has used. */
export function freshId(): SteamId {
  const steamId = steamIdFromAccountId(++lastAccount);
  if (!steamId) throw new RangeError('account IDs used up');
  return steamId;
}

/** Steam's Web API as far as the backend uses it, on a port of its own. */
export async function startFakeSteam(): Promise<FakeSteam> {
  const people = new Map<SteamId, FakePerson>();
  let running = 0;

  const answer = (endpoint: string, query: URLSearchParams): { status: number; body: unknown } => {
    const ids = (query.get('steamids') ?? query.get('steamid') ?? '').split(',') as SteamId[];
    const known = ids.flatMap((id) => {
      const person = people.get(id);
      return person ? [{ id, person }] : [];
    });
    const one = known[0]?.person;
    const open = one && (one.visibility ?? 3) === 3;
    switch (endpoint) {
      case 'GetPlayerSummaries':
        return { status: 200, body: { response: { players: known.map(({ id, person }) => summary(id, person)) } } };
      case 'GetPlayerBans':
        return { status: 200, body: { players: known.map(({ id, person }) => bans(id, person)) } };
      case 'GetOwnedGames': {
        if (!open) return { status: 200, body: { response: {} } };
        const games = [10, 20, 440, 570].map((appid) => ({ appid, playtime_forever: 100 }));
        const cs2 = { appid: 730, playtime_forever: one.minutes ?? 60_000, playtime_2weeks: 600 };
        return { status: 200, body: { response: { game_count: 60, games: [...games, cs2] } } };
      }
      case 'GetSteamLevel':
        return { status: 200, body: { response: open ? { player_level: one.level ?? 20 } : {} } };
      case 'GetUserStatsForGame': {
        if (!open) return { status: 403, body: { playerstats: { error: 'Profile is not public' } } };
        const kills = one.kills ?? 20_000;
        const totals = {
          total_kills: kills,
          total_deaths: 19_000,
          total_kills_headshot: one.headshots ?? Math.round(kills * 0.45),
          total_shots_fired: kills * 20,
          total_shots_hit: kills * 4,
          total_rounds_played: 30_000,
        };
        const stats = Object.entries(totals).map(([name, value]) => ({ name, value }));
        return { status: 200, body: { playerstats: { steamID: ids[0], stats } } };
      }
      case 'ResolveVanityURL': {
        const steamid = fake.vanities.get(query.get('vanityurl') ?? '');
        const body = steamid ? { steamid, success: 1 } : { success: 42, message: 'No match' };
        return { status: 200, body: { response: body } };
      }
      default:
        return { status: 404, body: {} };
    }
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const endpoint = url.pathname.split('/')[2] ?? '';
    const steamIds = (url.searchParams.get('steamids') ?? url.searchParams.get('steamid') ?? '').split(',');
    fake.calls.push({ endpoint, steamIds, at: Date.now() });
    fake.mostAtOnce = Math.max(fake.mostAtOnce, ++running);
    try {
      await fake.hold;
      const fault = fake.faults.find(
        (candidate) => candidate.times !== 0 && (!candidate.endpoint || endpoint.includes(candidate.endpoint)),
      );
      if (fault?.times !== undefined) fault.times--;
      if (fault?.cut) {
        request.socket.destroy();
        return;
      }
      if (url.searchParams.get('key') !== FAKE_KEY) {
        response.writeHead(403).end('<html>Access is denied</html>');
        return;
      }
      const usual = answer(endpoint, url.searchParams);
      response.writeHead(fault?.status ?? usual.status, { 'content-type': 'application/json', ...fault?.headers });
      response.end(fault?.body ?? (fault ? '{}' : JSON.stringify(usual.body)));
    } finally {
      running--;
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeSteam = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people,
    vanities: new Map(),
    faults: [],
    calls: [],
    mostAtOnce: 0,
    hold: undefined,
    add(person = {}) {
      const steamId = freshId();
      people.set(steamId, person);
      return steamId;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function summary(steamid: SteamId, person: FakePerson) {
  const visibility = person.visibility ?? 3;
  return {
    steamid,
    communityvisibilitystate: visibility,
    profilestate: 1,
    personaname: person.name ?? `player ${steamid.slice(-4)}`,
    profileurl: `https://steamcommunity.com/profiles/${steamid}/`,
    avatarfull: 'https://avatars.steamstatic.com/0000_full.jpg',
    personastate: 0,
    ...(visibility === 3 && {
      timecreated: person.createdAt ?? 1_300_000_000,
      ...(person.country && { loccountrycode: person.country }),
    }),
  };
}

function bans(SteamId: SteamId, person: FakePerson) {
  return {
    SteamId,
    CommunityBanned: person.community ?? false,
    VACBanned: (person.vac ?? 0) > 0,
    NumberOfVACBans: person.vac ?? 0,
    DaysSinceLastBan: person.daysSinceLastBan ?? 0,
    NumberOfGameBans: person.game ?? 0,
    EconomyBan: person.economy ?? 'none',
  };
}
