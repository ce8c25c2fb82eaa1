import type { AccountAnswer, Polled } from '#extension/answers.ts';
import type { AuditLog, AuditQuery } from '#shared/api/admin.ts';
import type {
  CaseList,
  CaseQuery,
  CaseResponse,
  HeldCase,
  LogQuery,
  LogResponse,
  ModerationAction,
} from '#shared/api/moderation.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Part of a query; the backend has its own for the rest. */
type Wanted<T> = { [K in keyof T]?: T[K] | undefined };

/** What is asked again and again: `value` is null when it is still the one with the tag that came with the question. */
export type PolledAnswer<T> = AccountAnswer<Polled<T | null>>;

/** Why the backend did not take something: its code where it gave one, and the fields that were wrong. */
export interface Refused {
  outcome: 'refused';
  reason: string | undefined;
  fields: { path: string; message: string }[];
}

/** `changed`: the case is no longer as it was seen; `value` is how it is now, and nothing was stored. */
type ActOutcome = { outcome: 'done' | 'changed'; value: CaseResponse } | Refused;
type AppealOutcome = { outcome: 'done'; value: HeldCase } | Refused;

/** Messages of moderators, and of people whom a case is about. */
export interface ModerationRequests {
  moderationQueue: { in: { query: Wanted<CaseQuery>; etag?: string }; out: PolledAnswer<CaseList> };
  moderationCase: { in: { steamId: SteamId; etag?: string }; out: PolledAnswer<CaseResponse> };
  moderationLog: { in: { query: Wanted<LogQuery>; etag?: string }; out: PolledAnswer<LogResponse> };
  moderationAct: { in: { steamId: SteamId; action: ModerationAction }; out: AccountAnswer<ActOutcome> };
  appeal: { in: { text: string }; out: AccountAnswer<AppealOutcome> };
  /** What happened to accounts; for admins. */
  auditLog: { in: { query: Wanted<AuditQuery> }; out: AccountAnswer<AuditLog> };
}
