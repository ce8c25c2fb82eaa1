import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCallLog } from '../calls.ts';
import { createFaults } from '../faults.ts';
import { createWorld } from '../world/world.ts';
import { leetifyApiApp, SANDBOX_LEETIFY_KEY } from './api.ts';
import { membershipOf } from './members.ts';
import { leetifySiteApp } from './site.ts';

const world = createWorld({ seed: 1, people: 300, now: Date.UTC(2026, 0, 1) });
const context = { world, calls: createCallLog(), faults: createFaults(), closing: new AbortController().signal };
const api = leetifyApiApp(context);
const site = leetifySiteApp(context);
const HOST = 'https://api-public.cs-prod.leetify.com';

/** As far as the tests look. */
const profileSchema = z.object({
  privacy_mode: z.string(),
  steam64_id: z.string(),
  ranks: z.object({ premier: z.number().nullable() }),
  rating: z.record(z.string(), z.number()),
  stats: z.record(z.string(), z.number()),
  recent_matches: z.array(z.object({ id: z.string(), reaction_time_ms: z.number(), accuracy_head: z.number() })),
});
const matchSchema = z.object({
  stats: z.array(
    z.object({ steam64_id: z.string(), reaction_time: z.number(), accuracy_head: z.number(), total_kills: z.number() }),
  ),
});

type Role = Parameters<typeof world.named>[0];
const ask = (role: Role, headers: Record<string, string> = {}) =>
  api.request(`${HOST}/v3/profile?steam64_id=${world.named(role).steamId}`, { headers });
const profileOf = async (role: Role) => profileSchema.parse(await (await ask(role)).json());

describe("Leetify's API in the sandbox", () => {
  it('answers members in percent, milliseconds and degrees', async () => {
    const { privacy_mode, stats, recent_matches, ranks } = await profileOf('proPlayer');
    expect(privacy_mode).toBe('public');
    expect(stats['accuracy_head']).toBeGreaterThan(10);
    expect(stats['reaction_time_ms']).toBeGreaterThan(200);
    expect(ranks.premier).toBeGreaterThan(15_000);
    expect(recent_matches[0]?.reaction_time_ms).toBeGreaterThan(100);
    expect(recent_matches[0]?.accuracy_head).toBeGreaterThan(1);
  });

  it('answers matches in shares and seconds, with ten different players', async () => {
    const first = (await profileOf('veteran')).recent_matches[0]?.id ?? '';
    const answer = await api.request(`${HOST}/v2/matches/${first}`);
    const { stats } = matchSchema.parse(await answer.json());
    expect(new Set(stats.map(({ steam64_id }) => steam64_id)).size).toBe(10);
    for (const row of stats) {
      expect(row.accuracy_head).toBeLessThanOrEqual(1);
      expect(row.reaction_time).toBeLessThan(2);
    }
    const list = await api.request(`${HOST}/v3/profile/matches?steam64_id=${world.named('veteran').steamId}`);
    expect(z.array(matchSchema).parse(await list.json())).toHaveLength(12);
  });

  it('gives zeros for who is not public', async () => {
    for (const role of ['toggler', 'freshPrivate'] as const) {
      const { privacy_mode, stats, rating, recent_matches, ranks } = await profileOf(role);
      expect(privacy_mode).not.toBe('public');
      expect(new Set([...Object.values(stats), ...Object.values(rating)])).toEqual(new Set([0]));
      expect(recent_matches).toEqual([]);
      expect(ranks.premier).toBeNull();
    }
  });

  it('has nothing on others, in plain text', async () => {
    for (const path of [`/v3/profile?steam64_id=${world.named('newbie').steamId}`, '/v3/profile', '/v2/matches/x']) {
      const answer = await api.request(`${HOST}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    }
  });

  it('takes its own key or none, and no other', async () => {
    expect((await ask('veteran', { _leetify_key: SANDBOX_LEETIFY_KEY })).status).toBe(200);
    expect((await ask('veteran', { authorization: `Bearer ${SANDBOX_LEETIFY_KEY}` })).status).toBe(200);
    expect((await ask('veteran', { _leetify_key: 'another' })).status).toBe(401);
  });

  it('sends no CORS headers', async () => {
    const { headers } = await ask('veteran', { origin: 'https://leetify.com' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('has all kinds of members in the crowd', () => {
    expect(new Set(world.people.map((person) => membershipOf(person, world)))).toEqual(
      new Set(['public', 'friends', 'private', 'none']),
    );
  });
});

describe("Leetify's site in the sandbox", () => {
  it.each(['/app/profile/76561197960265729', '/app/match-details/x/overview', '/public/profile/1', '/'])(
    'answers %s with the empty page of the app',
    async (path) => {
      const answer = await site.request(`https://leetify.com${path}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('not Leetify');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    },
  );

  it('names no player in the page itself: all of it comes by script', async () => {
    const { steamId } = world.named('veteran');
    const page = await (await site.request(`https://leetify.com/app/profile/${steamId}`)).text();
    expect(page).not.toContain(steamId);
    const data = await (await site.request(`https://leetify.com/__data/profile/${steamId}`)).json();
    expect(data).toMatchObject({ kind: 'profile', steamId });
  });
});
