import { and, asc, desc, eq, gt, inArray, lt, lte, ne, sql } from 'drizzle-orm';
import { moderationCase, moderationEvent } from '#backend/database/schema.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { CASE_FILTERS } from '#shared/api/moderation.ts';
import {
  type EVENT_SOURCES,
  type Measure,
  type ModerationEvent,
  moderationEventSchema,
} from '#shared/moderation/events.ts';
import { type CaseStatus, NEW_CASE } from '#shared/moderation/status.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export type CaseRow = typeof moderationCase.$inferSelect;
type Filter = (typeof CASE_FILTERS)[number];
type Source = (typeof EVENT_SOURCES)[number];

/** The status kept with a case; that of a new one where there is none. */
export function statusOf(row: CaseRow | undefined): CaseStatus {
  if (row === undefined) return NEW_CASE;
  const { sequence, version, state, appealed, measure, expiresAt, measureBy, reports, decidedAt } = row;
  return { sequence, version, state, appealed, measure, expiresAt, measureBy, reports, decidedAt };
}

export async function findCase(database: Database, steamId: SteamId): Promise<CaseRow | undefined> {
  const [row] = await database.query.select().from(moderationCase).where(eq(moderationCase.steamId, steamId));
  return row;
}

/** The log of a case, in order; throws when an event in it cannot be read, since nothing right follows from the rest. */
export async function loadEvents(database: Database, steamId: SteamId): Promise<ModerationEvent[]> {
  const rows = await database.query
    .select({ body: moderationEvent.body })
    .from(moderationEvent)
    .where(eq(moderationEvent.steamId, steamId))
    .orderBy(asc(moderationEvent.sequence));
  return rows.map(({ body }) => moderationEventSchema.parse(JSON.parse(body)));
}

const APPEND = `
  INSERT INTO moderation_event (steam_id, sequence, at, type, source, body) VALUES (?, ?, ?, ?, ?, ?)`;

const KEEP = `
  INSERT INTO moderation_case (steam_id, sequence, version, state, appealed, measure, expires_at, measure_by, reports,
    decided_at, last_event_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (steam_id) DO UPDATE SET
    sequence = excluded.sequence, version = excluded.version, state = excluded.state, appealed = excluded.appealed,
    measure = excluded.measure, expires_at = excluded.expires_at, measure_by = excluded.measure_by,
    reports = excluded.reports, decided_at = excluded.decided_at, last_event_at = excluded.last_event_at`;

/** Appends one event and keeps what the case comes to with it. Fails, and the whole transaction with it, when its place is taken. */
export function appendStatements(steamId: SteamId, event: ModerationEvent, status: CaseStatus): Statement[] {
  return [
    { sql: APPEND, args: [steamId, event.sequence, event.at, event.type, event.source, JSON.stringify(event)] },
    {
      sql: KEEP,
      args: [
        steamId,
        status.sequence,
        status.version,
        status.state,
        Number(status.appealed),
        status.measure,
        status.expiresAt,
        status.measureBy,
        status.reports,
        status.decidedAt,
        event.at,
      ],
    },
  ];
}

/** How strong the evidence of the reports is, for those who have a case. */
export function strengthStatement(steamId: SteamId, strength: number): Statement {
  return { sql: 'UPDATE moderation_case SET strength = ?2 WHERE steam_id = ?1', args: [steamId, strength] };
}

/** A place in the queue: everything before it has been shown. */
export interface QueuePlace {
  appealed: boolean;
  strength: number;
  steamId: SteamId;
}

/** What is in force now, whether or not its end has been written yet. */
const inForce = (now: number) =>
  sql`CASE WHEN ${moderationCase.expiresAt} <= ${now} THEN 'none' ELSE ${moderationCase.measure} END`;

function matching(filter: Filter, now: number) {
  switch (filter) {
    case 'all':
      return undefined;
    case 'open':
      return eq(moderationCase.state, 'open');
    case 'appealed':
      return eq(moderationCase.appealed, true);
    default:
      return sql`${inForce(now)} = ${filter}`;
  }
}

const withSource = (source: Source) =>
  sql`EXISTS (SELECT 1 FROM moderation_event AS e WHERE e.steam_id = ${moderationCase.steamId} AND e.source = ${source})`;

