import { describe, expect, it } from 'vitest';
import { createLeetifyMatches } from '#backend/leetify/client.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { createLog } from '#backend/platform/log.ts';
import { createCallLog } from '#sandbox/calls.ts';
import { createFaults } from '#sandbox/faults.ts';
import { leetifyApiApp, SANDBOX_LEETIFY_KEY } from '#sandbox/leetify/api.ts';
import { matchesOf } from '#sandbox/leetify/matches.ts';
import { membershipOf } from '#sandbox/leetify/members.ts';
import { createWorld } from '#sandbox/world/world.ts';

/** Against the API as the sandbox plays it, without a port. */
const world = createWorld({ seed: 1, people: 200, now: Date.UTC(2026, 0, 1) });
const api = leetifyApiApp({
  world,
  calls: createCallLog(),
  faults: createFaults(),
  closing: new AbortController().signal,
});

const client = (fetch: typeof globalThis.fetch, key?: string) =>
  createLeetifyMatches({ fetch, key, clock: systemClock, log: createLog('silent'), url: 'https://leetify.test' });
const asked = (key?: string) => client(async (input, init) => api.fetch(new Request(input, init)), key);
const member = (kind: string) => {
  const found = world.people.find((person) => !person.deleted && membershipOf(person, world) === kind);
  if (!found) throw new Error(`nobody is ${kind}`);
  return found;
};

describe('matches at Leetify', () => {
  it('are read as one scoreboard each, with the figures Leetify gives', async () => {
    const person = member('public');
    const answer = await asked(SANDBOX_LEETIFY_KEY).matches(person.steamId);
    if (answer.state !== 'ok') throw new Error(answer.state);
    const told = matchesOf(person, world);
    expect(answer.value).toHaveLength(told.length);
    const [first] = told;
    const own = first?.players.find((played) => played.person === person);
    const read = answer.value[0]?.players.find(({ steamId }) => steamId === person.steamId);
    expect(answer.value[0]).toMatchObject({ playedAt: first?.finishedAt, mapCode: first?.map, rounds: first?.score });
    expect(read).toMatchObject({
      ...{ kills: own?.kills, deaths: own?.deaths, assists: own?.assists, team: own?.team === 2 ? 0 : 1 },
      headshotPercent: own && own.kills > 0 ? Math.round((100 * own.headshots) / own.kills) : null,
    });
  });

  it('of somebody who is no member, or after a wrong key, are none, each said', async () => {
    expect(await asked().matches(member('none').steamId)).toEqual({ state: 'not-found' });
    expect(await asked('wrong').matches(member('public').steamId)).toEqual({ state: 'failed' });
  });

  it('wait when Leetify says so, and fail when it talks nonsense', async () => {
    const { steamId } = member('public');
    const limited = client(async () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }));
    expect(await limited.matches(steamId)).toEqual({ state: 'limited', retryAfterMs: 7000 });
    const bare = client(async () => new Response('slow down', { status: 429 }));
    expect(await bare.matches(steamId)).toEqual({ state: 'limited', retryAfterMs: 300_000 });
    for (const body of ['', 'null', '{"matches":[]}', '<html>']) {
      expect(await client(async () => new Response(body)).matches(steamId), body).toEqual({ state: 'failed' });
    }
    const cut = client(() => Promise.reject(new TypeError('fetch failed')));
    expect(await cut.matches(steamId)).toEqual({ state: 'failed' });
  });

  it('leave out what is not of matchmaking, or impossible, and other people’s', async () => {
    const { steamId } = member('public');
    const line = { steam64_id: steamId, name: 'x', total_kills: 10, total_deaths: 3, total_assists: 1 };
    const match = {
      ...{ finished_at: '2026-01-01T10:00:00.000Z', data_source: 'matchmaking', map_name: 'de_nuke' },
      ...{ team_scores: [], stats: [line] },
    };
    const odd = [
      { ...match, data_source: 'faceit' },
      { ...match, stats: [{ ...line, total_kills: 900 }] },
      { ...match, stats: [{ ...line, steam64_id: '1' }] },
      { ...match, finished_at: 'yesterday' },
      'nonsense',
    ];
    const answer = await client(async () => Response.json([...odd, match])).matches(steamId);
    expect(answer).toMatchObject({ state: 'ok', value: [{ rounds: null, players: [{ kills: 10 }] }] });
  });
});
