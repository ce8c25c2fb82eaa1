import type { AccountAnswer } from '#extension/answers.ts';
import type { HistoryStatus, RequestMessage, UploadStatus } from '#extension/messages.ts';
import type { SyncReason, SyncSource, SyncState, SyncStatus } from '#shared/api/matches.ts';

/**
 * What the background says of the sources of matches; `?sources=` is how they stand: `signed-out`, `never`, `running`, `stopped`,
 * `done`, and `failed`, `limited`, `refused`, `unset`, which fail for one cause after the other.
 */

const now = Date.now();
const MINUTE = 60_000;
const counts = { tabsDone: 5, tabs: 5, found: 64, added: 3, matches: 1_284, problems: [] };
const nothing = { total: 0, sent: 0, refused: 0, skipped: 0, problems: [] };

const histories: Record<string, HistoryStatus> = {
  running: { ...counts, state: 'running', tabsDone: 2 },
  failed: { ...counts, state: 'failed', why: 'sign-in' },
  limited: { ...counts, state: 'failed', why: 'limited', retryAt: now + 7 * MINUTE },
  refused: { ...counts, state: 'failed', why: 'changed' },
  unset: { ...counts, state: 'failed', why: 'unreachable' },
  stopped: { ...counts, state: 'stopped', tabsDone: 2, finishedAt: now - 3 * MINUTE },
  done: {
    ...counts,
    state: 'done',
    matches: 1_284_560,
    finishedAt: now - 3 * MINUTE,
    problems: ['unknown map "de_mills"'],
  },
};
const uploads: Record<string, UploadStatus> = {
  'signed-out': { ...nothing, state: 'signed-out' },
  running: { ...nothing, state: 'running', total: 1_284, sent: 350 },
  failed: {
    ...{
      state: 'failed',
      why: 'unreachable',
      retryAt: now + 4 * MINUTE,
      total: 1_284,
      sent: 350,
      refused: 1,
      skipped: 2,
    },
    problems: [
      {
        ...{ id: 'a', map: 'Nuke', playedAt: now - 90_000 * MINUTE, refused: false },
        errors: [
          { path: 'players.3.kills', message: 'not a whole number from 0 to 200', name: 'Владислав Константинович' },
          { path: 'players.7.headshotPercent', message: 'not a whole number from 0 to 100', name: '李雷' },
        ],
      },
      {
        ...{ id: 'b', map: 'Mirage', playedAt: now - 99_000 * MINUTE, refused: true },
        errors: [{ path: 'playedAt', message: 'lies in the future' }],
      },
    ],
  },
  never: { ...nothing, state: 'off' },
  limited: { ...nothing, state: 'waiting', total: 1_284_560, sent: 350_000 },
  refused: { ...nothing, state: 'failed', why: 'refused', total: 1_284, sent: 0 },
  unset: { ...nothing, state: 'failed', why: 'unreachable', total: 1, sent: 0 },
  stopped: { ...nothing, state: 'waiting', total: 1_284, sent: 350 },
  done: { ...nothing, state: 'done', total: 1_284, sent: 1_284, lastAt: now - 3 * MINUTE },
};

function source(name: SyncSource, state: SyncState | 'off', reason: SyncReason | null, done = 0, total = 0) {
  const runs =
    state === 'off' ? { nextRunAt: null, finishedAt: null } : { nextRunAt: now + 24 * MINUTE, finishedAt: now };
  return { source: name, state, reason, done, total, ...runs };
}
const status = (...sources: SyncStatus['sources']): AccountAnswer<SyncStatus> => ({
  state: 'ok',
  value: { sources, shareCodes: { given: true, updatedAt: now - 9_000 * MINUTE, waiting: 2 } },
});
/** Before anybody has given a code. */
const unset = (...sources: SyncStatus['sources']): AccountAnswer<SyncStatus> => ({
  state: 'ok',
  value: { sources, shareCodes: { given: false, updatedAt: null, waiting: 0 } },
});
const syncs: Record<string, AccountAnswer<SyncStatus>> = {
  'signed-out': { state: 'expired' },
  running: status(
    source('share-codes', 'running', null, 3, 7),
    source('uploads', 'queued', null),
    source('leetify', 'running', null, 40, 100),
  ),
  failed: status(
    source('share-codes', 'failed', 'share-code-expired'),
    source('uploads', 'done', null),
    source('leetify', 'failed', 'limited'),
  ),
  never: unset(
    source('share-codes', 'off', 'no-access'),
    source('uploads', 'off', null),
    source('leetify', 'off', 'not-licensed'),
  ),
  limited: status(
    source('share-codes', 'failed', 'auth-code-refused'),
    source('uploads', 'queued', null),
    source('leetify', 'failed', 'not-registered'),
  ),
  refused: { state: 'refused' },
  unset: unset(
    source('share-codes', 'off', 'no-steam-key'),
    source('uploads', 'done', null),
    source('leetify', 'failed', 'unavailable'),
  ),
  stopped: { state: 'unreachable' },
  done: status(
    source('share-codes', 'done', 'no-game-coordinator'),
    source('uploads', 'done', null),
    source('leetify', 'off', 'not-licensed'),
  ),
};

/** The answer to a message about sources; undefined for any other, and where no state is wanted. */
export function sourcesAnswer({ type }: RequestMessage, state: string | null): unknown {
  if (state === null) return undefined;
  if (type === 'historyStatus') return histories[state] ?? { ...counts, state: 'never', matches: 0 };
  if (type === 'uploadStatus') return uploads[state];
  return type === 'matchSync' ? syncs[state] : undefined;
}
