import { type SQL, sql } from 'drizzle-orm';
import { type Expected, enqueueStatement } from '#backend/demos/queue-store.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import { DEMO_REASONS, DEMO_STATES, type Demo, type DemoSourceKind, UPLOAD_CHUNK_BYTES } from '#shared/api/demos.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** A demo as it is held, with the work that is left on it. */
export interface HeldDemo {
  view: Demo;
  key: string;
  /** Of what an uploader announced. */
  uploadSha256: string | null;
  /** Whether somebody is at it right now. */
  working: boolean;
  report: string | null;
}

const COLUMNS = sql`d.id, d.key, d.source, d.state, d.reason, d.detail, d.bytes, d.total, d.percent, d.match_id, d.map,
  d.upload_name, d.upload_size, d.upload_sha256, d.file_bytes, d.file_sha256, d.replay_url, d.requested_at, d.changed_at,
  d.finished_at, d.scored_at, j.attempts, j.run_at, j.lease_until`;

function heldOf(row: Record<string, unknown>, now: number): HeldDemo {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  const number = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]));
  const source: DemoSourceKind =
    row['source'] === 'upload' ? 'upload' : row['source'] === 'share-code' ? 'share-code' : 'replay-link';
  const size = number('upload_size');
  const sha256 = text('file_sha256');
  const fileBytes = number('file_bytes');
  const awaiting = source === 'upload' && sha256 === null && row['state'] === 'requested' && size !== null;
  const working = (number('lease_until') ?? 0) > now;
  const runAt = number('run_at');
  return {
    key: String(row['key']),
    uploadSha256: text('upload_sha256'),
    working,
    report: text('report'),
    view: {
      id: String(row['id']),
      source,
      state: DEMO_STATES.find((state) => state === row['state']) ?? 'requested',
      reason: DEMO_REASONS.find((reason) => reason === row['reason']) ?? null,
      detail: text('detail'),
      progress: { bytes: number('bytes') ?? 0, total: number('total'), percent: number('percent') },
      upload: awaiting ? { offset: 0, size, chunkBytes: UPLOAD_CHUNK_BYTES } : null,
      matchId: text('match_id'),
      map: text('map'),
      attempts: number('attempts') ?? 0,
      retryAt: !working && runAt !== null && runAt > now ? runAt : null,
      requestedAt: number('requested_at') ?? 0,
      changedAt: number('changed_at') ?? 0,
      finishedAt: number('finished_at'),
      scoredAt: number('scored_at'),
      file:
        sha256 === null || fileBytes === null
          ? null
          : { bytes: fileBytes, sha256, name: text('upload_name') ?? nameOf(text('replay_url')) },
    },
  };
}

/** The file's name in a replay link. */
const nameOf = (url: string | null): string => url?.split('/').at(-1) ?? 'demo';

export async function loadDemo(database: Database, where: SQL, now: number): Promise<HeldDemo | undefined> {
  const [row] = await database.query.all<Record<string, unknown>>(
    sql`SELECT ${COLUMNS}, d.report FROM demo AS d LEFT JOIN job AS j ON j.id = 'demo:' || d.id WHERE ${where} LIMIT 1`,
  );
  return row && heldOf(row, now);
}

export async function listDemos(
  database: Database,
  filter: { userId: string | undefined; state: string | undefined; matchId: string | undefined },
  page: { before: { at: number; id: string } | undefined; limit: number; now: number },
): Promise<Demo[]> {
  const { userId, state, matchId } = filter;
  const { before, limit, now } = page;
  const rows = await database.query.all<Record<string, unknown>>(
    sql`SELECT ${COLUMNS} FROM demo AS d LEFT JOIN job AS j ON j.id = 'demo:' || d.id
      WHERE ${userId === undefined ? sql`1` : sql`d.id IN (SELECT demo_id FROM demo_request WHERE user_id = ${userId})`}
        AND ${
          state === undefined
            ? sql`1`
            : state === 'working'
              ? sql`d.state NOT IN ('done', 'failed')`
              : sql`d.state = ${state}`
        }
        AND ${matchId === undefined ? sql`1` : sql`d.match_id = ${matchId}`}
        AND ${before ? sql`(d.requested_at, d.id) < (${before.at}, ${before.id})` : sql`1`}
      ORDER BY d.requested_at DESC, d.id DESC LIMIT ${limit}`,
  );
  return rows.map((row) => heldOf(row, now).view);
}

