import type { AccountAnswer, Page } from '#extension/answers.ts';
import type { DemoRequests } from '#extension/demos/messages.ts';
import type { ModerationRequests } from '#extension/moderation/messages.ts';
import type { Note } from '#extension/notes/note.ts';
import type { NoticeRequests } from '#extension/notifications/messages.ts';
import type { ReportRequests } from '#extension/reports/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import type { OwnSyncRequests } from '#extension/user-sync/messages.ts';
import type { Words } from '#extension/words/areas.ts';
import type { AccountSession, DeletionReceipt, HeldResponse, Me, SignInError } from '#shared/api/accounts.ts';
import type { Activity, DashboardSummary, Statistics } from '#shared/api/dashboard.ts';
import type { Demo, DemoAnswer } from '#shared/api/demos.ts';
import type { FieldError, MatchDetails, MatchSummary, SyncSource, SyncStatus } from '#shared/api/matches.ts';
import type { PlayerResponse, ScoreEntry } from '#shared/api/players.ts';
import type { ListedPlayer } from '#shared/api/players-list.ts';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';
import type { BansSince } from '#shared/match-history/bans-since.ts';
import type { Assessment, Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * What content scripts and extension pages say to the background, and what it answers. Types only, so that content
 * scripts carry no schema code; the background reads every message with a schema before it believes it.
 */

/** Name of the long-lived port a content script or page opens to have players' scores streamed to it. */
export const PLAYERS_PORT = 'players';

/** What a badge shows of one player. */
export interface PlayerView {
  steamId: SteamId;
  /**
   * `loading` nothing known yet, more will come · `scored` `entry` is there · `not-found` Steam knows no such account ·
   * `unasked` unknown, and the settings forbid asking · `limited`, `failed` could not be answered now.
   */
  state: 'loading' | 'scored' | 'not-found' | 'unasked' | 'limited' | 'failed';
  /** Present when scored, and beside a failure when an older score is held. */
  entry?: Omit<ScoreEntry, 'steamId'>;
  /** Older than its time to live; a fresher one is on its way or could not be had. */
  stale: boolean;
  /** Who scored: the backend, or this browser from Steam's public pages. */
  origin?: 'backend' | 'local';
}

/** The part of the settings a content script needs; `language` is for the hover card, which carries its own words. */
export type BadgeSettings = Pick<Settings, 'headline' | 'quietBelow' | 'theme' | 'language'>;

/** The few words of a badge, in the user's language; `{score}` and the like are filled in by the badge. */
export type BadgeLabels = Record<
  | 'scored'
  | 'rubric'
  | 'loading'
  | 'notEnoughData'
  | 'notFound'
  | 'unasked'
  | 'limited'
  | 'failed'
  | 'stale'
  | 'trusted'
  | 'band.unlikely'
  | 'band.suspicious'
  | 'band.highly-suspicious'
  | 'band.near-certain',
  string
>;

/** Port, content script → background. `watch` adds players; what is known comes back at once, the rest as it arrives. */
export type PortRequest = { type: 'watch'; steamIds: SteamId[] } | { type: 'visible'; steamIds: SteamId[] };

/** Port, background → content script. `hello` comes first, and again when settings or language change. */
export type PortEvent =
  | { type: 'hello'; settings: BadgeSettings; labels: BadgeLabels }
  | { type: 'views'; views: PlayerView[] }
  /** Of the players watched: whom the person trusts, all of them each time. */
  | { type: 'trusted'; steamIds: SteamId[] };

/** Everything the hover card, popup and app show of one player. */
export type PlayerDetails =
  | ({
      state: 'ok';
      origin: 'backend' | 'local';
      /** Present when a refresh was asked for and refused: the rest is what was held before. `retryAt` in ms. */
      refused?: { state: 'limited' | 'failed'; retryAt?: number };
    } & PlayerResponse)
  /** `retryAt`, ms: the earliest sensible next try of a `limited` or `failed` one, when known. */
  | { state: 'not-found' | 'unasked' | 'limited' | 'failed'; steamId: SteamId; view?: PlayerView; retryAt?: number };

/** Past assessments of one player, newest first; `none` when nobody keeps any (no backend, or player unknown to it). */
type AnalysisHistory =
  | { state: 'ok'; items: Assessment[]; next: string | null }
  | { state: 'none' | 'limited' | 'failed' };

/** A score that includes Leetify's live figures. For the moment it is shown; nothing keeps it. */
export interface LeetifyScore {
  assessment: Assessment;
  /** The score without them, as the badge has it. */
  before?: { score: number | null; band: Band };
  /** False when the score without them also weighs what is only known to the backend (matches, demos, reports). */
  complete: boolean;
}

/** What Leetify says of a player, fetched while it is shown. */
export type LeetifyLive =
  /** `score` is absent while the player's own facts are not known. */
  | { state: 'ok'; fetchedAt: number; profile: LeetifyProfile; score?: LeetifyScore }
  /** Registered there, but no figure is shown; `privacyMode` is Leetify's word for why. */
  | { state: 'hidden'; fetchedAt: number; privacyMode: string }
  /**
   * `off`, `unasked` by the settings · `not-found` not registered at Leetify · `key-refused` the person's own key is wrong ·
   * `no-access` the browser keeps the extension from Leetify.
   */
  | { state: 'off' | 'unasked' | 'not-found' | 'key-refused' | 'no-access' }
  /** `retryAt`, ms: the earliest sensible next try. */
  | { state: 'limited' | 'failed'; retryAt: number };

/** Where things stand with the backend, for popup and card. */
export interface ConnectionStatus {
  state: 'connected' | 'unreachable' | 'local-only' | 'unknown';
  backendUrl: string;
  /** While backing off: the next try, ms. */
  nextTryAt?: number;
  /** Scores held in the local cache. */
  cachedPlayers: number;
}

/** A player looked up from the popup, newest first. */
export interface RecentLookup {
  steamId: SteamId;
  name?: string;
  at: number;
}

/** Why nobody is signed in: what the backend said, or `unreachable` it said nothing, `timeout` nobody came back from Steam, `expired` the session ended. */
export type SignInFailure = SignInError | 'unreachable' | 'timeout' | 'expired';

/** How things stand with the account. The token is the background's alone and in none of these. */
export type AccountView =
  /** No backend, or none to be contacted. */
  | { state: 'off' }
  | { state: 'signed-out'; failure?: SignInFailure }
  | { state: 'signing-in' }
  /** Signed in elsewhere as often as the backend allows: "continue here?". */
  | { state: 'limit'; limit: number; sessions: AccountSession[] }
  /** `fresh` is false when the backend did not answer just now, and `me` is from before. */
  | { state: 'signed-in'; me: Me; fresh: boolean };

/** How the reading of the user's own match history stands. */
export interface HistoryStatus {
  state: 'never' | 'running' | 'done' | 'stopped' | 'failed';
  /** Why it failed: `sign-in` nobody is signed in at Steam · `changed` Steam's page is not what this version knows. */
  why?: 'sign-in' | 'limited' | 'unreachable' | 'changed';
  /** Earliest sensible next try, ms. */
  retryAt?: number;
  finishedAt?: number;
  /** Lists of the page that are read, of all. */
  tabsDone: number;
  tabs: number;
  /** Matches seen in this reading, and those of them that were new. */
  found: number;
  added: number;
  /** Matches kept. */
  matches: number;
  /** What could not be read. */
  problems: string[];
  /** Whose history it is. */
  viewer?: SteamId;
}

/** How the daily look at the bans of everybody met stands. */
export interface BanCheckStatus {
  /** ms; absent when there was none yet. */
  lastAt?: number;
  running: boolean;
}

/** How the upload of matches to the backend stands. */
export interface UploadStatus {
  /**
   * `off` not wanted, or no backend · `signed-out` · `waiting` there is something to send, and it will be · `running` ·
   * `done` everything is there · `failed` `why` says what for.
   */
  state: 'off' | 'signed-out' | 'waiting' | 'running' | 'done' | 'failed';
  why?: 'unreachable' | 'refused';
  /** Earliest next try by itself, ms. */
  retryAt?: number;
  /** When the last one was sent, ms. */
  lastAt?: number;
  /** Matches of this account kept here, those of them the backend has, and those it did not take. */
  total: number;
  sent: number;
  refused: number;
  /** Kept here and never sent: of another account, or only read in part. */
  skipped: number;
  /** What was not taken, newest first, at most a hundred matches: all of it, or fields, with the name of the player they were of. */
  problems: {
    id: string;
    map: string;
    playedAt: number;
    refused: boolean;
    errors: (FieldError & { name?: string })[];
  }[];
}

/** One-off messages (`runtime.sendMessage`) with their answers. */
export interface Requests extends DemoRequests, ModerationRequests, NoticeRequests, OwnSyncRequests, ReportRequests {
  /**
   * Full details of one player; `refresh` asks the backend to look at Steam again (rate-limited there); `ask` says that
   * the person wants this one player asked by ID although the settings forbid asking unknown ones.
   */
  details: { in: { steamId: SteamId; refresh?: boolean; ask?: boolean }; out: PlayerDetails };
  /** One page of a player's past assessments; `cursor` is the `next` of the page before. */
  analysis: { in: { steamId: SteamId; cursor?: string }; out: AnalysisHistory };
  /**
   * Leetify's live data; `ask` says that the person wants this player asked although the settings wait for that, `renew`
   * that minutes-old data will not do.
   */
  leetify: { in: { steamId: SteamId; ask?: boolean; renew?: boolean }; out: LeetifyLive };
  /** A vanity name to its SteamId; null when there is none or it could not be resolved now. */
  resolve: { in: { vanity: string }; out: { steamId: SteamId | null; failed: boolean } };
  status: { in: Record<never, never>; out: ConnectionStatus };
  recent: { in: Record<never, never>; out: RecentLookup[] };
  remember: { in: { players: { steamId: SteamId; name?: string }[] }; out: Record<never, never> };
  forgetRecent: { in: Record<never, never>; out: Record<never, never> };
  getSettings: { in: Record<never, never>; out: Settings };
  setSettings: { in: { settings: Partial<Settings> }; out: Settings };
  clearCache: { in: Record<never, never>; out: Record<never, never> };
  /** Has the background load the hover card's script into the asking frame; answered, with its words, when it is there. */
  loadCard: { in: Record<never, never>; out: Words };
  openDetails: { in: { steamId: SteamId }; out: Record<never, never> };
  account: { in: Record<never, never>; out: AccountView };
  /** Answered when the person has come back from Steam; `replace` goes on where the limit was reached. */
  signIn: { in: { replace: boolean }; out: AccountView };
  signOut: { in: Record<never, never>; out: AccountView };
  accountSessions: { in: Record<never, never>; out: AccountAnswer<{ sessions: AccountSession[]; limit: number }> };
  /** One session, or without `id` all others. */
  endSessions: { in: { id?: string }; out: AccountAnswer<{ ended: number }> };
  accountHeld: { in: Record<never, never>; out: AccountAnswer<HeldResponse> };
  /** Everything held, as JSON text. */
  exportAccount: { in: Record<never, never>; out: AccountAnswer<string> };
  deleteAccount: { in: Record<never, never>; out: AccountAnswer<DeletionReceipt> };
  /** Starts reading the match history, or goes on; one reads at a time, whoever asks. */
  readHistory: { in: Record<never, never>; out: HistoryStatus };
  stopHistory: { in: Record<never, never>; out: HistoryStatus };
  historyStatus: { in: Record<never, never>; out: HistoryStatus };
  /** Deletes matches, people met and their bans from this browser. */
  forgetHistory: { in: Record<never, never>; out: HistoryStatus };
  /** Bans that came after a meeting, newest first. */
  bansMet: { in: Record<never, never>; out: { bans: BanMet[]; check: BanCheckStatus } };
  /** The list was looked at: the number on the toolbar goes away. */
  bansSeen: { in: Record<never, never>; out: Record<never, never> };
  /** Looks now; answered when it is done. */
  checkBans: { in: Record<never, never>; out: BanCheckStatus };
  /** Of players met at a time (ms): who was banned after it, as far as known. */
  bansSince: {
    in: { met: { steamId: SteamId; at: number }[] };
    /** `text` says it in the user's language, `short` in a word, for a page that has no words of its own. */
    out: ({ steamId: SteamId; at: number; text: string; short: string } & BansSince)[];
  };
  /** How the backend's sync of matches stands; cheap to ask again and again. */
  matchSync: { in: Record<never, never>; out: AccountAnswer<SyncStatus> };
  /** Has the backend sync now, from these sources or all. */
  syncMatches: { in: { sources?: SyncSource[] }; out: AccountAnswer<SyncStatus> };
  setShareCodes: { in: { authCode: string; knownCode: string }; out: AccountAnswer<SyncStatus> };
  forgetShareCodes: { in: Record<never, never>; out: AccountAnswer<SyncStatus> };
  uploadStatus: { in: Record<never, never>; out: UploadStatus };
  /** Begins to upload what is not there yet; answers at once. */
  uploadNow: { in: Record<never, never>; out: UploadStatus };
  notes: { in: Record<never, never>; out: Note[] };
  /** Keeps a note; an empty one is deleted. */
  setNote: { in: { note: Omit<Note, 'updatedAt'> }; out: Note[] };
  /** Keeps several notes at once, all or none; empty ones are deleted. */
  setNotes: { in: { notes: Omit<Note, 'updatedAt'>[] }; out: Note[] };
  /** Adds notes from elsewhere; where there is one already the newer one stands. */
  importNotes: { in: { notes: Note[] }; out: { added: number; kept: number } };
  /** A page of the backend's players, matches or demos, by the query of its API; for who is signed in. */
  listPlayers: { in: { query: Record<string, string> }; out: AccountAnswer<Page<ListedPlayer>> };
  listMatches: { in: { query: Record<string, string> }; out: AccountAnswer<Page<MatchSummary>> };
  listDemos: { in: { query: Record<string, string> }; out: AccountAnswer<Page<Demo>> };
  /** A match of one's own as the backend has it, by its ID there. */
  matchDetails: { in: { id: string }; out: AccountAnswer<MatchDetails> };
  /** What a demo that is done says. */
  demoFindings: { in: { id: string }; out: AccountAnswer<DemoAnswer> };
  /** The backend's dashboard of the own account; `recent` goes on at a `cursor`. */
  dashboardSummary: { in: Record<never, never>; out: AccountAnswer<DashboardSummary> };
  dashboardRecent: { in: { cursor?: string }; out: AccountAnswer<{ items: Activity[]; next: string | null }> };
  /** `zone` is an IANA name, for the hours of day. */
  dashboardStatistics: {
    in: { scope: Statistics['scope']; weeks: number; zone: string };
    out: AccountAnswer<Statistics>;
  };
  /** The summary up to `until` (ms) was looked at. */
  dashboardSeen: { in: { until: number }; out: AccountAnswer<{ seen: number }> };
  /** Opens a page of the full-tab app. */
  openApp: { in: { page: 'account' | 'sign-in' | 'people' | 'sources' | 'reports' }; out: Record<never, never> };
}
export type RequestName = keyof Requests;
export type RequestMessage = { [N in RequestName]: { type: N } & Requests[N]['in'] }[RequestName];

/** What the card's script leaves in the content script's world for the overlay to call. */
export interface CardHandle {
  /** The words it shows from now on; without them nothing is shown. */
  speak(words: Words): void;
  /** Opens the card beside `anchor`, or moves it there. `keyboard` moves focus into the card and back on close. */
  open(options: {
    steamId: SteamId;
    anchor: HTMLElement;
    via: 'pointer' | 'keyboard';
    view: PlayerView;
    settings: BadgeSettings;
  }): void;
  /** New state of the player shown, if it is the one shown. */
  update(view: PlayerView): void;
  /** The pointer left the anchor: closes after a grace period unless the pointer entered the card. */
  leave(): void;
  close(): void;
}

declare global {
  /** Where the card's script leaves its handle: global to the content script's isolated world, unseen by the page. */
  var __cstatsentryCard: CardHandle | undefined;
}
