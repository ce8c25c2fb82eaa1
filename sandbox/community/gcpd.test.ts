import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HISTORY_TABS, readHistory } from '#shared/match-history/gcpd.ts';
import { createCallLog } from '../calls.ts';
import { createFaults } from '../faults.ts';
import { createWorld } from '../world/world.ts';
import { communityApp } from './app.ts';
import { loginApp } from './login.ts';

const START = Date.UTC(2026, 0, 10, 12);

function open(options: { matches?: number } = {}) {
  const world = createWorld({ seed: 1, people: 400, now: START, ...options });
  const context = {
    world,
    calls: createCallLog(),
    faults: createFaults(),
    closing: new AbortController().signal,
  };
  const apps = { 'steamcommunity.com': communityApp(context), 'login.steampowered.com': loginApp(context) };
  /** Follows redirects as a browser does; answers with the address where it ended. */
  const get = async (address: string) => {
    let url = new URL(address);
    for (let hops = 0; hops < 8; hops += 1) {
      const app = apps[url.hostname as keyof typeof apps];
      const response = await app.request(url.href);
      if (response.status !== 302) return { url, response };
      url = new URL(response.headers.get('location') ?? '', url);
    }
    throw new Error('redirected in circles');
  };
  const ajax = (tab: string, token = '') =>
    get(`https://steamcommunity.com/my/gcpd/730?ajax=1&tab=${tab}&continue_token=${token}`);
  return { world, get, ajax, context };
}
const answerSchema = z.object({ success: z.literal(true), html: z.string(), continue_token: z.string().optional() });

describe('the match history', () => {
  it('gives every match once, newest first, through the continue tokens of all tabs', async () => {
    const { world, ajax } = open();
    const seen: string[] = [];
    for (const { tab, mode } of HISTORY_TABS) {
      let token: string | undefined = '';
      let last = Number.POSITIVE_INFINITY;
      while (token !== undefined) {
        const answer: z.infer<typeof answerSchema> = answerSchema.parse(await (await ajax(tab, token)).response.json());
        const { matches, problems } = readHistory(answer.html, mode);
        expect(problems).toEqual([]);
        for (const match of matches) {
          expect(match.playedAt).toBeLessThan(last);
          last = match.playedAt;
          expect(match.players).toHaveLength(mode === 'wingman' ? 4 : 10);
          expect(match.players.filter(({ steamId }) => steamId === world.named('viewer').steamId)).toHaveLength(1);
          seen.push(match.id);
        }
        token = answer.continue_token;
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(world.matches.length);
  });

  it('is the same in every world of a seed, and holds as many as asked', () => {
    const times = (matches: number) => open({ matches }).world.matches.map(({ at, map }) => [at, map]);
    expect(times(20)).toEqual(times(200).slice(0, 20));
    expect(times(200)).toHaveLength(200);
  });

  it('is nobody else’s business', async () => {
    const { get, world } = open();
    const other = world.named('veteran').steamId;
    expect((await get(`https://steamcommunity.com/profiles/${other}/gcpd/730`)).url.pathname).toBe('/id/old-hand/');
  });

  it('asks for a session when it has expired, and has it renewed', async () => {
    const { world, ajax, get } = open();
    world.signIn = 'expired';
    expect((await ajax('matchhistorypremier')).url.pathname).toBe('/login/home/');
    const back = encodeURIComponent('https://steamcommunity.com/my/gcpd/730?tab=matchhistorypremier');
    const renewed = await get(`https://login.steampowered.com/jwt/refresh?redir=${back}`);
    expect(renewed.url.pathname).toBe('/id/the-viewer/gcpd/730');
    world.signIn = 'signed-out';
    const refused = await get(`https://login.steampowered.com/jwt/refresh?redir=${back}`);
    expect(refused.url.pathname).toBe('/login/home/');
  });

  it('refers a stranger nowhere else', async () => {
    const { get } = open();
    const evil = await get('https://login.steampowered.com/jwt/refresh?redir=https%3A%2F%2Fevil.example%2F');
    expect(evil.url.hostname).toBe('steamcommunity.com');
  });

  it('says no to a tab there is not', async () => {
    const { ajax } = open();
    expect(await (await ajax('matchhistorynothing')).response.json()).toEqual({ success: false });
  });
});
