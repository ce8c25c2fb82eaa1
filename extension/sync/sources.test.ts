import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { Polled } from '#extension/answers.ts';
import type { OwnReport } from '#extension/reports/report.ts';
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

const own = (account: number, change: Partial<OwnReport> = {}): OwnReport => ({
  ...{ steamId: someone(account), state: 'sent', withdrawing: false, at: 5 },
  request: { category: 'aim', evidence: [], words: '' },
  ...change,
});

it('whom one reported is known from here and from elsewhere, without what was refused or taken back', async () => {
  const stored = { ...own(2).request, steamId: someone(2), reportedAt: 3, editedAt: 5, outcome: 'open' } as const;
  const reports = [
    own(1, { state: 'waiting' }),
    own(2, { stored: { ...stored, outcomeAt: null, playedTogether: true } }),
    own(3, { state: 'refused' }),
    own(4, { withdrawing: true }),
    own(5),
  ];
  const renewed: boolean[] = [];
  const reported = createReported(async (renew) => {
    renewed.push(renew);
    return { account: 'active', reports, fresh: true };
  });
  expect(await reported([1, 2, 3, 4].map(someone))).toEqual(
    new Map([
      [someone(1), 5],
      [someone(2), 3],
    ]),
  );
  expect(await reported([])).toEqual(new Map());
  expect(renewed).toEqual([true]);
});
