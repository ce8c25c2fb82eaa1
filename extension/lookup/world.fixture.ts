import { vi } from 'vitest';
import { createCache } from '#extension/cache/cache.ts';
import { createDatabase } from '#extension/cache/database.ts';
import { createBackOff } from '#extension/lookup/back-off.ts';
import { createBackendClient } from '#extension/lookup/backend-client.ts';
import { createLocalScorer } from '#extension/lookup/local-scorer.ts';
import { createLookup } from '#extension/lookup/lookup.ts';
import { createRowMaker } from '#extension/lookup/views.ts';
import type { PlayerView } from '#extension/messages.ts';
import { type Settings, settingsSchema } from '#extension/settings.ts';
import type { LookupResult, ScoreEntry } from '#shared/api/players.ts';
import { steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export const START = Date.UTC(2026, 10, 20);
const BACKEND = 'http://backend.test';

export const steamIds = (count: number): SteamId[] =>
  Array.from({ length: count }, (_, index) => String(76561198000000001n + BigInt(index)) as SteamId);

export const entryOf = (steamId: SteamId, score = 12): ScoreEntry => ({
  steamId,
  score,
  rubric: 5,
  band: 'unlikely',
  confidence: 40,
  assessedAt: START,
});

export const profileXml = (
  steamId: SteamId,
  inner = '<vacBanned>0</vacBanned><memberSince>May 5, 2012</memberSince>',
) =>
  `<?xml version="1.0"?><profile><steamID64>${steamId}</steamID64><steamID><![CDATA[x]]></steamID><privacyState>public</privacyState>${inner}</profile>`;

/** Answer of a fake server: a body with status 200, or a response, or a rejection when it throws. */
type Answer = object | string | Response | Promise<object | string | Response>;

/** The lookup with everything real but the clock and HTTP. */
export async function createTestWorld(name: string) {
  let now = START;
  let timers: { at: number; work: () => void }[] = [];
  const storage = new Map<string, unknown>();
  let settings: Settings = settingsSchema.parse({ backendUrl: BACKEND });

  /** Players the backend knows, by bucket; and what it says to explicit lookups. */
  const known = new Map<SteamId, ScoreEntry>();
  const hashes = new Map<SteamId, string>();
  const answers = {
    bucket: (async (prefix: string) => {
      const scores: ScoreEntry[] = [];
      for (const [steamId, entry] of known) {
        const hash = hashes.get(steamId) ?? (await steamIdHash(steamId));
        hashes.set(steamId, hash);
        if (hash.startsWith(prefix)) scores.push(entry);
      }
      return { prefix, scores };
    }) as (prefix: string) => Answer,
    lookup: ((ids: SteamId[]) => ({
      players: ids.map(
        (steamId): LookupResult => ({ state: 'scored', steamId, entry: entryOf(steamId, 20), stale: false }),
      ),
      partial: false,
    })) as (ids: SteamId[]) => Answer,
    profile: ((steamId: SteamId) => profileXml(steamId)) as (steamId: SteamId) => Answer,
    other: ((_url: URL): Answer => {
      throw new TypeError('fetch failed');
    }) as (url: URL, init: RequestInit | undefined) => Answer,
  };
  const requests: { url: URL; body: unknown }[] = [];
  let open = 0;
  let mostOpen = 0;
  const fetcher: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    requests.push({ url, body });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    try {
      const answer = async () => {
        const bucket = /^\/v1\/scores\/(\w+)$/.exec(url.pathname)?.[1];
        if (bucket) return answers.bucket(bucket);
        if (url.pathname === '/v1/players/lookup') return answers.lookup((body as { steamIds: SteamId[] }).steamIds);
        const profile = /^\/profiles\/(\d+)$/.exec(url.pathname)?.[1];
        if (profile && url.searchParams.has('xml')) return answers.profile(profile as SteamId);
        return answers.other(url, init);
      };
      const given = await answer();
      if (given instanceof Response) return given;
      return new Response(typeof given === 'string' ? given : JSON.stringify(given));
    } finally {
      open -= 1;
    }
  };

  const report = vi.fn();
  const backOff = createBackOff({
    load: async () => structuredClone(storage.get('backOff')),
    save: async (state) => void storage.set('backOff', structuredClone(state)),
    now: () => now,
    random: () => 1,
  });
  const schedule = (work: () => void, ms: number) => void timers.push({ at: now + ms, work });
  const wait = (ms: number) => new Promise<void>((resolve) => schedule(resolve, ms));
  const backend = createBackendClient({
    url: async () => settings.backendUrl,
    backOff,
    fetch: fetcher,
    now: () => now,
  });
  const local = createLocalScorer({ backOff, fetch: fetcher, now: () => now, wait });
  const database = createDatabase(name);
  const cache = createCache(database, report);
  const rows = createRowMaker(
    () => now,
    () => 0.5,
  );
  const lookup = createLookup({
    cache,
    backend,
    local,
    backOff,
    settings: async () => settings,
    rows,
    now: () => now,
    setTimeout: schedule,
    report,
  });

  return {
    lookup,
    cache,
    database,
    backOff,
    backend,
    local,
    rows,
    known,
    answers,
    requests,
    report,
    storage,
    mostOpen: () => mostOpen,
    now: () => now,
    settings: () => settings,
    set(change: Partial<Settings>) {
      settings = { ...settings, ...change };
    },
    /** Moves the clock and runs what is due by then. */
    advance(ms: number) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { work } of due) work();
    },
    timers: () => timers.length,
    bucketRequests: () => requests.filter(({ url }) => url.pathname.startsWith('/v1/scores/')).length,
    lookupRequests: () =>
      requests
        .filter(({ url }) => url.pathname === '/v1/players/lookup')
        .map(({ body }) => (body as { steamIds: SteamId[] }).steamIds),
    profileRequests: () => requests.filter(({ url }) => url.searchParams.has('xml')).length,
    /** A page that watches and sees these players, and the last view of each. */
    page(ids: readonly SteamId[], seen: readonly SteamId[] = ids) {
      const views = new Map<SteamId, PlayerView>();
      const subscription = lookup.subscribe((batch) => {
        for (const view of batch) views.set(view.steamId, view);
      });
      subscription.watch(ids);
      subscription.visible(seen);
      return { views, ...subscription };
    },
  };
}
export type TestWorld = Awaited<ReturnType<typeof createTestWorld>>;
