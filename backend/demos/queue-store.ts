import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Statement } from '#backend/platform/database.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import type { ClaimedDemo, DemoEnd, DemoProgress, DemoReason } from '#shared/api/demos.ts';
import { DEMO_STATES } from '#shared/api/demos.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The row of `job` that stands for the work on a demo. */
const jobIdOf = (demoId: string) => `demo:${demoId}`;

const expectedSchema = z.object({
  steamIds: z.array(steamIdSchema).default([]),
  map: z.string().nullable().default(null),
});
export type Expected = z.infer<typeof expectedSchema>;

/** What was written of the players expected; nobody in particular where it cannot be read. */
function readExpected(text: unknown): Expected {
  const read = expectedSchema.safeParse(JSON.parse(String(text)));
  return read.success ? read.data : { steamIds: [], map: null };
}

/** Makes a demo due for a worker at `runAt`, from its beginning. */
export function enqueueStatement(demoId: string, runAt: number): Statement {
  return {
    sql: `INSERT INTO job (id, kind, run_at) VALUES (?1, 'demo', ?2)
      ON CONFLICT (id) DO UPDATE SET run_at = excluded.run_at, attempts = 0, lease_owner = NULL, lease_until = 0,
        last_error = NULL, payload = '{}'`,
    args: [jobIdOf(demoId), runAt],
  };
}

export type Claim = Omit<ClaimedDemo, 'leaseMs'>;

/**
 * Takes the lease of the demo that should be worked on next, or nothing. The look before the write costs others nothing;
 * the write decides. Those without a way to the Game Coordinator are not given share codes.
 */
export async function claimNext(
  database: Database,
  claim: { lease: string; now: number; until: number; locates: boolean },
): Promise<Claim | undefined> {
  const { lease, now, until, locates } = claim;
  const due = `SELECT j.id FROM job AS j JOIN demo AS d ON d.id = substr(j.id, 6)
    WHERE j.kind = 'demo' AND j.run_at <= ?1 AND j.lease_until <= ?1
      AND (?2 = 1 OR d.replay_url IS NOT NULL OR d.source = 'upload')
    ORDER BY d.priority DESC, d.requested_at, d.id LIMIT 1`;
  const args = [now, locates ? 1 : 0];
  const waiting = await database.query.all(
    sql`SELECT 1 FROM job AS j WHERE j.kind = 'demo' AND j.run_at <= ${now} AND j.lease_until <= ${now} LIMIT 1`,
  );
  if (waiting.length === 0) return undefined;
  const [taken] = await database.write([
    {
      sql: `UPDATE job SET lease_owner = ?3, lease_until = ?4, attempts = attempts + 1 WHERE id = (${due})
        RETURNING substr(id, 6) AS id, attempts`,
      args: [...args, lease, until],
    },
  ]);
  const row = taken?.rows[0];
  if (!row) return undefined;
  return loadClaim(database, { id: String(row['id']), attempts: Number(row['attempts']), lease });
}

async function loadClaim(
  database: Database,
  { id, attempts, lease }: { id: string; attempts: number; lease: string },
): Promise<Claim | undefined> {
  const [row] = await database.query.all<Record<string, unknown>>(
    sql`SELECT source, state, share_code, replay_url, expected, file_bytes, file_sha256 FROM demo WHERE id = ${id}`,
  );
  // Removed at this very moment.
  if (!row) return undefined;
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  const sha256 = text('file_sha256');
  return {
    ...{ id, attempts, lease },
    source: row['source'] === 'share-code' ? 'share-code' : row['source'] === 'upload' ? 'upload' : 'replay-link',
    state: DEMO_STATES.find((state) => state === row['state']) ?? 'requested',
    shareCode: text('share_code'),
    replayUrl: text('replay_url'),
    expected: readExpected(row['expected']),
    file: sha256 === null ? null : { bytes: Number(row['file_bytes']), sha256 },
  };
}

/** Everything below is written only while the lease holds: whoever lost it changes nothing any more. */
const HELD = `EXISTS (SELECT 1 FROM job WHERE id = ?1 AND lease_owner = ?2)`;

/** What a worker found out about where the replay is. */
export type Located = NonNullable<DemoProgress['located']> & { matchId: string | null; priority: number };

