import { and, asc, count, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import { assessment, player, playerHistory, playerSource, score, vanity } from '#backend/database/schema.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import { knownStatements } from '#backend/players/known-store.ts';
import { type HistoryRun, type PlayerRecord, withHistory } from '#backend/players/record.ts';
import { type ScoreEntry, scoreEntrySchema } from '#shared/api/players.ts';
import { type Assessment, assessmentSchema } from '#shared/score/assessment.ts';
import { type PlayerFacts, playerFactsSchema } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The part of a record a list of scores needs; `entry` is null for a player without a score. */
export interface PlayerSummary {
  freshUntil: number;
  missing: boolean;
  entry: ScoreEntry | null;
}

/** A record as it is saved, with its place among the hash buckets. */
export interface SaveItem {
  record: PlayerRecord;
  /** First 24 bits of the hash of the Steam ID. */
  bucket: number;
  /** Null removes the score. */
  entry: ScoreEntry | null;
  /** Somebody asked for this player: retention starts again. */
  asked: boolean;
  /** Sources this look covered; the others' rows stay untouched. */
  looked: readonly string[];
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A stored assessment, or null when there is none or an older version of the schema wrote it. */
function readAssessment(text: string | null): Assessment | null {
  return assessmentSchema.safeParse(parseJson(text)).data ?? null;
}

export async function loadSummaries(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<Map<string, PlayerSummary>> {
  const rows = await database.query
    .select({ steamId: player.steamId, freshUntil: player.freshUntil, missing: player.missing, entry: score.entry })
    .from(player)
    .leftJoin(score, and(eq(score.bucket, player.bucket), eq(score.steamId, player.steamId)))
    .where(inArray(player.steamId, [...steamIds]));
  return new Map(
    rows.map(({ steamId, entry, ...row }) => [
      steamId,
      { ...row, entry: scoreEntrySchema.safeParse(parseJson(entry)).data ?? null },
    ]),
  );
}

export async function loadRecords(
  database: Database,
  steamIds: readonly SteamId[],
  now: number,
): Promise<Map<SteamId, PlayerRecord>> {
  const ids = [...steamIds];
  const [players, sources, history] = await Promise.all([
    database.query.select().from(player).where(inArray(player.steamId, ids)),
    database.query.select().from(playerSource).where(inArray(playerSource.steamId, ids)),
    database.query
      .select()
      .from(playerHistory)
      .where(inArray(playerHistory.steamId, ids))
      .orderBy(asc(playerHistory.id)),
  ]);
  const playerOf = new Map(players.map((row) => [row.steamId, row]));
  const sourcesOf = Map.groupBy(sources, (row) => row.steamId);
  const historyOf = Map.groupBy(history, (row) => row.steamId);

  const records = new Map<SteamId, PlayerRecord>();
  for (const steamId of ids) {
    const row = playerOf.get(steamId);
    if (!row) continue;
    const own = sourcesOf.get(steamId) ?? [];
    const runs: HistoryRun[] = historyOf.get(steamId) ?? [];
    records.set(steamId, {
      steamId,
      firstSeenAt: row.firstSeenAt,
      checkedAt: row.checkedAt,
      freshUntil: row.freshUntil,
      missing: row.missing,
      assessment: readAssessment(row.assessment),
      facts: withHistory(readFacts(own), runs, row.firstSeenAt, now),
      sources: own.map(({ source, state, checkedAt, observedAt }) => ({
        source,
        state,
        checkedAt,
        ...(observedAt !== null && { observedAt }),
      })),
      history: runs.map(({ kind, value, lastSeenAt }) => ({ kind, value, lastSeenAt })),
    });
  }
  return records;
}

/** Facts from their rows, each read by its schema: one that is damaged is as good as never seen. */
function readFacts(rows: readonly { source: string; facts: string | null; observedAt: number | null }[]): PlayerFacts {
  let facts: PlayerFacts = {};
  for (const { source, facts: text, observedAt } of rows) {
    const group = parseJson(text);
    if (typeof group !== 'object' || group === null) continue;
    const read = playerFactsSchema.safeParse({ [source]: { ...group, observedAt } });
    if (read.success) facts = { ...facts, ...read.data };
  }
  return facts;
}

const SAVE_PLAYERS = `
  INSERT INTO player (steam_id, bucket, first_seen_at, asked_at, checked_at, fresh_until, bans_checked_at, missing, assessment)
  SELECT value->>'id', value->>'bucket', value->>'first', value->>'asked', value->>'checked', value->>'fresh',
    value->>'bansChecked', value->>'missing', value->>'assessment'
  FROM json_each(?) WHERE true
  ON CONFLICT (steam_id) DO UPDATE SET
    asked_at = max(asked_at, excluded.asked_at), checked_at = excluded.checked_at, fresh_until = excluded.fresh_until,
    bans_checked_at = max(bans_checked_at, excluded.bans_checked_at), missing = excluded.missing,
    assessment = excluded.assessment`;

const SAVE_SOURCES = `
  INSERT INTO player_source (steam_id, source, state, checked_at, observed_at, facts)
  SELECT value->>'id', value->>'source', value->>'state', value->>'checked', value->>'observed', value->>'facts'
  FROM json_each(?) WHERE true
  ON CONFLICT (steam_id, source) DO UPDATE SET
    state = excluded.state, checked_at = excluded.checked_at, observed_at = excluded.observed_at, facts = excluded.facts`;

/** Appends a run only where the value differs from the last one of its kind… */
const APPEND_HISTORY = `
  INSERT INTO player_history (steam_id, kind, value, first_seen_at, last_seen_at)
  SELECT j.value->>'id', j.value->>'kind', j.value->>'value', j.value->>'at', j.value->>'at'
  FROM json_each(?) AS j
  WHERE j.value->>'value' IS NOT (
    SELECT h.value FROM player_history AS h
    WHERE h.steam_id = j.value->>'id' AND h.kind = j.value->>'kind' ORDER BY h.id DESC LIMIT 1)`;
/** …and confirms the last run, which then has the value just seen. */
const CONFIRM_HISTORY = `
  UPDATE player_history SET last_seen_at = max(last_seen_at, ?2) WHERE id IN (
    SELECT (SELECT max(h.id) FROM player_history AS h WHERE h.steam_id = j.value->>'id' AND h.kind = j.value->>'kind')
    FROM json_each(?1) AS j)`;

const APPEND_ASSESSMENTS = `
  INSERT INTO assessment (steam_id, assessed_at, outcome, detail)
  SELECT j.value->>'id', j.value->>'at', j.value->>'outcome', j.value->>'detail' FROM json_each(?) AS j
  WHERE j.value->>'outcome' IS NOT (
    SELECT a.outcome FROM assessment AS a WHERE a.steam_id = j.value->>'id' ORDER BY a.assessed_at DESC LIMIT 1)
  ON CONFLICT (steam_id, assessed_at) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail`;

const SAVE_SCORES = `
  INSERT INTO score (bucket, steam_id, entry, revision)
  SELECT j.value->>'bucket', j.value->>'id', j.value->>'entry', newest.revision + j.key + 1
  FROM json_each(?1) AS j, (SELECT max(coalesce(max(revision), 0), ?2) AS revision FROM score) AS newest
  WHERE true
  ON CONFLICT (bucket, steam_id) DO UPDATE SET entry = excluded.entry, revision = excluded.revision`;

const REMOVE_SCORES = `
  DELETE FROM score WHERE (bucket, steam_id) IN (SELECT value->>'bucket', value->>'id' FROM json_each(?))`;

/** What makes two assessments the same outcome: a reason's nats drift a little every day, which is no news. */
function outcomeOf(made: Assessment): string {
  const reasons = made.contributions.map(({ key, nats }) => (nats >= 0 ? `+${key}` : `-${key}`)).sort();
  return JSON.stringify([made.engine, made.score, made.band, made.confidence, made.rubric.total, reasons]);
}

/** The statements that store all of `items`; run them in one `write`. A handful, however many players. */
export function saveStatements(items: readonly SaveItem[], now: number): Statement[] {
  const statements: Statement[] = [];
  const add = (sql: string, rows: readonly unknown[], ...more: number[]) => {
    if (rows.length > 0) statements.push({ sql, args: [JSON.stringify(rows), ...more] });
  };
  add(
    SAVE_PLAYERS,
    items.map(({ record, bucket, asked, looked }) => ({
      id: record.steamId,
      bucket,
      first: record.firstSeenAt,
      asked: asked ? now : 0,
      checked: record.checkedAt,
      fresh: record.freshUntil,
      bansChecked: looked.includes('bans') ? now : 0,
      missing: record.missing ? 1 : 0,
      assessment: record.assessment && JSON.stringify(record.assessment),
    })),
  );
  add(
    SAVE_SOURCES,
    items.flatMap(({ record, looked }) =>
      record.sources
        .filter(({ source }) => looked.includes(source))
        .map((status) => ({
          id: record.steamId,
          source: status.source,
          state: status.state,
          checked: status.checkedAt,
          observed: status.observedAt ?? null,
          facts: record.facts[status.source] ? JSON.stringify(record.facts[status.source]) : null,
        })),
    ),
  );
  const runs = items.flatMap(({ record }) =>
    record.history
      .filter((run) => run.lastSeenAt === now)
      .map(({ kind, value }) => ({ id: record.steamId, kind, value, at: now })),
  );
  add(APPEND_HISTORY, runs);
  add(CONFIRM_HISTORY, runs, now);
  add(
    APPEND_ASSESSMENTS,
    items.flatMap(({ record: { steamId, assessment: made } }) =>
      made?.assessedAt === now
        ? [{ id: steamId, at: now, outcome: outcomeOf(made), detail: JSON.stringify(made) }]
        : [],
    ),
  );
  add(
    SAVE_SCORES,
    items.flatMap(({ record, bucket, entry }) =>
      entry ? [{ bucket, id: record.steamId, entry: JSON.stringify(entry) }] : [],
    ),
    now,
  );
  add(
    REMOVE_SCORES,
    items.filter(({ entry }) => !entry).map(({ record, bucket }) => ({ bucket, id: record.steamId })),
  );
  const records = items.map(({ record }) => record);
  return [...knownStatements(records, now), ...statements];
}

/** Past assessments older than `before`, newest first; one more than `limit` tells whether there is a next page. */
export async function loadAnalysis(
  database: Database,
  steamId: SteamId,
  limit: number,
  before: number | undefined,
): Promise<Assessment[]> {
  const rows = await database.query
    .select({ detail: assessment.detail })
    .from(assessment)
    .where(and(eq(assessment.steamId, steamId), before === undefined ? undefined : lt(assessment.assessedAt, before)))
    .orderBy(desc(assessment.assessedAt))
    .limit(limit);
  return rows.flatMap((row) => readAssessment(row.detail) ?? []);
}

/** Known players in order of their ID, for walking through all of them. */
export async function nextPlayers(database: Database, after: string, limit: number): Promise<string[]> {
  const rows = await database.query
    .select({ steamId: player.steamId })
    .from(player)
    .where(and(gt(player.steamId, after), eq(player.missing, false)))
    .orderBy(asc(player.steamId))
    .limit(limit);
  return rows.map((row) => row.steamId);
}

export async function loadVanity(database: Database, name: string) {
  const [row] = await database.query.select().from(vanity).where(eq(vanity.name, name));
  return row;
}

export function saveVanityStatement(name: string, steamId: SteamId | null, now: number): Statement {
  return {
    sql: `INSERT INTO vanity (name, steam_id, checked_at) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET steam_id = excluded.steam_id, checked_at = excluded.checked_at`,
    args: [name, steamId, now],
  };
}

/** How many records of each kind are held about a player. */
export async function countRecords(database: Database, steamId: SteamId): Promise<Record<string, number>> {
  const [history, [analyses]] = [
    await database.query
      .select({ kind: playerHistory.kind, rows: count() })
      .from(playerHistory)
      .where(eq(playerHistory.steamId, steamId))
      .groupBy(playerHistory.kind),
    await database.query.select({ rows: count() }).from(assessment).where(eq(assessment.steamId, steamId)),
  ];
  return { analyses: analyses?.rows ?? 0, ...Object.fromEntries(history.map(({ kind, rows }) => [kind, rows])) };
}
