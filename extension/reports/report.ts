import type { ListedReport, MyReport, ReportRequest } from '#shared/api/reports.ts';
import type { MatchMode } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What is said of reports between background, card, popup and app. Types only: the card carries no schema code. */

export type ReportCategory = ReportRequest['category'];
export type ReportEvidence = ReportRequest['evidence'][number];

/** How long a report can be undone, ms: it is not sent before. */
export const UNDO_MS = 10_000;

/** What somebody is about to report; kept in this browser until it is sent or thrown away. */
export interface ReportDraft {
  category?: ReportCategory;
  /** ms; absent: not known. */
  playedAt?: number;
  evidence: ReportEvidence[];
  words: string;
}

/** A report as the backend told of it; an older backend tells nothing of state, name and ban. */
export type StoredReport = MyReport & Partial<Pick<ListedReport, 'state' | 'name' | 'ban'>>;

/**
 * Why a report is not there yet. Waiting: `unreachable` the backend does not answer · `limited` it wants no more for now ·
 * `signed-out` · Refused: `invalid` by fields · `self` · `no-player` · `decided` there is an outcome already · `blocked` the
 * account may not report · `other`.
 */
export type Unsent =
  | 'unreachable'
  | 'limited'
  | 'signed-out'
  | 'invalid'
  | 'self'
  | 'no-player'
  | 'decided'
  | 'blocked'
  | 'other';

/** Parts of a report that can be wrong. */
export type ReportField = 'category' | 'playedAt' | 'evidence' | 'words';

/** One's own report on a player, as this browser knows it. */
export interface OwnReport {
  steamId: SteamId;
  name?: string;
  /**
   * `held` not sent before `dueAt`, and can be undone · `waiting` to be sent, `why` says for what · `sending` · `refused` by the
   * backend, `why` and `fields` say why · `sent` the backend has it.
   */
  state: 'held' | 'waiting' | 'sending' | 'refused' | 'sent';
  /** What is under way takes the report back. */
  withdrawing: boolean;
  /** When it was made or last changed here; for one that is sent, when it was made. */
  at: number;
  /** held, waiting: when it is sent or tried again, ms. */
  dueAt?: number;
  why?: Unsent;
  fields?: ReportField[];
  request: ReportRequest;
  /** What the backend has of it. */
  stored?: StoredReport;
}

/** A match with somebody, to choose from. */
export interface MatchChoice {
  playedAt: number;
  map: string;
  mode: MatchMode;
}

/** Everything the form needs to know of one player. */
export interface ReportView {
  /** `off`: there is no backend to report to · `self`: this is oneself. */
  account: 'off' | 'signed-out' | 'active' | 'blocked' | 'banned' | 'self';
  own?: OwnReport;
  draft?: ReportDraft;
  /** Matches with this player kept in this browser, newest first. */
  matches: MatchChoice[];
}

/** What became of handing in a report. `signed-out`: kept as a draft. */
export type ReportTaken =
  | { state: 'held'; view: ReportView }
  | { state: 'signed-out' }
  | { state: 'invalid'; why: Unsent; fields: ReportField[] };

/** One's own reports: those under way first, then newest first. */
export interface MyReports {
  account: Exclude<ReportView['account'], 'self'>;
  reports: OwnReport[];
  /** Whether the backend was just asked and answered. */
  fresh: boolean;
}
