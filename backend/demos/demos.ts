import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { isHopeless } from '#backend/demos/failure.ts';
import type { DemoFiles } from '#backend/demos/files.ts';
import { aboutPlayers } from '#backend/demos/queue-store.ts';
import { loadStats } from '#backend/demos/stats-store.ts';
import {
  countUnfinished,
  dropRequest,
  type HeldDemo,
  insertDemo,
  isRequester,
  listDemos,
  loadDemo,
  type NewDemo,
  ownMatch,
  requestStatement,
  restartDemo,
} from '#backend/demos/store.ts';
import { createUploads, there, type Uploads } from '#backend/demos/uploads.ts';
import type { Identity } from '#backend/platform/access.ts';
import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Players } from '#backend/players/players.ts';
import {
  type Demo,
  type DemoRequest,
  type demoFindingsResponseSchema,
  demoReportSchema,
  type demoRequestResponseSchema,
  type demoStatsSchema,
  type demosQuerySchema,
  type demosResponseSchema,
  reservationOf,
} from '#shared/api/demos.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';

export { demoEvidenceOf } from '#backend/demos/evidence.ts';

export interface DemosDeps {
  database: Database;
  clock: Clock;
  /** The operator's `HASH_KEY`. */
  key: string;
  players: Pick<Players, 'entries'>;
  /** Where there is a disk. */
  files: DemoFiles | undefined;
  /** Whether this process can ask for share codes; workers elsewhere may, too. */
  locates: boolean;
  /** Largest upload, bytes. */
  mostUploadBytes: number;
}

/** What the routes of this feature do. Everything throws `ProblemError` for what the caller must be told. */
export interface Demos {
  request(identity: Identity, client: string, request: DemoRequest): Promise<z.infer<typeof demoRequestResponseSchema>>;
  list(identity: Identity, query: z.infer<typeof demosQuerySchema>): Promise<z.infer<typeof demosResponseSchema>>;
  detail(identity: Identity, demoId: string): Promise<Demo>;
  findings(identity: Identity, demoId: string): Promise<z.infer<typeof demoFindingsResponseSchema>>;
  /** The file kept of a demo, for whoever asked for it. */
  file(
    identity: Identity,
    demoId: string,
  ): Promise<{ bytes: number; sha256: string; name: string; read: DemoFiles['read'] }>;
  remove(identity: Identity, demoId: string): Promise<{ removed: boolean }>;
  stats(): Promise<z.infer<typeof demoStatsSchema>>;
  uploads: Uploads;
}

/** Demos of one person that may be on their way at once. */
const MOST_UNFINISHED = 20;
/** A worker that was not heard of for so long is not counted on, ms. */
const ALIVE = 5 * MINUTE;

