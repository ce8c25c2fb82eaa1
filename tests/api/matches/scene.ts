import type { z } from 'zod';
import type { Sandbox } from '#sandbox/index.ts';
import { uploadResponseSchema } from '#shared/api/matches.ts';
import type { HistoryMatch, MatchPlayer } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { ORIGIN, signIn } from '#tests/api/accounts/visitor.ts';
import { type Answer, call, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import type { Target } from '#tests/api/targets.ts';

export interface Scene {
  target: Target;
  sandbox: Sandbox;
}

/** Somebody signed in, at an address of their own. */
export interface Player {
  steamId: SteamId;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  upload(...matches: unknown[]): Promise<z.infer<typeof uploadResponseSchema>['results']>;
}

let homes = 0;

/** Signs in somebody of the sandbox nobody was before; `home` puts two into one household. */
export async function player({ target, sandbox }: Scene, home = ++homes): Promise<Player> {
  const person = sandbox.world.people.filter(({ role, deleted }) => role === undefined && !deleted)[people++];
  if (!person) throw new Error('the sandbox has too few people');
  const { bearer, me } = await signIn(target.url, sandbox, person.steamId);
  const address = `198.51.${Math.floor(home / 200)}.${(home % 200) + 1}`;
  const ask: Player['ask'] = (method, path, body, headers = {}) =>
    call(target.url + path, {
      method,
      headers: {
        origin: ORIGIN,
        authorization: `Bearer ${bearer.token}`,
        // What tells the address on each of the platforms.
        'x-forwarded-for': address,
        'cf-connecting-ip': address,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const upload: Player['upload'] = async (...matches) =>
    read(await ask('POST', '/v1/matches', { matches }), uploadResponseSchema).results;
  return { steamId: me.steamId, ask, upload };
}
let people = 0;

export function line(steamId: SteamId, team: 0 | 1, change: Partial<MatchPlayer> = {}): MatchPlayer {
  return {
    ...{ steamId, name: `player ${steamId.slice(-4)}`, team, ping: 30 },
    ...{ kills: 15, assists: 3, deaths: 14, mvps: 2, headshotPercent: 40, score: 33 },
    ...change,
  };
}

let hours = 0;

/** A match of `own` and strangers, five a side, each at a time of its own. */
export function match(own: readonly SteamId[], change: Partial<HistoryMatch> = {}): HistoryMatch {
  const all = [...own, ...Array.from({ length: 10 - own.length }, freshId)];
  return {
    ...{ id: 'anything', mode: 'premier' as const, map: 'Nuke', mapCode: 'de_nuke', ranked: true, cutOff: false },
    playedAt: Date.UTC(2026, 0, 1) + ++hours * 24 * 3_600_000,
    ...{ waitSeconds: 60, durationSeconds: 2400, rounds: [13, 7] as [number, number], replayUrl: null },
    players: all.map((steamId, index) => line(steamId, index % 2 === 0 ? 0 : 1)),
    ...change,
  };
}

/** The same match with another line for one player. */
export function altered(from: HistoryMatch, steamId: SteamId, change: Partial<MatchPlayer>): HistoryMatch {
  const players = from.players.map((each) => (each.steamId === steamId ? { ...each, ...change } : each));
  return { ...from, players };
}
