import { type AccountClient, AccountError } from '#extension/account/client.ts';
import type { ReportField, StoredReport, Unsent } from '#extension/reports/report.ts';
import { FIELDS, type OutboxRow, storedReportSchema } from '#extension/reports/rows.ts';
import { type Problem, problemSchema } from '#shared/api/common.ts';
import { withdrawnResponseSchema } from '#shared/api/reports.ts';

/** What became of sending something. `later`: nothing is wrong with it; it is to be sent again, not before `retryAt` (ms). */
export type Delivery =
  | { state: 'stored'; report: StoredReport }
  | { state: 'withdrawn' }
  | { state: 'refused'; why: Unsent; fields: ReportField[] }
  | { state: 'later'; why: 'unreachable' | 'limited'; retryAt: number | undefined }
  | { state: 'signed-out' };

/** The fields a problem names, by their first part: `evidence.0.url` is `evidence`. */
export function fieldsOf(errors: readonly { path: string }[]): ReportField[] {
  const named = new Set(errors.map(({ path }) => path.split('.')[0]));
  // A match is chosen by its time here.
  if (named.has('matchId')) named.add('playedAt');
  return FIELDS.filter((field) => named.has(field));
}

function refusalOf(problem: Problem | undefined): Delivery {
  const errors = problem?.errors ?? [];
  const refused = (why: Unsent): Delivery => ({ state: 'refused', why, fields: fieldsOf(errors) });
  const ofPlayer = errors.some(({ path }) => path === 'steamId');
  switch (problem?.code) {
    case 'account-blocked':
      return refused('blocked');
    case 'not-found':
      return refused(ofPlayer ? 'no-player' : 'other');
    case 'conflict':
      return refused(errors.length > 0 ? 'other' : 'decided');
    case 'bad-request':
      return refused(ofPlayer ? 'self' : fieldsOf(errors).length > 0 ? 'invalid' : 'other');
    default:
      return refused('other');
  }
}

/** Sends one row in the name of who is signed in now. Errors that are no answer about the row are thrown. */
export async function deliver(client: AccountClient, row: OutboxRow, device: () => Promise<string>): Promise<Delivery> {
  const path = `/v1/reports/${row.steamId}`;
  try {
    if (row.action === 'withdraw') {
      await client.ask('DELETE', path, withdrawnResponseSchema);
      return { state: 'withdrawn' };
    }
    const headers = { 'idempotency-key': row.key, 'x-device': await device() };
    return { state: 'stored', report: await client.ask('PUT', path, storedReportSchema, row.request, headers) };
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    if (error.kind === 'expired') return { state: 'signed-out' };
    const problem = problemSchema.safeParse(error.problem).data;
    if (error.kind === 'refused') return refusalOf(problem);
    return {
      state: 'later',
      why: problem?.code === 'rate-limited' ? 'limited' : 'unreachable',
      retryAt: error.retryAt,
    };
  }
}
