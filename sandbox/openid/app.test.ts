import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createCallLog } from '../calls.ts';
import { createFaults } from '../faults.ts';
import { createWorld } from '../world/world.ts';
import { createOpenId } from './app.ts';

const world = createWorld({ seed: 1, people: 50, now: Date.UTC(2026, 0, 1) });
const openId = createOpenId({
  world,
  calls: createCallLog(),
  faults: createFaults(),
  closing: new AbortController().signal,
});
const app = new Hono().route('/openid', openId.app).route('/__sandbox/openid', openId.control);

const RETURN_TO = 'http://127.0.0.1:8787/v1/auth/steam/callback?state=abc';
const LOGIN = 'https://steamcommunity.com/openid/login';
const request = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    'openid.ns': 'http://specs.openid.net/auth/2.0',
    'openid.mode': 'checkid_setup',
    'openid.return_to': RETURN_TO,
    'openid.realm': 'http://127.0.0.1:8787',
    ...change,
  });
const form = (body: URLSearchParams) =>
  app.request(LOGIN, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
/** What came back to the return address. */
const answerOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams;
async function check(answer: URLSearchParams): Promise<string> {
  const body = new URLSearchParams(answer);
  body.set('openid.mode', 'check_authentication');
  return (await form(body)).text();
}

describe('the sign-in page', () => {
  it('asks who somebody is, and sends them back with an assertion that holds once', async () => {
    openId.behave({});
    const page = await app.request(`${LOGIN}?${request()}`);
    expect(await page.text()).toContain('id="imageLogin"');
    const steamId = world.named('veteran').steamId;
    const back = await form(new URLSearchParams({ returnTo: RETURN_TO, person: steamId, choice: 'allow' }));
    expect(back.status).toBe(302);
    expect(back.headers.get('location')?.startsWith(`${RETURN_TO}&openid.`)).toBe(true);
    const answer = answerOf(back);
    expect(answer.get('openid.claimed_id')).toBe(`https://steamcommunity.com/openid/id/${steamId}`);
    expect(answer.get('openid.return_to')).toBe(RETURN_TO);
    expect(await check(answer)).toBe('ns:http://specs.openid.net/auth/2.0\nis_valid:true\n');
    expect(await check(answer)).toContain('is_valid:false');
  });

  it('does not vouch for what was changed on the way', async () => {
    openId.behave({ auto: true });
    const answer = answerOf(await app.request(`${LOGIN}?${request()}`));
    answer.set('openid.identity', 'https://steamcommunity.com/openid/id/76561197960287930');
    expect(await check(answer)).toContain('is_valid:false');
  });

  it('lets people cancel', async () => {
    const back = await form(
      new URLSearchParams({ returnTo: RETURN_TO, person: world.named('veteran').steamId, choice: 'cancel' }),
    );
    expect(answerOf(back).get('openid.mode')).toBe('cancel');
  });

  it('refuses what is no request, and an address outside of the realm', async () => {
    for (const change of [{ 'openid.mode': 'x' }, { 'openid.return_to': 'https://evil.example/' }]) {
      expect((await app.request(`${LOGIN}?${request(change)}`)).status).toBe(400);
    }
  });
});

describe('its control', () => {
  const control = (body: unknown) =>
    app.request('http://127.0.0.1/__sandbox/openid', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('sets how it behaves, and says what is wrong with a setting', async () => {
    const steamId = world.named('newbie').steamId;
    expect((await control({ auto: true, as: steamId, behaviour: 'says-false' })).status).toBe(200);
    const answer = answerOf(await app.request(`${LOGIN}?${request()}`));
    expect(answer.get('openid.identity')).toContain(steamId);
    expect(await check(answer)).toContain('is_valid:false');
    expect((await control({ behaviour: 'friendly' })).status).toBe(400);
    expect((await control({ behaviour: 'honest' })).status).toBe(200);
    const now: unknown = await (await app.request('http://127.0.0.1/__sandbox/openid')).json();
    expect(now).toEqual({ behaviour: 'honest', auto: false, skewMs: 0 });
  });
});