/**
 * Keeps how far a demo has come and prolongs the lease. Coming further than ever before ends the count of attempts; what is
 * done again after a crash does not, or a demo that kills its workers would be taken up for ever. False: lease lost.
 */
export async function saveProgress(
  database: Database,
  demoId: string,
  { lease, state, bytes, total, percent, file }: DemoProgress,
  more: { now: number; until: number; located: Located | undefined },
): Promise<boolean> {
  const { now, until, located } = more;
  const guard = [jobIdOf(demoId), lease];
  const statements: Statement[] = [
    {
      sql: `UPDATE job SET lease_until = ?3,
          attempts = CASE WHEN ?4 > coalesce(payload ->> 'furthest', 0) THEN 1 ELSE attempts END,
          payload = json_object('furthest', max(?4, coalesce(payload ->> 'furthest', 0)))
        WHERE id = ?1 AND lease_owner = ?2`,
      args: [...guard, until, DEMO_STATES.indexOf(state)],
    },
    {
      sql: `UPDATE demo SET state = ?3, bytes = ?4, total = ?5, percent = ?6, changed_at = ?7, reason = NULL, detail = NULL,
          file_bytes = coalesce(?8, file_bytes), file_sha256 = coalesce(?9, file_sha256)
        WHERE id = substr(?1, 6) AND ${HELD}`,
      args: [...guard, state, bytes, total, percent, now, file?.bytes ?? null, file?.sha256 ?? null],
    },
  ];
  if (located) {
    statements.push({
      sql: `UPDATE demo SET replay_url = ?3, reservation_id = coalesce(?4, reservation_id), played_at = coalesce(?5, played_at),
          match_id = coalesce(match_id, ?6), priority = max(priority, ?7),
          expected = json_set(expected, '$.steamIds', json(?8)), share_code = NULL
        WHERE id = substr(?1, 6) AND ${HELD}`,
      args: [
        ...guard,
        ...[located.replayUrl, located.reservationId, located.playedAt, located.matchId, located.priority],
        JSON.stringify(located.steamIds),
      ],
    });
  }
  const [held] = await database.write(statements);
  return (held?.rowsAffected ?? 0) > 0;
}

/** Keeps the lease a while longer. False: it was lost. */
export async function prolongLease(
  database: Database,
  demoId: string,
  { lease, until }: { lease: string; until: number },
): Promise<boolean> {
  const [held] = await database.write([
    {
      sql: 'UPDATE job SET lease_until = ?3 WHERE id = ?1 AND lease_owner = ?2',
      args: [jobIdOf(demoId), lease, until],
    },
  ]);
  return (held?.rowsAffected ?? 0) > 0;
}

/** Later again: the state stays, the lease ends. False: it was lost before. */
export async function saveRetry(
  database: Database,
  demoId: string,
  retry: { lease: string; runAt: number; detail: string; now: number },
): Promise<boolean> {
  const guard = [jobIdOf(demoId), retry.lease];
  const results = await database.write([
    {
      sql: `UPDATE demo SET detail = ?3, changed_at = ?4 WHERE id = substr(?1, 6) AND ${HELD}`,
      args: [...guard, retry.detail, retry.now],
    },
    {
      sql: `UPDATE job SET lease_owner = NULL, lease_until = 0, run_at = ?3, last_error = ?4
        WHERE id = ?1 AND lease_owner = ?2`,
      args: [...guard, retry.runAt, retry.detail],
    },
  ]);
  return (results[1]?.rowsAffected ?? 0) > 0;
}

export type FinalEnd =
  | (Extract<DemoEnd, { state: 'done' }> & { evidence: ReadonlyMap<SteamId, readonly Evidence[]> })
  | { state: 'failed'; reason: DemoReason; detail: string | null };

/**
 * Ends a demo for good: result, evidence, messages to webhooks and the end of the job in one transaction, once. False: the
 * lease was lost, and somebody else ends it.
 */
