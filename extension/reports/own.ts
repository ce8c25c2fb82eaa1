import { fieldsOf } from '#extension/reports/delivery.ts';
import type { OwnReport, ReportDraft, ReportField, Unsent } from '#extension/reports/report.ts';
import type { MineRow, OutboxRow, Pause } from '#extension/reports/rows.ts';
import type { Held } from '#extension/reports/store.ts';
import { type ReportRequest, reportRequestSchema } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How far the clock of a match may be ahead of ours, ms; the backend allows as much. */
const CLOCK_SKEW = 5 * 60_000;

type Read = { ok: true; request: ReportRequest } | { ok: false; why: Unsent; fields: ReportField[] };

/** A draft as a report, or what is wrong with it. */
export function requestOf({ category, playedAt, evidence, words }: ReportDraft, now: number): Read {
  const read = reportRequestSchema.safeParse({
    category,
    evidence,
    words,
    ...(playedAt !== undefined && { playedAt }),
  });
  const errors = read.success ? [] : read.error.issues.map(({ path }) => ({ path: path.join('.') }));
  if (playedAt !== undefined && playedAt > now + CLOCK_SKEW) errors.push({ path: 'playedAt' });
  if (!read.success || errors.length > 0) return { ok: false, why: 'invalid', fields: fieldsOf(errors) };
  return { ok: true, request: read.data };
}

/** A report back as something to be typed on. */
export function draftOf({ category, playedAt, evidence, words }: ReportRequest): ReportDraft {
  return { category, evidence, words, ...(playedAt !== undefined && { playedAt }) };
}

const requestOfStored = ({ category, matchId, playedAt, evidence, words }: MineRow['report']): ReportRequest => ({
  category,
  evidence,
  words,
  ...(matchId !== undefined && { matchId }),
  ...(playedAt !== undefined && { playedAt }),
});

function fromOutbox(row: OutboxRow, signedIn: boolean, pause: Pause | undefined) {
  const { steamId, state, action, madeAt, request, fields } = row;
  const base = { steamId, state, withdrawing: action === 'withdraw', at: madeAt, request };
  if (state === 'held') return { ...base, dueAt: row.dueAt };
  if (state !== 'waiting') return { ...base, ...(row.why && { why: row.why }), ...(fields && { fields }) };
  if (!signedIn) return { ...base, why: 'signed-out' as const };
  const why = pause?.why ?? row.why;
  return { ...base, dueAt: Math.max(row.dueAt, pause?.until ?? 0), ...(why && { why }) };
}

/** What the person is told of their report, from what is under way and what the backend has. */
export function ownOf(
  { row, mine }: Held,
  { signedIn, pause }: { signedIn: boolean; pause: Pause | undefined },
): OwnReport | undefined {
  const name = mine?.name ?? row?.name;
  const more = { ...(name !== undefined && { name }), ...(mine && { stored: mine.report }) };
  if (row) return { ...fromOutbox(row, signedIn, pause), ...more };
  if (!mine) return undefined;
  const { steamId, report } = mine;
  return {
    steamId,
    state: 'sent',
    withdrawing: false,
    at: report.reportedAt,
    request: requestOfStored(report),
    ...more,
  };
}

interface Wish {
  owner: string;
  steamId: SteamId;
  name: string | undefined;
  action: OutboxRow['action'];
  request: ReportRequest;
  now: number;
  /** ms. */
  holdFor: number;
}

/** The row of something newly wanted, in place of what was under way. */
export function rowFor(wish: Wish, under: OutboxRow | undefined): OutboxRow {
  const { owner, steamId, action, request, now } = wish;
  const name = wish.name ?? under?.name;
  // Nothing has come of a row that is still held; what it replaced is what an undo goes back to.
  const { before: older, ...entry } = under ?? {};
  const before = under?.state === 'held' ? older : under && { ...under, ...entry };
  const row: OutboxRow = {
    id: `${owner} ${steamId}`,
    owner,
    steamId,
    ...(name !== undefined && { name }),
    action,
    request,
    key: crypto.randomUUID(),
    state: 'held',
    madeAt: now,
    dueAt: now + wish.holdFor,
    attempts: 0,
  };
  return before ? { ...row, before } : row;
}
