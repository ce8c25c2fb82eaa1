import { analyse } from '#backend/demos/analysis.ts';
import type { Limits } from '#backend/demos/child.ts';
import { download } from '#backend/demos/download.ts';
import { DemoFailure } from '#backend/demos/failure.ts';
import type { DemoFiles } from '#backend/demos/files.ts';
import type { Resolve } from '#backend/demos/guarded-request.ts';
import type { DemoQueue } from '#backend/demos/queue.ts';
import { unpack } from '#backend/demos/unpack.ts';
import type { GameCoordinator } from '#backend/gc/gc.ts';
import { type Clock, SECOND } from '#backend/platform/clock.ts';
import type { ClaimedDemo, DemoEnd, DemoProgress, DemoReport } from '#shared/api/demos.ts';
import { reservationOf } from '#shared/api/demos.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';

/** Bounds of what one demo may cost. */
export interface DemoLimits {
  mostPackedBytes: number;
  mostDemoBytes: number;
  download: { idleMs: number; mostMs: number };
  unpack: Limits;
  analysis: Limits;
}

export interface RunDeps {
  queue: DemoQueue;
  files: DemoFiles;
  clock: Clock;
  limits: DemoLimits;
  gameCoordinator: GameCoordinator | undefined;
  geometryFolder: string | undefined;
  /** Those whose files may go when the disk is full. */
  idle(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gets the file of an upload that is not here: a worker elsewhere asks the backend for it. */
  fetchUpload?: ((claim: ClaimedDemo, path: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** The operator's word on where replays are; for the sandbox. */
  replaysAt?: URL | undefined;
  /** Tests only. */
  resolve?: Resolve;
  bzip2Program?: boolean;
}

/** How often progress is told at most, ms. */
const TELL_EVERY = SECOND;
/** Share of the players expected who must be in the demo, for it to be the match that was asked for. */
const MOST = 0.5;

type Step = Omit<DemoProgress, 'lease'>;

/**
 * Takes one demo from where it is to its end. Every step looks first for what an earlier try has left: files are renamed into
 * place when they are whole, so a process that is killed loses only the step it was in. Throws `DemoFailure`, `LeaseLost`,
 * or the reason of `signal`.
 */
export async function runDemo(deps: RunDeps, claim: ClaimedDemo, signal: AbortSignal): Promise<DemoEnd> {
  const { queue, files, clock, limits } = deps;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = async (step: Step) => {
    signal.throwIfAborted();
    toldAt = clock.now();
    await queue.progress(claim.id, { lease: claim.lease, ...step });
  };
  /** Of many small steps only one a second is told. */
  const tellSometimes = async (step: Step) => {
    if (clock.now() - toldAt >= TELL_EVERY) await tell(step);
  };
  const makeRoom = async (bytes: number) => {
    await files.makeRoom(bytes, async (ids) => {
      const free = new Set(await deps.idle(ids));
      free.delete(claim.id);
      return free;
    });
  };

  const packed = files.path(claim.id, 'packed');
  if ((await files.size(claim.id, 'packed')) === undefined) {
    if (claim.source === 'upload') await takeUpload(deps, claim, packed, signal);
    else {
      const located = claim.replayUrl === null ? await locate(deps, claim, tell) : undefined;
      const url = located?.replayUrl ?? claim.replayUrl ?? '';
      if (located) claim.expected.steamIds.push(...located.steamIds);
      await tell({ state: 'downloading', bytes: 0, total: null, percent: null, ...(located && { located }) });
      await download({
        ...{ url, path: packed, signal, makeRoom },
        partPath: files.path(claim.id, 'part'),
        mostBytes: limits.mostPackedBytes,
        ...limits.download,
        onProgress: (bytes, total) =>
          tellSometimes({ state: 'downloading', bytes, total, percent: percentOf(bytes, total) }),
        ...(deps.resolve && { resolve: deps.resolve }),
        ...(deps.replaysAt && { connectTo: deps.replaysAt }),
      });
    }
  }
  const bytes = (await files.size(claim.id, 'packed')) ?? 0;
  const file = { bytes, sha256: await files.digest(claim.id, 'packed') };
  await tell({ state: 'unpacking', bytes: 0, total: bytes, percent: 0, file });
  const demo = await unpack({
    ...{ path: packed, signal, makeRoom },
    demoPath: files.path(claim.id, 'dem'),
    partPath: files.path(claim.id, 'unpacking'),
    mostBytes: limits.mostDemoBytes,
    limits: limits.unpack,
    onProgress: (done, total) =>
      tellSometimes({ state: 'unpacking', bytes: done, total, percent: percentOf(done, total) }),
    ...(deps.bzip2Program !== undefined && { bzip2Program: deps.bzip2Program }),
  });
  await tell({ state: 'parsing', bytes: 0, total: null, percent: null });
  const report = await analyse({
    path: demo.path,
    geometryFolder: deps.geometryFolder,
    cacheFolder: files.cacheFolder,
    limits: limits.analysis,
    signal,
    onAnalysing: () => tell({ state: 'analysing', bytes: 0, total: null, percent: null }),
  });
  checkMatch(report, claim.expected);
  return { state: 'done', report, contentSha256: demo.sha256 };
}

const percentOf = (bytes: number, total: number | null): number | null =>
  total === null || total === 0 ? null : Math.min(100, Math.floor((100 * bytes) / total));

/** Asks the Game Coordinator where the replay of a share code is, and who played. */
async function locate(deps: RunDeps, claim: ClaimedDemo, tell: (step: Step) => Promise<void>) {
  const { gameCoordinator } = deps;
  if (!gameCoordinator || claim.shareCode === null) throw new DemoFailure('no-game-coordinator');
  await tell({ state: 'locating', bytes: 0, total: null, percent: null });
  const answer = await gameCoordinator.match(claim.shareCode);
  if (answer.state === 'limited') throw new DemoFailure('game-coordinator-silent', 'asks to wait', answer.retryAfterMs);
  if (answer.state === 'not-found' || answer.state === 'private') throw new DemoFailure('match-unknown');
  if (answer.state === 'failed') throw new DemoFailure('game-coordinator-silent');
  const { demoUrl, playedAt, players } = answer.value;
  if (demoUrl === null) throw new DemoFailure('no-replay');
  return {
    replayUrl: demoUrl,
    reservationId: reservationOf(demoUrl) ?? null,
    playedAt,
    steamIds: players.map(({ steamId }) => steamId),
  };
}

async function takeUpload(deps: RunDeps, claim: ClaimedDemo, path: string, signal: AbortSignal): Promise<void> {
  if (!deps.fetchUpload) throw new DemoFailure('upload-abandoned', 'the file is not here any more');
  await deps.fetchUpload(claim, path, signal);
}

/** Throws when the demo is of another match than the one asked for, as far as players and map tell. */
function checkMatch(report: DemoReport, { steamIds, map }: ClaimedDemo['expected']): void {
  if (map !== null && report.map !== null && report.map !== map) {
    throw new DemoFailure('another-match', `on ${report.map}, not on ${map}`);
  }
  const players = new Set(report.players.map(({ id }) => id).filter(isSteamId));
  const there = steamIds.filter((steamId) => players.has(steamId)).length;
  // A demo without players says nothing about whose match it is.
  if (players.size > 0 && steamIds.length > 0 && there < MOST * steamIds.length) {
    throw new DemoFailure('another-match', `${there} of ${steamIds.length} players are in it`);
  }
}
