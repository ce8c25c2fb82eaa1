import type { GameCoordinator, GcMatch } from '#backend/gc/gc.ts';
import { readMatchList } from '#backend/gc/read-match.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '#backend/platform/clock.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { Outcome } from '#backend/steam/http.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';

type Listener = (...args: unknown[]) => void;

/** The connection to Steam, as far as it is used: `steam-user`, which connects anew by itself after a loss. */
interface SteamConnection {
  on(event: 'loggedOn' | 'error' | 'disconnected', listener: Listener): unknown;
  logOn(details: { refreshToken: string }): void;
  logOff(): void;
  gamesPlayed(apps: number[]): void;
}

/** Counter-Strike's part of it: `globaloffensive`. */
interface CounterStrike {
  readonly haveGCSession: boolean;
  on(event: 'connectedToGC' | 'disconnectedFromGC' | 'matchList' | 'error', listener: Listener): unknown;
  requestGame(shareCode: string): void;
}

export interface CoordinatorDeps {
  steam: SteamConnection;
  game: CounterStrike;
  refreshToken: string;
  clock: Clock;
  log: Log;
}

const CS2 = 730;
/** How long an answer, and a session, may take; the pause between two questions, ms. */
const TIMEOUT = 30 * SECOND;
const PACE = 2 * SECOND;
/** How often a question is asked whose session was lost. */
const LOST_TRIES = 2;
/** After an error of the connection: first and longest wait, ms; and after a refused account. */
const FIRST_RETRY = 10 * SECOND;
const LAST_RETRY = 15 * MINUTE;
const REFUSED_RETRY = HOUR;
/** Steam's results that another attempt does not change: wrong or ended token, no such account, locked, banned. */
const REFUSED = new Set([5, 15, 18, 43, 63, 65, 73, 85]);

/**
 * Asks the Game Coordinator, one match at a time and at a pace. Connects with the first question. An answer is believed
 * only when it names the match that was asked for; when none comes in time the session is given up, so that a late one
 * cannot be taken for the next.
 */
export function createGameCoordinator({ steam, game, refreshToken, clock, log }: CoordinatorDeps): GameCoordinator {
  let loggedOn = false;
  let stopped = false;
  let failures = 0;
  let retryAt = 0;
  let askedAt = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const waiting = new Set<() => void>();
  /** Wakes whoever waits: something has changed. */
  const wake = () => {
    for (const each of waiting) each();
  };
  let asked: { matchId: string; answer?: Outcome<GcMatch> } | undefined;

  steam.on('loggedOn', () => steam.gamesPlayed([CS2]));
  steam.on('disconnected', wake);
  steam.on('error', (error) => {
    loggedOn = false;
    const result = error instanceof Error && 'eresult' in error ? Number(error.eresult) : 0;
    const wait = REFUSED.has(result) ? REFUSED_RETRY : Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures);
    failures++;
    retryAt = clock.now() + wait;
    log.warn('gc.connection', { error: errorText(error), result, retryInMs: wait });
    wake();
  });
  game.on('connectedToGC', () => {
    failures = 0;
    log.info('gc.connected');
    wake();
  });
  game.on('disconnectedFromGC', wake);
  // Emitted for a refused session; without a listener it would end the process.
  game.on('error', (error) => {
    failures++;
    retryAt = clock.now() + REFUSED_RETRY;
    log.warn('gc.refused', { error: errorText(error) });
    wake();
  });
  game.on('matchList', (matches) => {
    if (!asked) return;
    const read = readMatchList(matches);
    if (read === undefined) {
      log.warn('gc.unreadable');
      asked.answer = { state: 'failed' };
    } else if (read.size === 0) asked.answer = { state: 'not-found' };
    else if (read.has(asked.matchId)) {
      const match = read.get(asked.matchId);
      asked.answer = match ? { state: 'ok', value: match } : { state: 'not-found' };
    }
    wake();
  });

  /** Resolves true when `until` holds, false after the time is over or the connection broke for longer. */
  async function wait(until: () => boolean): Promise<boolean> {
    const over = new AbortController();
    let late = false;
    const timer = clock.sleep(TIMEOUT, over.signal).then(
      () => {
        late = true;
        wake();
      },
      () => undefined,
    );
    try {
      while (!until() && !late && !stopped && retryAt <= clock.now()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
      }
      return until();
    } finally {
      over.abort();
      await timer;
    }
  }

  function disconnect(): void {
    if (loggedOn) steam.logOff();
    loggedOn = false;
  }

  /** `lost`: the session ended before an answer came. */
  async function ask(shareCode: string): Promise<Outcome<GcMatch> | { state: 'lost' }> {
    const code = decodeShareCode(shareCode);
    if (!code) return { state: 'not-found' };
    if (stopped) return { state: 'failed' };
    if (retryAt > clock.now()) return { state: 'limited', retryAfterMs: retryAt - clock.now() };
    if (!loggedOn) {
      loggedOn = true;
      steam.logOn({ refreshToken });
    }
    if (!(await wait(() => game.haveGCSession))) {
      disconnect();
      return { state: 'failed' };
    }
    const pause = askedAt + PACE - clock.now();
    if (pause > 0) await clock.sleep(pause);
    askedAt = clock.now();
    const question: NonNullable<typeof asked> = { matchId: String(code.matchId) };
    asked = question;
    try {
      game.requestGame(shareCode);
      if (await wait(() => question.answer !== undefined || !game.haveGCSession)) {
        if (question.answer) return question.answer;
        if (!stopped) return { state: 'lost' };
      }
      log.warn('gc.no-answer');
      disconnect();
      return { state: 'failed' };
    } finally {
      asked = undefined;
    }
  }

  return {
    match(shareCode) {
      const turn = queue.then(async (): Promise<Outcome<GcMatch>> => {
        for (let lost = 0; lost < LOST_TRIES; lost++) {
          const answer = await ask(shareCode);
          if (answer.state !== 'lost') return answer;
        }
        return { state: 'failed' };
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
    stop() {
      stopped = true;
      disconnect();
      wake();
    },
  };
}
