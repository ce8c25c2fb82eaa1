import type { CaseResponse, ModerationAction } from '#shared/api/moderation.ts';
import { MAX_NOTE, MAX_REASON } from '#shared/moderation/events.ts';
import { measureAt } from '#shared/moderation/status.ts';

/** What a moderator may do, in the order of the buttons and of the number keys. */
export const DECISIONS = ['flag', 'block', 'ban', 'clear', 'uphold', 'reject', 'note'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Numbers, because letters are elsewhere on a keyboard of another script. */
export const keyOf = (decision: Decision): string => String(DECISIONS.indexOf(decision) + 1);

/** How long a block or ban lasts: with no end, days, or until a date. */
export const TERMS = ['none', '1', '7', '30', '180', 'date'] as const;
type Term = (typeof TERMS)[number];

const DAY = 86_400_000;

/** A decision being written. */
export interface Draft {
  decision: Decision;
  text: string;
  term: Term;
  /** As `datetime-local` has it, in the time of this place. */
  date: string;
  /** The last event the moderator has seen, by its place in the log. */
  seen: number;
  wrong?: Wrong;
}

/** What keeps a draft from being sent. */
type Wrong = 'no-text' | 'too-long' | 'no-date' | 'past';

export function draftOf(decision: Decision, { status }: Pick<CaseResponse, 'status'>): Draft {
  return { decision, text: '', term: 'none', date: '', seen: status.sequence };
}

export const mostWords = (decision: Decision): number => (decision === 'note' ? MAX_NOTE : MAX_REASON);
export const hasTerm = (decision: Decision): decision is 'block' | 'ban' => decision === 'block' || decision === 'ban';

/** What the backend would refuse in any case is not offered. */
export function mayDecide(decision: Decision, held: CaseResponse, now: number): boolean {
  if (decision === 'clear') return held.status.state === 'open' || measureAt(held.status, now) !== 'none';
  if (decision === 'uphold' || decision === 'reject') return held.reportList.length > 0;
  return true;
}

/** When a term ends, ms; null for never, undefined where the date is none. */
function endOf({ term, date }: Pick<Draft, 'term' | 'date'>, now: number): number | null | undefined {
  if (term === 'none') return null;
  if (term !== 'date') return now + Number(term) * DAY;
  const time = new Date(date).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** The action a draft comes to on this version of the case, or what is wrong with it. */
export function readDraft(draft: Draft, version: number, now: number): { action: ModerationAction } | { wrong: Wrong } {
  const { decision } = draft;
  const text = draft.text.trim();
  if (text === '') return { wrong: 'no-text' };
  if (text.length > mostWords(decision)) return { wrong: 'too-long' };
  if (decision === 'note') return { action: { type: 'note', text } };
  if (!hasTerm(decision)) return { action: { type: decision, version, reason: text } };
  const expiresAt = endOf(draft, now);
  if (expiresAt === undefined) return { wrong: 'no-date' };
  if (expiresAt !== null && expiresAt <= now) return { wrong: 'past' };
  return { action: { type: decision, version, reason: text, expiresAt } };
}
