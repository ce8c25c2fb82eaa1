import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { createDatabase } from '#extension/cache/database.ts';
import type { HistoryStatus } from '#extension/messages.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { send } from '#extension/ui/send.ts';

/** Matches read at a time, and before anything is shown: small enough that the page stays quick in between. */
const PORTION = 20;
/** How often the progress of a reading is asked for, ms. */
const POLL_MS = 1_000;

const report = (what: string, error: unknown) => console.warn(`CStatSentry: ${what}`, error);

/** Opened once per page. Pages of the extension read the database themselves: the background need not wake for it. */
let opened: ReturnType<typeof createHistoryStore> | undefined;
function historyStore() {
  opened ??= createHistoryStore(createDatabase('cstatsentry'), report);
  return opened;
}

export interface History {
  /** Newest first; absent until the first have been read. */
  matches: readonly MatchRow[] | undefined;
  /** Whether all that are kept are in `matches`. */
  complete: boolean;
  /** Absent until the background has answered. */
  status: HistoryStatus | undefined;
  /** The background does not answer. */
  failed: boolean;
  /** Why the matches could not be read: the browser's own words. */
  unread: string | undefined;
  /** Asks and reads again after either. */
  retry(): void;
  read(): void;
  stop(): void;
  forget(): void;
}

/** Reads newest matches first and hands on what it has after the first portion and at the end. */
async function load(onMatches: (matches: MatchRow[], complete: boolean) => void, gone: () => boolean): Promise<void> {
  const store = historyStore();
  const all: MatchRow[] = [];
  for (let complete = false; !complete; ) {
    const more = await store.latest(PORTION, all.at(-1)?.playedAt);
    if (gone()) return;
    all.push(...more);
    complete = more.length < PORTION;
    if (complete || all.length === PORTION) onMatches([...all], complete);
  }
}

/** The matches kept in this browser, and how the reading of more stands. */
export function useHistory(): History {
  const [{ matches, complete }, setLoaded] = useState<Pick<History, 'matches' | 'complete'>>({
    matches: undefined,
    complete: false,
  });
  const [status, setStatus] = useState<HistoryStatus>();
  const [failed, setFailed] = useState(false);
  const [unread, setUnread] = useState<string>();
  const turn = useRef(0);

  const reload = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    load(
      (found, all) => {
        // Those shown before stay until all are there: the first ones alone would take rows away that somebody is at.
        setLoaded((old) => (all || !old.matches ? { matches: found, complete: all } : old));
        setUnread(undefined);
      },
      () => mine !== turn.current,
    ).catch((error: unknown) => {
      report('the matches could not be read', error);
      if (mine === turn.current) setUnread(error instanceof Error ? error.message : String(error));
    });
  }, []);
  const say = useCallback((type: 'readHistory' | 'stopHistory' | 'historyStatus' | 'forgetHistory') => {
    send(type, {}).then(
      (now) => {
        setStatus(now);
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, []);

  // At once: the first people are wanted with the first paint.
  useLayoutEffect(() => {
    reload();
    say('historyStatus');
    return () => {
      turn.current += 1;
    };
  }, [reload, say]);
  const running = status?.state === 'running';
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => say('historyStatus'), POLL_MS);
    return () => clearInterval(timer);
  }, [running, say]);
  // What has been read shows as it comes.
  const kept = status?.matches;
  const shown = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (kept === undefined || kept === shown.current) return;
    if (shown.current !== undefined) reload();
    shown.current = kept;
  }, [kept, reload]);

  return {
    matches,
    complete,
    status,
    failed,
    unread,
    retry: () => {
      reload();
      say('historyStatus');
    },
    read: () => say('readHistory'),
    stop: () => say('stopHistory'),
    forget: () => say('forgetHistory'),
  };
}
