import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { Polled } from '#extension/account/client.ts';
import { ME } from '#extension/sync/fixture.ts';
import { createReported } from '#extension/sync/reported.ts';
import { createSources } from '#extension/sync/sources.ts';
import type { SyncStatus } from '#shared/api/matches.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const STATUS: SyncStatus = { sources: [], shareCodes: { given: false, updatedAt: null, waiting: 0 } };

it('the status is asked with the tag of the last answer, of the same account', async () => {
  let signedIn: SteamId = ME;
  const held: unknown[] = [];
  const sources = createSources({
    kept: async () => ({ origin: 'https://sentry.example.org', steamId: signedIn }),
    ask: async () => ({ state: 'refused' }),
    async poll<S extends z.ZodType>(_path: string, schema: S, before?: Polled<z.infer<S>>) {
      held.push(before?.etag);
      return { state: 'ok' as const, value: before ?? { value: schema.parse(STATUS), etag: '"1"' } };
    },
  });
  expect(await sources.status()).toEqual({ state: 'ok', value: STATUS });
  expect(await sources.status()).toEqual({ state: 'ok', value: STATUS });
  signedIn = someone(5);
  await sources.status();
  expect(held).toEqual([undefined, '"1"', undefined]);
});

const pages = (all: readonly SteamId[], asked: string[]) => ({
  kept: async () => ({ origin: 'https://sentry.example.org', steamId: ME }),
  async ask<S extends z.ZodType>(_method: string, path: string, schema: S) {
    asked.push(path);
    const start = Number(new URL(path, 'https://x').searchParams.get('cursor') ?? 0);
    const items = all.slice(start, start + 100).map((steamId, index) => ({ steamId, reportedAt: start + index + 1 }));
    const next = start + 100 < all.length ? String(start + 100) : null;
    return { state: 'ok' as const, value: schema.parse({ items, next }) };
  },
});

it('own reports are looked through until those asked for are found', async () => {
  const asked: string[] = [];
  const all = Array.from({ length: 250 }, (_, index) => someone(index + 1));
  const reported = createReported(pages(all, asked));
  expect(await reported([someone(3)])).toEqual(new Map([[someone(3), 3]]));
  expect(asked).toHaveLength(1);
  expect(await reported([someone(120), someone(900)])).toEqual(new Map([[someone(120), 120]]));
  expect(asked).toHaveLength(4);
  expect(await reported([])).toEqual(new Map());
  expect(asked).toHaveLength(4);
});

it('nobody is known to be reported while nobody is signed in, or nobody answers', async () => {
  const ask = async () => ({ state: 'unreachable' as const });
  expect(await createReported({ kept: async () => undefined, ask })([ME])).toEqual(new Map());
  expect(await createReported({ kept: async () => ({ origin: 'https://x', steamId: ME }), ask })([ME])).toEqual(
    new Map(),
  );
});
