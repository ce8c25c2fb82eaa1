import { describe, expect, it } from 'vitest';
import type { BackOff } from '#extension/lookup/back-off.ts';
import { ASKED, createLocalScorer } from '#extension/lookup/local-scorer.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const open: BackOff = {
  pause: async () => undefined,
  limited: async () => ({ kind: 'limited', until: 0, failures: 1 }),
  failed: async () => ({ kind: 'unreachable', until: 0, failures: 1 }),
  succeeded: async () => undefined,
  forget: async () => undefined,
};

function id(n: number): SteamId {
  const steamId = steamIdFromAccountId(n);
  if (!steamId) throw new Error('out of range');
  return steamId;
}

const profileOf = (url: string) =>
  `<?xml version="1.0"?><profile><steamID64>${/profiles\/(\d+)/.exec(url)?.[1]}</steamID64><steamID><![CDATA[x]]></steamID>
  <privacyState>public</privacyState><visibilityState>3</visibilityState><vacBanned>0</vacBanned>
  <tradeBanState>None</tradeBanState><memberSince>May 3, 2012</memberSince></profile>`;

/** A scorer on a clock that only waiting moves, and when each page was asked for. */
function scorer() {
  let time = 1_000_000;
  const asked: { at: number; url: string }[] = [];
  const local = createLocalScorer({
    backOff: open,
    now: () => time,
    wait: async (ms) => {
      time += ms;
    },
    fetch: async (input) => {
      asked.push({ at: time, url: String(input) });
      return new Response(profileOf(String(input)));
    },
  });
  return { local, asked, now: () => time };
}

describe('the pace of asking Steam', () => {
  it('stays within fifty a minute for a long list', async () => {
    const { local, asked } = scorer();
    await Promise.all(Array.from({ length: 120 }, (_, n) => local.score(id(n + 1), () => 1)));
    expect(asked).toHaveLength(120);
    for (const { at } of asked) {
      expect(asked.filter((other) => other.at > at - 60_000 && other.at <= at).length).toBeLessThanOrEqual(50);
    }
  });

  it('answers a person who asks for one at once, however long the list that used up the minute', async () => {
    const { local, now } = scorer();
    await Promise.all(Array.from({ length: 50 }, (_, n) => local.score(id(n + 1), () => 1)));
    const before = now();
    const result = await local.score(id(999), () => ASKED);
    expect(result?.state).toBe('ok');
    expect(now() - before).toBeLessThanOrEqual(200);
  });

  it('asks for nobody whom no page shows any more', async () => {
    const { local, asked } = scorer();
    expect(await local.score(id(5), () => -1)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
