import type { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import type { AccountAnswer, Polled } from '#extension/answers.ts';
import {
  type DashboardSummary,
  recentResponseSchema,
  type Statistics,
  seenResponseSchema,
  statisticsResponseSchema,
  summaryResponseSchema,
} from '#shared/api/dashboard.ts';

type Recent = z.infer<typeof recentResponseSchema>;

/** The backend's dashboard of whoever is signed in. */
export interface DashboardClient {
  summary(): Promise<AccountAnswer<DashboardSummary>>;
  recent(cursor: string | undefined): Promise<AccountAnswer<Recent>>;
  statistics(query: {
    scope: Statistics['scope'];
    weeks: number;
    /** IANA name. */
    zone: string;
  }): Promise<AccountAnswer<Statistics>>;
  /** The summary up to `until` (ms) was looked at. */
  seen(until: number): Promise<AccountAnswer<{ seen: number }>>;
}

export function createDashboardClient(account: Pick<Account, 'poll' | 'ask' | 'kept'>): DashboardClient {
  let held: { owner: string; answers: Map<string, Polled<unknown>> } | undefined;

  /** Answers of one account alone: another one starts anew. */
  const answersOf = async () => {
    const kept = await account.kept();
    const owner = kept ? `${kept.origin} ${kept.steamId}` : '';
    if (held?.owner !== owner) held = { owner, answers: new Map() };
    return held.answers;
  };

  async function poll<S extends z.ZodType>(path: string, schema: S): Promise<AccountAnswer<z.infer<S>>> {
    const answers = await answersOf();
    const before = answers.get(path);
    const value = schema.safeParse(before?.value);
    const answer = await account.poll(
      path,
      schema,
      before && value.success ? { value: value.data, etag: before.etag } : undefined,
    );
    if (answer.state !== 'ok') return answer;
    answers.set(path, answer.value);
    return { state: 'ok', value: answer.value.value };
  }

  return {
    summary: () => poll('/v1/dashboard/summary', summaryResponseSchema),
    recent: (cursor) =>
      poll(
        `/v1/dashboard/recent${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
        recentResponseSchema,
      ),
    statistics: ({ scope, weeks, zone }) =>
      poll(
        `/v1/dashboard/statistics?${new URLSearchParams({ scope, weeks: String(weeks), zone })}`,
        statisticsResponseSchema,
      ),
    seen: (until) => account.ask('POST', '/v1/dashboard/seen', seenResponseSchema, { until }),
  };
}