export function createDemos(deps: DemosDeps): Demos {
  const { database, clock, players, files } = deps;
  const originKey = createHmac('sha256', deps.key).update('origins of demos').digest();
  // A key of each demo alone: nobody can follow an address from one demo to the next.
  const originOf = (demoId: string, client: string) =>
    createHmac('sha256', originKey).update(`${demoId} ${client}`).digest('base64url').slice(0, 22);
  const notFound = () => new ProblemError('not-found', { detail: 'You asked for no such demo.' });

  /** As it is shown: with how much of an upload is there, and the file only where it is. */
  async function shown(view: Demo): Promise<Demo> {
    const { upload, file, id } = view;
    if (upload && files) {
      const offset = await there(files, id);
      const percent = Math.min(100, Math.floor((100 * offset) / upload.size));
      return { ...view, upload: { ...upload, offset }, progress: { bytes: offset, total: upload.size, percent } };
    }
    return file && (await files?.size(id, 'packed')) === undefined ? { ...view, file: null } : view;
  }

  /** The demo, if the caller asked for it or sees all. */
  async function seen({ userId, role }: Identity, demoId: string): Promise<HeldDemo> {
    const held = await loadDemo(database, sql`d.id = ${demoId}`, clock.now());
    if (!held || (role === 'user' && !(await isRequester(database, demoId, userId)))) throw notFound();
    return held;
  }

  /** Makes of a request what is to be held. */
  async function planned(identity: Identity, request: DemoRequest): Promise<NewDemo> {
    const id = crypto.randomUUID();
    if ('shareCode' in request) {
      const reservationId = String(decodeShareCode(request.shareCode)?.reservationId);
      const match = await ownMatch(database, identity.steamId, { reservationId, matchId: undefined });
      const { priority } = await aboutPlayers(database, match?.expected.steamIds ?? [], null);
      return {
        ...{ id, source: 'share-code', key: `reservation:${reservationId}`, reservationId, priority },
        shareCode: request.shareCode,
        ...{ matchId: match?.id, playedAt: match?.playedAt },
        expected: match?.expected ?? { steamIds: [], map: null },
      };
    }
    const reservationId = 'replayUrl' in request ? reservationOf(request.replayUrl) : undefined;
    const match = await ownMatch(database, identity.steamId, { matchId: request.matchId, reservationId });
    if (request.matchId !== undefined && !match) {
      throw new ProblemError('not-found', { detail: 'You played in no such match.' });
    }
    if (match?.reservationId && reservationId !== undefined && match.reservationId !== reservationId) {
      throw new ProblemError('bad-request', {
        detail: 'This link is of another match.',
        errors: [{ path: 'replayUrl', message: 'not of the match named' }],
      });
    }
    const expected = match?.expected ?? { steamIds: [], map: null };
    const { priority } = await aboutPlayers(database, expected.steamIds, null);
    const about = { id, expected, priority, matchId: match?.id, playedAt: match?.playedAt };
    if ('replayUrl' in request) {
      if (reservationId === undefined) throw new Error('a link without a reservation passed the schema');
      const key = `reservation:${reservationId}`;
      return { ...about, source: 'replay-link', key, reservationId, replayUrl: request.replayUrl };
    }
    const { name, size, sha256 } = request.upload;
    return { ...about, source: 'upload', key: `upload:${id}`, upload: { name, size, sha256 } };
  }

  /** Whether anybody could ask for a share code. */
  async function canLocate(): Promise<boolean> {
    if (deps.locates) return true;
    const rows = await database.query.all(
      sql`SELECT 1 FROM demo_worker WHERE locates = 1 AND seen_at > ${clock.now() - ALIVE} LIMIT 1`,
    );
    return rows.length > 0;
  }

  return {
    uploads: createUploads({ ...deps, seen, shown }),

    async request(identity, client, request) {
      const now = clock.now();
      if ((await countUnfinished(database, identity.userId)) >= MOST_UNFINISHED) {
        throw new ProblemError('rate-limited', {
          detail: `At most ${MOST_UNFINISHED} demos of one person may be on their way.`,
          retryAfterMs: MINUTE,
        });
      }
      if ('upload' in request) {
        if (!files) throw new ProblemError('unavailable', { detail: 'This server takes no files.' });
        if (request.upload.size > deps.mostUploadBytes) {
          throw new ProblemError('body-too-large', { detail: `At most ${deps.mostUploadBytes} bytes.` });
        }
      }
      const plan = await planned(identity, request);
      if (plan.shareCode !== undefined && !(await canLocate())) {
        throw new ProblemError('unavailable', {
          detail: 'Nobody here can ask the Game Coordinator for share codes. Use the replay link, or your own file.',
        });
      }
      const { userId } = identity;
      await insertDemo(database, plan, { userId, origin: originOf(plan.id, client) }, now);
      let held = await loadDemo(database, sql`d.key = ${plan.key}`, now);
      if (!held) throw new ProblemError('conflict', { detail: 'It was removed at this moment. Try again.' });
      const { id, state, reason } = held.view;
      const joined = id !== plan.id;
      if (joined) {
        await database.write([requestStatement(id, { userId, origin: originOf(id, client) }, now)]);
        if (state === 'failed' && !isHopeless(reason)) {
          await restartDemo(database, id, now);
          held = (await loadDemo(database, sql`d.id = ${id}`, now)) ?? held;
        }
      }
      return { demo: await shown(held.view), joined };
    },

    async list(identity, { limit, cursor, state, matchId, scope }) {
      if (scope === 'all' && identity.role === 'user') {
        throw new ProblemError('forbidden', { detail: 'Only for: moderator.' });
      }
      const userId = scope === 'all' ? undefined : identity.userId;
      const page = { before: readCursor(cursor), limit: limit + 1, now: clock.now() };
      const found = await listDemos(database, { userId, state, matchId }, page);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return {
        items: await Promise.all(items.map(shown)),
        next: found.length > limit && last ? `${last.requestedAt.toString(36)}.${last.id}` : null,
      };
    },

    detail: async (identity, demoId) => shown((await seen(identity, demoId)).view),

    async findings(identity, demoId) {
      const held = await seen(identity, demoId);
      const report = held.report === null ? undefined : demoReportSchema.safeParse(JSON.parse(held.report)).data;
      if (!report || held.view.state !== 'done') {
        throw new ProblemError('conflict', { detail: `There are no findings: the demo is ${held.view.state}.` });
      }
      const entries = await players.entries(report.players.flatMap(({ id }) => (isSteamId(id) ? [id] : [])));
      return { demo: await shown(held.view), report, entries: Object.fromEntries(entries) };
    },

    async file(identity, demoId) {
      const held = await seen(identity, demoId);
      const { file } = held.view;
      const bytes = file && (await files?.size(demoId, 'packed'));
      if (!file || !files || bytes === undefined || bytes === null) {
        throw new ProblemError('not-found', { detail: 'The file of this demo is not kept here any more.' });
      }
      return { bytes, sha256: file.sha256, name: file.name, read: files.read };
    },

    async remove(identity, demoId) {
      await seen(identity, demoId);
      const removed = await dropRequest(database, demoId, identity.userId);
      if (removed) await files?.remove(demoId);
      return { removed };
    },

    async stats() {
      const now = clock.now();
      const disk = files ? { bytes: await files.used(), quota: files.quota } : null;
      const uploads = files ? { mostBytes: deps.mostUploadBytes } : null;
      return { ...(await loadStats(database, { now, workersSince: now - ALIVE })), disk, uploads };
    },
  };
}

/** The place of a cursor; throws the 400 for one we did not give. */
function readCursor(cursor: string | undefined): { at: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, time = '', id = ''] = /^([0-9a-z]{1,11})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  const at = Number.parseInt(time, 36);
  if (Number.isSafeInteger(at)) return { at, id };
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}
