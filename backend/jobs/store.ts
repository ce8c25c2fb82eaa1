import { and, asc, lte, notInArray } from 'drizzle-orm';
import { job } from '#backend/database/schema.ts';
import type { Database } from '#backend/platform/database.ts';

/** A job this process holds the lease of. */
export interface LeasedJob {
  id: string;
  kind: string;
  payload: string;
  attempts: number;
}

/** Makes sure the recurring jobs exist; those that do keep their time, attempts and payload. */
export async function ensureJobs(database: Database, kinds: readonly string[], runAt: number): Promise<void> {
  await database.write([
    {
      sql: `INSERT INTO job (id, kind, run_at) SELECT value, value, ?2 FROM json_each(?1) WHERE true ON CONFLICT (id) DO NOTHING`,
      args: [JSON.stringify(kinds), runAt],
    },
  ]);
}

/** Kinds whose jobs are queued one by one and worked on by processes of their own (`backend/demos/`). */
const QUEUED_KINDS = ['demo'];

/** Jobs due at `now` that nobody works on, oldest first. */
export async function dueJobs(database: Database, now: number): Promise<string[]> {
  const rows = await database.query
    .select({ id: job.id })
    .from(job)
    .where(and(lte(job.runAt, now), lte(job.leaseUntil, now), notInArray(job.kind, QUEUED_KINDS)))
    .orderBy(asc(job.runAt));
  return rows.map((row) => row.id);
}

/** Takes the lease of a due job, or nothing when somebody was faster. A lease that ran out counts as an attempt. */
export async function leaseJob(
  database: Database,
  id: string,
  lease: { owner: string; now: number; until: number },
): Promise<LeasedJob | undefined> {
  const [result] = await database.write([
    {
      sql: `UPDATE job SET lease_owner = ?2, lease_until = ?4, attempts = attempts + 1
        WHERE id = ?1 AND run_at <= ?3 AND lease_until <= ?3 RETURNING id, kind, payload, attempts`,
      args: [id, lease.owner, lease.now, lease.until],
    },
  ]);
  const row = result?.rows[0];
  return (
    row && {
      id: String(row['id']),
      kind: String(row['kind']),
      payload: String(row['payload']),
      attempts: Number(row['attempts']),
    }
  );
}

/** Prolongs a lease and keeps how far the job has come, which ends the count of attempts; false when the lease was lost meanwhile. */
export async function extendLease(
  database: Database,
  id: string,
  lease: { owner: string; until: number; payload: string },
): Promise<boolean> {
  const [result] = await database.write([
    {
      sql: 'UPDATE job SET lease_until = ?3, payload = ?4, attempts = 0 WHERE id = ?1 AND lease_owner = ?2',
      args: [id, lease.owner, lease.until, lease.payload],
    },
  ]);
  return (result?.rowsAffected ?? 0) > 0;
}

/** Ends a run: a success starts from nothing at the next time, a failure keeps payload and attempts. */
export async function endJob(
  database: Database,
  id: string,
  end: { owner: string; runAt: number; finishedAt?: number; error?: string },
): Promise<void> {
  await database.write([
    {
      sql: `UPDATE job SET lease_owner = NULL, lease_until = 0, run_at = ?3, last_error = ?4,
          finished_at = coalesce(?5, finished_at),
          attempts = CASE WHEN ?5 IS NULL THEN attempts ELSE 0 END,
          payload = CASE WHEN ?5 IS NULL THEN payload ELSE '{}' END
        WHERE id = ?1 AND lease_owner = ?2`,
      args: [id, end.owner, end.runAt, end.error ?? null, end.finishedAt ?? null],
    },
  ]);
}