export async function listCases(
  database: Database,
  page: { filter: Filter; source: Source | undefined; limit: number; after: QueuePlace | undefined; now: number },
): Promise<CaseRow[]> {
  const { filter, source, limit, after, now } = page;
  return database.query
    .select()
    .from(moderationCase)
    .where(
      and(
        matching(filter, now),
        source && withSource(source),
        after &&
          sql`(${moderationCase.appealed}, ${moderationCase.strength}, ${moderationCase.steamId}) < (${Number(after.appealed)}, ${after.strength}, ${after.steamId})`,
      ),
    )
    .orderBy(desc(moderationCase.appealed), desc(moderationCase.strength), desc(moderationCase.steamId))
    .limit(limit);
}

export async function countCases(database: Database, source: Source | undefined, now: number) {
  const [row] = await database.query
    .select({
      all: sql<number>`count(*)`,
      open: sql<number>`coalesce(sum(${moderationCase.state} = 'open'), 0)`,
      appealed: sql<number>`coalesce(sum(${moderationCase.appealed}), 0)`,
      flag: sql<number>`coalesce(sum(${inForce(now)} = 'flag'), 0)`,
      block: sql<number>`coalesce(sum(${inForce(now)} = 'block'), 0)`,
      ban: sql<number>`coalesce(sum(${inForce(now)} = 'ban'), 0)`,
    })
    .from(moderationCase)
    .where(source && withSource(source));
  return row ?? { all: 0, open: 0, appealed: 0, flag: 0, block: 0, ban: 0 };
}

/** Which events put a measure in force, or end one. */
const TYPES: Record<Measure, ModerationEvent['type'][]> = {
  none: ['clear', 'expire'],
  flag: ['flag'],
  block: ['block'],
  ban: ['ban'],
};

/** Events of all cases but one, newest first. */
export async function listEvents(
  database: Database,
  page: {
    source: Source | undefined;
    measure: Measure | undefined;
    limit: number;
    before: number | undefined;
    except: SteamId;
  },
) {
  const { source, measure, limit, before, except } = page;
  const rows = await database.query
    .select({ id: moderationEvent.id, steamId: moderationEvent.steamId, body: moderationEvent.body })
    .from(moderationEvent)
    .where(
      and(
        ne(moderationEvent.steamId, except),
        before === undefined ? undefined : lt(moderationEvent.id, before),
        source && eq(moderationEvent.source, source),
        measure && inArray(moderationEvent.type, TYPES[measure]),
      ),
    )
    .orderBy(desc(moderationEvent.id))
    .limit(limit);
  return rows.map(({ id, steamId, body }) => ({ id, steamId, event: moderationEventSchema.parse(JSON.parse(body)) }));
}

/** Events of all cases behind a place, in the order they were appended. */
export async function eventsAfter(database: Database, id: number, limit: number) {
  const rows = await database.query
    .select({ id: moderationEvent.id, steamId: moderationEvent.steamId, body: moderationEvent.body })
    .from(moderationEvent)
    .where(gt(moderationEvent.id, id))
    .orderBy(asc(moderationEvent.id))
    .limit(limit);
  return rows.map(({ body, ...row }) => ({ ...row, event: moderationEventSchema.parse(JSON.parse(body)) }));
}

/** Place of the last event; 0 for none. */
export async function lastEvent(database: Database): Promise<number> {
  const [row] = await database.query
    .select({ id: sql<number | null>`max(${moderationEvent.id})` })
    .from(moderationEvent);
  return row?.id ?? 0;
}

/** Those of these accounts about whose reports a case is open. */
export async function reportsUnderReview(database: Database, steamIds: readonly SteamId[]): Promise<Set<SteamId>> {
  const rows = await database.query
    .select({ steamId: moderationCase.steamId })
    .from(moderationCase)
    .where(
      and(inArray(moderationCase.steamId, [...steamIds]), eq(moderationCase.state, 'open'), withSource('reports')),
    );
  return new Set(rows.map(({ steamId }) => steamId));
}

/** Cases whose block or ban has run out. */
export async function expiredCases(database: Database, now: number, limit: number): Promise<SteamId[]> {
  const rows = await database.query
    .select({ steamId: moderationCase.steamId })
    .from(moderationCase)
    .where(lte(moderationCase.expiresAt, now))
    .orderBy(asc(moderationCase.expiresAt))
    .limit(limit);
  return rows.map(({ steamId }) => steamId);
}

/** Steam IDs with a case or with events, after `after`, in order: for walking through all of them. */
export async function nextSubjects(database: Database, after: string, limit: number): Promise<SteamId[]> {
  const rows = await database.query.all<{ steamId: SteamId }>(
    sql`SELECT steam_id AS steamId FROM moderation_case WHERE steam_id > ${after}
      UNION SELECT steam_id FROM moderation_event WHERE steam_id > ${after} ORDER BY 1 LIMIT ${limit}`,
  );
  return rows.map(({ steamId }) => steamId);
}
