import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import type { UploadStatus } from '#extension/messages.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import { MAX_ERRORS, type UploadRow, type UploadStore } from '#extension/sync/upload-store.ts';
import { MAX_UPLOAD_BYTES, type UploadResult, uploadResponseSchema } from '#shared/api/matches.ts';

/** Matches of one call, as the backend takes them; fewer when their names make them long. */
const MAX_MATCHES = 50;
/** What the frame around the matches may take, bytes. */
const FRAME = 64;
/** Between two calls, ms: at first, and from so many calls on. The backend takes twenty at once and twenty a minute. */
const GAP_MS = 500;
const FIRST_CALLS = 15;
const STEADY_GAP_MS = 3_200;
/** A service worker that ends in the middle is woken after this, ms, to go on. */
const WATCH_MS = 90_000;
/** Tries of one call, and the first wait between them, ms; it doubles. Then it rests, at first for a minute. */
const TRIES = 3;
const FIRST_WAIT_MS = 2_000;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 6 * 3_600_000;
/** Before what was refused, as to a blocked account, is tried again, ms. */
const REFUSED_REST_MS = 24 * 3_600_000;
const MAX_PROBLEMS = 100;

const stateSchema = z.object({
  lastAt: z.number().exactOptional(),
  why: z.enum(['unreachable', 'refused']).exactOptional(),
  retryAt: z.number().exactOptional(),
  /** Runs in a row that failed. */
  failures: z.int().min(0),
});
type State = z.infer<typeof stateSchema>;

/** Rings when an upload is due that failed, or whose service worker ended under it. */
export const UPLOAD_ALARM = 'matches-upload';

/** Hands the matches read here to the backend, when the person wants that. */
export interface Uploader {
  status(): Promise<UploadStatus>;
  /** Begins with what is not there yet, whatever was before; answers at once. */
  start(): Promise<UploadStatus>;
  /** Begins when there is something to do and nothing says to wait. */
  ring(): Promise<void>;
  /** Resolves when no upload is under way. */
  settled(): Promise<void>;
}

export interface UploaderDeps {
  store: UploadStore;
  account: Pick<Account, 'ask' | 'kept'>;
  /** Whether the person wants it, and there is a backend. */
  wanted(): Promise<boolean>;
  /** Sets the alarm, ms. */
  wakeAt(when: number): Promise<unknown>;
  load(): Promise<unknown>;
  save(state: unknown): Promise<void>;
  now(): number;
  wait(ms: number): Promise<void>;
  report(what: string, error: unknown): void;
}

/** What of a match leaves this browser: what the backend reads, and no more. */
function bodyOf(match: MatchRow): object {
  const { playedAt, mode, map, mapCode, rounds, durationSeconds, replayUrl } = match;
  const players = match.players.map(({ ping: _, ...player }) => player);
  return { playedAt, mode, map, mapCode, rounds, durationSeconds, replayUrl, players };
}

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** As many of the first ones as fit into a call. */
export function portionOf(matches: readonly MatchRow[]): MatchRow[] {
  const portion: MatchRow[] = [];
  let size = FRAME;
  for (const match of matches.slice(0, MAX_MATCHES)) {
    size += bytes(JSON.stringify(bodyOf(match))) + 1;
    if (size > MAX_UPLOAD_BYTES && portion.length > 0) break;
    portion.push(match);
  }
  return portion;
}

/** The row of a match the backend has answered about; a player's field is kept with the name it was about. */
function rowOf(account: string, match: MatchRow, result: UploadResult): UploadRow {
  const errors = result.errors.slice(0, MAX_ERRORS).map((error) => {
    const index = /^players\.(\d+)\./.exec(error.path)?.[1];
    const name = index === undefined ? undefined : match.players[Number(index)]?.name;
    return { ...error, ...(name && { name }) };
  });
  const state = result.state === 'refused' ? ('refused' as const) : ('sent' as const);
  const { id, map, playedAt } = match;
  return { id, account, state, flawed: errors.length > 0 ? 1 : 0, map, playedAt, errors };
}

/**
 * Uploads newest first, one call at a time. What was dealt with is kept row by row, so that an end at any point costs one
 * call at most, which the backend takes for what it is: the same matches again.
 */
