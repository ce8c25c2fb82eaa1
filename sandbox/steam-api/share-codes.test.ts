import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeShareCode } from '#shared/steam/share-code.ts';
import { type Sandbox, startSandbox } from '../index.ts';
import { authCodeOf, shareCodesOf } from './share-codes.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ people: 50, matches: 60 });
});
afterAll(() => sandbox.stop());

const ask = (change: Record<string, string>) => {
  const { steamId } = sandbox.world.named('viewer');
  const query = { key: sandbox.apiKey, steamid: steamId, steamidkey: authCodeOf(steamId), knowncode: '', ...change };
  const url = `${sandbox.apiUrl}/ICSGOPlayers_730/GetNextMatchSharingCode/v1/?${new URLSearchParams(query)}`;
  return fetch(url);
};

describe('the chain of share codes', () => {
  it('leads from match to match to the newest, and then to n/a', async () => {
    const codes = shareCodesOf(sandbox.world).map(({ code }) => code);
    const recent = codes.slice(-4);
    for (const [index, code] of recent.entries()) {
      const answer = await ask({ knowncode: code });
      expect(answer.status).toBe(recent[index + 1] ? 200 : 202);
      expect(await answer.json()).toEqual({ result: { nextcode: recent[index + 1] ?? 'n/a' } });
      expect(decodeShareCode(code)).toBeDefined();
    }
    expect(new Set(codes).size).toBe(60);
  });

  it('is refused to a wrong auth code, a code of nobody, and one older than a month', async () => {
    const [oldest] = shareCodesOf(sandbox.world);
    const newest = shareCodesOf(sandbox.world).at(-1)?.code ?? '';
    expect((await ask({ knowncode: newest, steamidkey: 'AAAA-AAAAA-AAAA' })).status).toBe(403);
    expect((await ask({ knowncode: 'CSGO-L9spZ-ihuov-cyhtE-kxbqa-FkBAA' })).status).toBe(412);
    expect(oldest?.match.at).toBeLessThan(sandbox.world.now - 30 * 86_400_000);
    expect((await ask({ knowncode: oldest?.code ?? '' })).status).toBe(412);
  });

  it('can be made to say 429', async () => {
    const remove = sandbox.faults.add({ match: 'GetNextMatchSharingCode', status: 429, retryAfter: 3 });
    const answer = await ask({ knowncode: 'x' });
    remove();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
  });
});