export async function saveEnd(
  database: Database,
  demoId: string,
  { lease, end, now }: { lease: string; end: FinalEnd; now: number },
): Promise<boolean> {
  const guard = [jobIdOf(demoId), lease];
  const done = end.state === 'done' ? end : undefined;
  const evidence = [...(done?.evidence ?? [])].map(([steamId, items]) => ({
    steamId,
    evidence: JSON.stringify(items),
  }));
  const results = await database.write([
    {
      sql: `UPDATE demo SET state = ?3, reason = ?4, detail = ?5, report = ?6, content_sha256 = ?7, map = coalesce(?8, map),
          bytes = 0, total = NULL, percent = CASE WHEN ?3 = 'done' THEN 100 END, changed_at = ?9, finished_at = ?9,
          scored_at = CASE WHEN ?3 = 'failed' THEN ?9 END
        WHERE id = substr(?1, 6) AND ${HELD}`,
      args: [
        ...guard,
        ...[end.state, end.state === 'failed' ? end.reason : null, end.state === 'failed' ? end.detail : null],
        ...[done ? JSON.stringify(done.report) : null, done?.contentSha256 ?? null, done?.report.map ?? null, now],
      ],
    },
    {
      sql: `DELETE FROM demo_evidence WHERE demo_id = substr(?1, 6) AND ${HELD}`,
      args: guard,
    },
    {
      sql: `INSERT INTO demo_evidence (steam_id, demo_id, evidence)
        SELECT j.value ->> 'steamId', substr(?1, 6), j.value ->> 'evidence' FROM json_each(?3) AS j WHERE ${HELD}`,
      args: [...guard, JSON.stringify(evidence)],
    },
    {
      sql: `INSERT INTO demo_delivery (id, webhook_id, user_id, demo_id, event, ended_at, created_at, next_at)
        SELECT lower(hex(randomblob(16))), w.id, w.user_id, substr(?1, 6), 'demo.' || ?3, ?4, ?4, ?4
        FROM demo_request AS r JOIN demo_webhook AS w ON w.user_id = r.user_id
        WHERE r.demo_id = substr(?1, 6) AND ${HELD} ON CONFLICT DO NOTHING`,
      args: [...guard, end.state, now],
    },
    { sql: 'DELETE FROM job WHERE id = ?1 AND lease_owner = ?2', args: guard },
  ]);
  return (results.at(-1)?.rowsAffected ?? 0) > 0;
}

/** Says who works here; at most once a minute for each worker and kind. */
export async function noteWorker(database: Database, worker: { name: string; locates: boolean }, now: number) {
  await database.write([
    {
      sql: `INSERT INTO demo_worker (name, locates, seen_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO UPDATE SET locates = excluded.locates, seen_at = excluded.seen_at`,
      args: [worker.name, worker.locates ? 1 : 0, now],
    },
  ]);
}

/** Of players, the highest score now (0 where nobody has one), and the match of theirs with this reservation. */
export async function aboutPlayers(
  database: Database,
  steamIds: readonly SteamId[],
  reservationId: string | null,
): Promise<{ priority: number; matchId: string | null }> {
  const list = JSON.stringify(steamIds);
  const [top] = await database.query.all<{ score: number | null }>(
    sql`SELECT max(p.assessment ->> 'score') AS score FROM json_each(${list}) AS j
      JOIN player AS p ON p.steam_id = j.value WHERE p.assessment IS NOT NULL`,
  );
  const [match] = await database.query.all<{ id: string }>(
    sql`SELECT m.id FROM json_each(${list}) AS j JOIN match_player AS p ON p.steam_id = j.value
      JOIN match AS m ON m.id = p.match_id WHERE m.reservation_id = ${reservationId} LIMIT 1`,
  );
  return { priority: Math.round(top?.score ?? 0), matchId: match?.id ?? null };
}

/** Those of `ids` that no work is left on, and those nobody knows any more: their files may go. */
export async function idleDemos(database: Database, ids: readonly string[]): Promise<Set<string>> {
  const busy = await database.query.all<{ id: string }>(
    sql`SELECT j.value AS id FROM json_each(${JSON.stringify(ids)}) AS j JOIN demo AS d ON d.id = j.value
      WHERE d.state NOT IN ('done', 'failed')`,
  );
  const working = new Set(busy.map(({ id }) => id));
  return new Set(ids.filter((id) => !working.has(id)));
}