export async function isRequester(database: Database, demoId: string, userId: string): Promise<boolean> {
  const rows = await database.query.all(
    sql`SELECT 1 FROM demo_request WHERE demo_id = ${demoId} AND user_id = ${userId}`,
  );
  return rows.length > 0;
}

/** How many demos somebody asked for that are not at their end. */
export async function countUnfinished(database: Database, userId: string): Promise<number> {
  const [row] = await database.query.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM demo_request AS r JOIN demo AS d ON d.id = r.demo_id
      WHERE r.user_id = ${userId} AND d.state NOT IN ('done', 'failed')`,
  );
  return row?.n ?? 0;
}

export interface NewDemo {
  id: string;
  key: string;
  source: DemoSourceKind;
  shareCode?: string;
  replayUrl?: string;
  reservationId?: string;
  matchId?: string | undefined;
  playedAt?: number | undefined;
  expected: Expected;
  upload?: { name: string; size: number; sha256: string | undefined };
  priority: number;
}

export interface Requester {
  userId: string;
  origin: string;
}

export const requestStatement = (demoId: string, { userId, origin }: Requester, now: number): Statement => ({
  sql: `INSERT INTO demo_request (demo_id, user_id, origin, requested_at) SELECT id, ?2, ?3, ?4 FROM demo WHERE id = ?1
    ON CONFLICT DO NOTHING`,
  args: [demoId, userId, origin, now],
});

/** Makes a demo unless somebody made one with this key at the same moment; the caller looks which one there is. */
export async function insertDemo(database: Database, demo: NewDemo, requester: Requester, now: number): Promise<void> {
  const { upload } = demo;
  await database.write([
    {
      sql: `INSERT INTO demo (id, key, source, state, share_code, replay_url, reservation_id, match_id, expected, played_at,
          map, upload_name, upload_size, upload_sha256, total, priority, requested_at, changed_at)
        VALUES (?1, ?2, ?3, 'requested', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?12, ?14, ?15, ?15)
        ON CONFLICT (key) DO NOTHING`,
      args: [
        ...[demo.id, demo.key, demo.source, demo.shareCode ?? null, demo.replayUrl ?? null],
        ...[demo.reservationId ?? null, demo.matchId ?? null, JSON.stringify(demo.expected), demo.playedAt ?? null],
        ...[demo.expected.map, upload?.name ?? null, upload?.size ?? null, upload?.sha256 ?? null, demo.priority, now],
      ],
    },
    requestStatement(demo.id, requester, now),
    // Only when it is this one that was made.
    ...(upload
      ? []
      : [
          {
            sql: `INSERT INTO job (id, kind, run_at) SELECT 'demo:' || id, 'demo', ?2 FROM demo WHERE id = ?1
              ON CONFLICT DO NOTHING`,
            args: [demo.id, now],
          },
        ]),
  ]);
}

/** Begins a demo that failed anew; whatever had been found out about where it is stays. */
export async function restartDemo(database: Database, demoId: string, now: number): Promise<void> {
  await database.write([
    {
      sql: `UPDATE demo SET state = 'requested', reason = NULL, detail = NULL, bytes = 0, total = NULL, percent = NULL,
          changed_at = ?2, finished_at = NULL, scored_at = NULL WHERE id = ?1 AND state = 'failed'`,
      args: [demoId, now],
    },
    enqueueStatement(demoId, now),
  ]);
}

/**
 * An upload that is complete: it becomes the demo of this file and is due for a worker, or, where this very file is
 * held already, disappears in favour of that one. Resolves with the ID it goes by now.
 */
export async function completeUpload(
  database: Database,
  demoId: string,
  file: { bytes: number; sha256: string },
  now: number,
): Promise<string> {
  const key = `file:${file.sha256}`;
  const other = `(SELECT id FROM demo WHERE key = ?2 AND id <> ?1)`;
  const results = await database.write([
    {
      sql: `INSERT INTO demo_request (demo_id, user_id, origin, requested_at)
        SELECT ${other}, user_id, origin, requested_at FROM demo_request WHERE demo_id = ?1 AND ${other} IS NOT NULL
        ON CONFLICT DO NOTHING`,
      args: [demoId, key],
    },
    // Scored again: another household brought the same.
    { sql: `UPDATE demo SET scored_at = NULL WHERE state = 'done' AND id = ${other}`, args: [demoId, key] },
    { sql: `DELETE FROM demo_request WHERE demo_id = ?1 AND ${other} IS NOT NULL`, args: [demoId, key] },
    { sql: `DELETE FROM demo WHERE id = ?1 AND ${other} IS NOT NULL`, args: [demoId, key] },
    {
      sql: `UPDATE demo SET key = ?2, file_bytes = ?3, file_sha256 = ?4, bytes = ?3, total = ?3, percent = 100, changed_at = ?5
        WHERE id = ?1 AND file_sha256 IS NULL`,
      args: [demoId, key, file.bytes, file.sha256, now],
    },
    {
      sql: `INSERT INTO job (id, kind, run_at) SELECT 'demo:' || id, 'demo', ?2 FROM demo
        WHERE id = ?1 AND state = 'requested' ON CONFLICT DO NOTHING`,
      args: [demoId, now],
    },
    { sql: 'SELECT id FROM demo WHERE key = ?', args: [key] },
  ]);
  return String(results.at(-1)?.rows[0]?.['id'] ?? demoId);
}

/** Takes a request back; removes the demo with all of it when nobody asks for it any more. True: removed. */
export async function dropRequest(database: Database, demoId: string, userId: string): Promise<boolean> {
  const orphan = `?1 NOT IN (SELECT demo_id FROM demo_request)`;
  const results = await database.write([
    { sql: 'DELETE FROM demo_request WHERE demo_id = ?1 AND user_id = ?2', args: [demoId, userId] },
    { sql: `DELETE FROM job WHERE id = 'demo:' || ?1 AND ${orphan}`, args: [demoId] },
    { sql: `DELETE FROM demo_evidence WHERE demo_id = ?1 AND ${orphan}`, args: [demoId] },
    { sql: `DELETE FROM demo WHERE id = ?1 AND ${orphan}`, args: [demoId] },
  ]);
  return (results.at(-1)?.rowsAffected ?? 0) > 0;
}

/** The match of `steamId` with this ID or reservation: its players, map and time. */
export async function ownMatch(
  database: Database,
  steamId: SteamId,
  by: { matchId: string | undefined; reservationId: string | undefined },
): Promise<{ id: string; playedAt: number; reservationId: string | null; expected: Expected } | undefined> {
  const { matchId, reservationId } = by;
  const wanted = matchId === undefined ? sql`m.reservation_id = ${reservationId ?? null}` : sql`m.id = ${matchId}`;
  const rows = await database.query.all<Record<string, unknown>>(
    sql`SELECT m.id, m.played_at, m.reservation_id, m.map_code, q.steam_id FROM match_player AS own
      JOIN match AS m ON m.id = own.match_id JOIN match_player AS q ON q.match_id = m.id
      WHERE own.steam_id = ${steamId} AND ${wanted}`,
  );
  const [first] = rows;
  if (!first) return undefined;
  const steamIds = rows.filter(({ id }) => id === first['id']).map((row) => String(row['steam_id']));
  const map = first['map_code'] === null ? null : String(first['map_code']);
  return {
    id: String(first['id']),
    playedAt: Number(first['played_at']),
    reservationId: first['reservation_id'] === null ? null : String(first['reservation_id']),
    expected: { steamIds: steamIds.filter((id): id is SteamId => isSteamId(id)), map },
  };
}
