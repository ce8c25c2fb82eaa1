import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createDemos, type Demos } from '#backend/demos/demos.ts';
import { retryAfter } from '#backend/demos/failure.ts';
import { type DemoFiles, openDemoFiles } from '#backend/demos/files.ts';
import { createDemoQueue } from '#backend/demos/queue.ts';
import { idleDemos } from '#backend/demos/queue-store.ts';
import { type WorkerDeps, workOnce } from '#backend/demos/worker.ts';
import type { GameCoordinator, GcMatch } from '#backend/gc/gc.ts';
import type { Identity } from '#backend/platform/access.ts';
import { systemClock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { type Replays, replayLink, startReplays } from '#sandbox/replays/server.ts';
import { shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import { createWorld, type World } from '#sandbox/world/world.ts';
import type { Demo, DemoRequest } from '#shared/api/demos.ts';
import { reservationOf } from '#shared/api/demos.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

const MB = 1024 * 1024;

/** The way of a demo with everything real but Steam: database, files, processes, and replay hosts on loopback. */
export interface Pipeline {
  database: Database;
  files: DemoFiles;
  demos: Demos;
  replays: Replays;
  world: World;
  folder: string;
  /** What the Game Coordinator does with the next question. */
  gc: { answer: 'ok' | 'failed' | 'not-found' | 'no-replay'; asked: number };
  someone(): Identity;
  request(request: DemoRequest, who?: Identity): Promise<Demo>;
  /** Sends a file as a client does and says that it is complete. */
  upload(bytes: Uint8Array, who?: Identity): Promise<Demo>;
  /** Works until nothing is due; retries wait no longer than it takes to come to them. */
  work(change?: Partial<WorkerDeps>): Promise<void>;
  demo(id: string): Promise<Demo>;
  /** A link that nobody else uses. */
  link(): string;
  stop(): Promise<void>;
}

let links = 0;

export async function startPipeline(change: { quota?: number; mostMb?: number } = {}): Promise<Pipeline> {
  const temporary = temporaryFolder();
  const database = await openDatabase({ DATABASE_URL: `file:${join(temporary.path, 'demos.db')}` }, systemClock);
  await migrateDatabase(database);
  const folder = join(temporary.path, 'demos');
  const files = await openDemoFiles(folder, change.quota ?? 2000 * MB);
  const world = createWorld({ seed: 1, people: 60, matches: 12, now: Date.now() });
  const replays = await startReplays(world);
  const demos = createDemos({
    ...{ database, files, clock: systemClock, key: 'a key for tests of demos', locates: true },
    players: { entries: async () => new Map() },
    mostUploadBytes: 100 * MB,
  });
  const gc: Pipeline['gc'] = { answer: 'ok', asked: 0 };
  const gameCoordinator: GameCoordinator = {
    async match(code) {
      gc.asked++;
      if (gc.answer === 'failed' || gc.answer === 'not-found') return { state: gc.answer };
      const found = shareCodesOf(world).find((each) => each.code === code);
      if (!found) return { state: 'not-found' };
      const { at: playedAt, durationSeconds, rounds, teams, replay } = found.match;
      const players = teams.flatMap((team, side): GcMatch['players'] =>
        team.map(({ person: { steamId }, kills, assists, deaths, mvps, score }) => ({
          ...{ steamId, kills, assists, deaths, mvps, score, headshots: 0 },
          team: side === 0 ? 0 : 1,
        })),
      );
      const demoUrl = gc.answer === 'no-replay' ? null : replayLink(replay);
      const reservationId = reservationOf(replayLink(replay)) ?? null;
      return { state: 'ok', value: { playedAt, durationSeconds, rounds, players, reservationId, demoUrl } };
    },
    stop: () => undefined,
  };
  const worker: WorkerDeps = {
    ...{ files, gameCoordinator, clock: systemClock, log: createLog('silent'), name: 'test', concurrency: 1 },
    queue: createDemoQueue({ database, clock: systemClock }),
    limits: {
      mostPackedBytes: (change.mostMb ?? 100) * MB,
      mostDemoBytes: (change.mostMb ?? 100) * MB,
      download: { idleMs: 500, mostMs: 20_000 },
      unpack: { cpuSeconds: 30, wallMs: 60_000, memoryMb: 1500 },
      analysis: { cpuSeconds: 30, wallMs: 60_000, memoryMb: 1500 },
    },
    geometryFolder: undefined,
    idle: (ids) => idleDemos(database, ids),
    replaysAt: new URL(replays.url),
    keepFiles: true,
    // As many tries as it really makes, without the pauses.
    retryAfter: (failure, attempts) => (retryAfter(failure, attempts) === null ? null : 0),
  };
  const someone = (): Identity => {
    const steamId = freshId();
    return { userId: `user of ${steamId}`, steamId, role: 'user', state: 'active', sessionId: 'none' };
  };
  const all: Identity = { ...someone(), role: 'admin' };

  return {
    ...{ database, files, demos, replays, world, folder, gc, someone },
    request: async (request, who = someone()) => (await demos.request(who, `home of ${who.userId}`, request)).demo,
    async upload(bytes, who = someone()) {
      const size = bytes.byteLength;
      const { demo } = await demos.request(who, `home of ${who.userId}`, { upload: { name: 'my.dem', size } });
      const piece = 3 * MB;
      for (let at = 0; at < size; at += piece) {
        await demos.uploads.put(who, demo.id, at, new Blob([Buffer.from(bytes.subarray(at, at + piece))]).stream());
      }
      return demos.uploads.complete(who, demo.id);
    },
    async work(more = {}) {
      const { signal } = new AbortController();
      while (await workOnce({ ...worker, ...more }, signal));
    },
    demo: (id) => demos.detail(all, id),
    link: () => `http://replay123.valve.net/730/00390000000000${String(++links).padStart(7, '0')}_0123456789.dem.bz2`,
    async stop() {
      const [left] = await database.query.all<{ n: number }>(sql`SELECT count(*) AS n FROM job WHERE kind = 'demo'`);
      await replays.stop();
      database.close();
      temporary.remove();
      if ((left?.n ?? 0) > 0) throw new Error('work was left over: a test that did not come to its end');
    },
  };
}

/** The players of a match of the viewer's, as the demo of it has them. */
export const playersOf = (world: World, index: number) =>
  (world.matches[index]?.teams.flat() ?? []).map(({ person }) => person.steamId).filter(isSteamId);
