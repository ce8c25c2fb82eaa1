import type { Runtime } from 'webextension-polyfill';
import type { BackgroundContext, Sender } from '#extension/background/context.ts';
import {
  account,
  accountHeld,
  accountSessions,
  deleteAccount,
  endSessions,
  exportAccount,
  openApp,
  signIn,
  signOut,
} from '#extension/background/handlers/account.ts';
import { analysis } from '#extension/background/handlers/analysis.ts';
import { clearCache } from '#extension/background/handlers/clear-cache.ts';
import {
  dashboardRecent,
  dashboardSeen,
  dashboardStatistics,
  dashboardSummary,
} from '#extension/background/handlers/dashboard.ts';
import { demoHandlers } from '#extension/background/handlers/demos.ts';
import { details } from '#extension/background/handlers/details.ts';
import { leetify } from '#extension/background/handlers/leetify.ts';
import { loadCard } from '#extension/background/handlers/load-card.ts';
import { moderationHandlers } from '#extension/background/handlers/moderation.ts';
import { importNotes, notes, setNote } from '#extension/background/handlers/notes.ts';
import { noticeHandlers } from '#extension/background/handlers/notices.ts';
import { openDetails } from '#extension/background/handlers/open-details.ts';
import { ownSyncHandlers } from '#extension/background/handlers/own-sync.ts';
import {
  demoFindings,
  listDemos,
  listMatches,
  listPlayers,
  matchDetails,
  setNotes,
} from '#extension/background/handlers/players.ts';
import { forgetRecent, recent, remember } from '#extension/background/handlers/recent.ts';
import { reportHandlers } from '#extension/background/handlers/reports.ts';
import { resolve } from '#extension/background/handlers/resolve.ts';
import { getSettings, setSettings } from '#extension/background/handlers/settings.ts';
import {
  forgetShareCodes,
  matchSync,
  setShareCodes,
  syncMatches,
  uploadNow,
  uploadStatus,
} from '#extension/background/handlers/sources.ts';
import { status } from '#extension/background/handlers/status.ts';
import {
  bansMet,
  bansSeen,
  bansSince,
  checkBans,
  forgetHistory,
  historyStatus,
  readHistory,
  stopHistory,
} from '#extension/background/handlers/sync.ts';
import { CONTENT_MAY_SEND, requestSchemas } from '#extension/background/schemas.ts';
import { identify } from '#extension/background/senders.ts';
import type { RequestName, Requests } from '#extension/messages.ts';

type Handler<N extends RequestName> = (
  context: BackgroundContext,
  request: Requests[N]['in'],
  sender: Sender,
) => Promise<Requests[N]['out']>;

const HANDLERS: { [N in RequestName]: Handler<N> } = {
  ...demoHandlers,
  ...moderationHandlers,
  ...noticeHandlers,
  ...ownSyncHandlers,
  ...reportHandlers,
  details,
  analysis,
  leetify,
  resolve,
  status,
  recent,
  remember,
  forgetRecent,
  getSettings,
  setSettings,
  clearCache,
  loadCard,
  openDetails,
  account,
  signIn,
  signOut,
  accountSessions,
  endSessions,
  accountHeld,
  exportAccount,
  deleteAccount,
  openApp,
  dashboardSummary,
  dashboardRecent,
  dashboardStatistics,
  dashboardSeen,
  readHistory,
  stopHistory,
  historyStatus,
  forgetHistory,
  bansMet,
  bansSeen,
  checkBans,
  bansSince,
  matchSync,
  syncMatches,
  setShareCodes,
  forgetShareCodes,
  uploadStatus,
  uploadNow,
  notes,
  setNote,
  setNotes,
  importNotes,
  listPlayers,
  listMatches,
  listDemos,
  matchDetails,
  demoFindings,
};

const isRequestName = (type: unknown): type is RequestName => typeof type === 'string' && Object.hasOwn(HANDLERS, type);

/** Checks a message with its schema and hands it to its handler. */
async function handle<N extends RequestName>(
  context: BackgroundContext,
  name: N,
  body: object,
  sender: Sender,
): Promise<Requests[N]['out']> {
  const read = requestSchemas[name].safeParse(body);
  if (!read.success) throw new Error(`the message "${name}" is malformed`);
  return HANDLERS[name](context, read.data, sender);
}

/**
 * Answers one message. Strangers and unknown messages get no answer at all (`undefined`); what is malformed, or more than
 * the sender may ask, is refused and logged.
 */
export function answer(
  context: BackgroundContext,
  message: unknown,
  from: Runtime.MessageSender,
): Promise<unknown> | undefined {
  const { runtime } = context.browser;
  const sender = identify(from, { id: runtime.id, pageUrl: runtime.getURL('') });
  if (!sender || typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type, ...body } = message;
  if (!isRequestName(type)) return undefined;
  const work =
    sender.kind === 'page' || CONTENT_MAY_SEND.has(type)
      ? handle(context, type, body, sender)
      : Promise.reject(new Error(`a content script may not send "${type}"`));
  return work.catch((error: unknown) => {
    context.report(`"${type}" was not answered`, error);
    throw error;
  });
}