export function createUploader(deps: UploaderDeps): Uploader {
  const { store, account, wanted, wakeAt, load, save, now, wait, report } = deps;
  let running: Promise<void> | undefined;

  const stateNow = async (): Promise<State> => stateSchema.safeParse(await load()).data ?? { failures: 0 };
  const who = async () => {
    if (!(await wanted())) return undefined;
    const kept = await account.kept();
    return kept && { account: `${kept.origin} ${kept.steamId}`, steamId: kept.steamId };
  };

  type End = 'done' | 'signed-out' | 'unreachable' | 'refused';

  /** One call, tried again after a short wait. */
  const send = async (portion: readonly MatchRow[]) => {
    const body = { matches: portion.map(bodyOf) };
    for (let tries = 1; ; tries += 1) {
      const answer = await account.ask('POST', '/v1/matches', uploadResponseSchema, body);
      if (answer.state !== 'unreachable' || tries >= TRIES) return answer;
      await wait(FIRST_WAIT_MS * 2 ** (tries - 1));
    }
  };

  const upload = async (): Promise<End> => {
    for (let calls = 0; ; ) {
      // Asked each time: the person may switch it off, or sign in as somebody else.
      const me = await who();
      if (!me) return 'signed-out';
      const ids = (await store.pending(me.account)).slice(0, 2 * MAX_MATCHES);
      if (ids.length === 0) return 'done';
      const rows = await store.matches(ids);
      const readable = new Set(rows.map(({ id }) => id));
      const own = rows.filter(({ viewer, cutOff }) => viewer === me.steamId && !cutOff);
      const others = [
        ...rows.filter((row) => !own.includes(row)),
        // What cannot be read would be asked for for ever.
        ...ids.filter((id) => !readable.has(id)).map((id) => ({ id, map: '', playedAt: 0 })),
      ];
      await store.put(
        others.map(({ id, map, playedAt }) => {
          return { id, account: me.account, state: 'skipped', flawed: 0, map, playedAt, errors: [] };
        }),
      );
      const portion = portionOf(own);
      if (portion.length === 0) continue;
      if (calls > 0) await wait(calls < FIRST_CALLS ? GAP_MS : STEADY_GAP_MS);
      calls += 1;
      await wakeAt(now() + WATCH_MS);
      const answer = await send(portion);
      if (answer.state === 'expired') return 'signed-out';
      if (answer.state !== 'ok') return answer.state;
      const { results } = answer.value;
      if (results.length !== portion.length) return 'unreachable';
      await store.put(
        portion.flatMap((match, index) => {
          const result = results[index];
          return result ? [rowOf(me.account, match, result)] : [];
        }),
      );
      await save({ failures: 0, lastAt: now() });
    }
  };

  const run = async () => {
    const end = await upload();
    const { failures, lastAt } = await stateNow();
    const last = lastAt === undefined ? {} : { lastAt };
    if (end === 'done' || end === 'signed-out') return save({ failures: 0, ...last });
    const rest = end === 'refused' ? REFUSED_REST_MS : Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** failures);
    const retryAt = now() + rest;
    await save({ failures: failures + 1, why: end, retryAt, ...last });
    await wakeAt(retryAt);
  };

  const begin = () => {
    running ??= run()
      .catch((error: unknown) => report('matches could not be uploaded', error))
      .finally(() => {
        running = undefined;
      });
  };

  const status = async (): Promise<UploadStatus> => {
    const nothing = { total: 0, sent: 0, refused: 0, skipped: 0, problems: [] };
    if (!(await wanted())) return { state: 'off', ...nothing };
    const me = await who();
    if (!me) return { state: 'signed-out', ...nothing };
    const { matches, sent, refused, skipped } = await store.count(me.account);
    const { lastAt, why, retryAt } = await stateNow();
    const flawed = await store.flawed(me.account, MAX_PROBLEMS);
    const problems = flawed.map(({ id, map, playedAt, state, errors }) => {
      return { id, map, playedAt, refused: state === 'refused', errors };
    });
    const left = matches - sent - refused - skipped;
    return {
      state: running ? 'running' : why ? 'failed' : left > 0 ? 'waiting' : 'done',
      ...(why && !running && { why }),
      ...(retryAt !== undefined && !running && { retryAt }),
      ...(lastAt !== undefined && { lastAt }),
      ...{ total: matches - skipped, sent, refused, skipped, problems },
    };
  };

  return {
    status,
    async start() {
      if (await who()) begin();
      return status();
    },
    async ring() {
      const me = await who();
      if (!me || running) return;
      const { retryAt } = await stateNow();
      if (retryAt !== undefined && retryAt > now()) return;
      if ((await store.pending(me.account)).length > 0) begin();
    },
    async settled() {
      await running;
    },
  };
}
