import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import { type ScoreEntry, scoreEntrySchema } from '#shared/api/players.ts';
import type { ListedPlayer, PlayersQuery } from '#shared/api/players-list.ts';
import { BANDS, type Band } from '#shared/score/assessment.ts';
import { SOURCES } from '#shared/score/facts.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** Who looks, as the features know them whose data the list is narrowed by. */
export interface ListViewer {
  userId: string;
  steamId: SteamId;
}

/** Queries of other features the list is joined with; all with a column `steam_id`. */
export interface PlayerSets {
  /** People the viewer met: `steam_id`, `name` (in the latest match), `first_at`, `last_at`, `matches`; of `only`, if given. */
  met(viewer: ListViewer, only?: readonly SteamId[]): SQL;
  watched(viewer: ListViewer): SQL;
  reported(viewer: ListViewer): SQL;
}

/** Where a page begins: behind this player. `value` is null among those who have none. */
export interface ListPlace {
  value: number | string | null;
  steamId: SteamId;
}

export type ListFilter = Omit<PlayersQuery, 'q' | 'cursor' | 'limit'> & {
  /** Part of a name, as `nameKey` makes it; or one player. */
  name?: string | undefined;
  steamId?: SteamId | undefined;
};

export interface FoundPlayer extends Omit<ListedPlayer, 'met' | 'watched' | 'reported'> {
  /** What the list is sorted by. */
  value: number | string | null;
}

/** A part of a name that more players have than this is looked for in the order of the list: so many come soon. */
const MANY = 2_000;
/** The same for a range of scores. */
const MANY_SCORES = 5_000;

const KNOWN_INDEX = {
  score: 'known_player_score',
  confidence: 'known_player_confidence',
  name: 'known_player_name_key',
  assessed: 'known_player_assessed_at',
  ban: 'known_player_last_ban_at',
} as const;

const COLUMN = {
  score: sql.raw('k.score'),
  confidence: sql.raw('k.confidence'),
  name: sql.raw('k.name_key'),
  assessed: sql.raw('k.assessed_at'),
  ban: sql.raw('k.last_ban_at'),
  met: sql.raw('b.last_at'),
} as const;

/** Where somebody only met has no name of Steam's. */
const MET_NAME = sql.raw(`coalesce(nullif(k.name_key, ''), substr(lower(b.name), 1, 64))`);

const bandPlaces = (bands: readonly Band[]) => bands.map((band) => BANDS.indexOf(band));

/** The scores that the bands asked for can have; undefined when they say nothing of it. */
const BAND_SCORES: Readonly<Record<Band, readonly [number, number] | undefined>> = {
  unlikely: [0, 30],
  suspicious: [31, 60],
  'highly-suspicious': [61, 80],
  'near-certain': [81, 100],
  'not-enough-data': undefined,
};

function scoreRange({ minScore, maxScore, band }: ListFilter): readonly [number, number] | undefined {
  const bands = band?.map((each) => BAND_SCORES[each]) ?? [];
  const ranges = bands.filter((range) => range !== undefined);
  const byBand = bands.length > 0 && ranges.length === bands.length;
  if (!byBand && minScore === undefined && maxScore === undefined) return undefined;
  const low = byBand ? Math.min(...ranges.map(([from]) => from)) : 0;
  const high = byBand ? Math.max(...ranges.map(([, to]) => to)) : 100;
  return [Math.max(low, minScore ?? 0), Math.min(high, maxScore ?? 100)];
}

function conditionsOf(filter: ListFilter, of: { steamId: SQL; name: SQL }): SQL[] {
  const { name, steamId, minScore, maxScore, minConfidence, band, ban, metFrom, metUntil, source } = filter;
  const all: SQL[] = [];
  if (steamId !== undefined) all.push(sql`${of.steamId} = ${steamId}`);
  if (name !== undefined) all.push(sql`instr(${of.name}, ${name}) > 0`);
  if (minScore !== undefined) all.push(sql`k.score >= ${minScore}`);
  if (maxScore !== undefined) all.push(sql`k.score <= ${maxScore}`);
  if (minConfidence !== undefined) all.push(sql`k.confidence >= ${minConfidence}`);
  if (band !== undefined) {
    const places = sql`SELECT value FROM json_each(${JSON.stringify(bandPlaces(band))})`;
    // Somebody never scored is somebody of whom not enough is known.
    all.push(sql`coalesce(k.band, ${BANDS.indexOf('not-enough-data')}) IN (${places})`);
  }
  if (source !== undefined) {
    const bits = source.reduce((sum, each) => sum | (1 << SOURCES.indexOf(each)), 0);
    all.push(sql`(k.sources & ${bits}) = ${bits}`);
  }
  if (metFrom !== undefined) all.push(sql`b.last_at >= ${metFrom}`);
  if (metUntil !== undefined) all.push(sql`b.last_at < ${metUntil}`);
  switch (ban) {
    case undefined:
      break;
    case 'banned':
      all.push(sql`k.vac + k.game > 0`);
      break;
    case 'none':
      all.push(sql`k.vac + k.game = 0`);
      break;
    case 'vac':
      all.push(sql`k.vac > 0`);
      break;
    case 'game':
      all.push(sql`k.game > 0`);
      break;
    case 'community':
      all.push(sql`k.community = 1`);
      break;
    case 'economy':
      all.push(sql`k.economy <> 'none'`);
      break;
    case 'since-met':
      all.push(sql`k.vac + k.game > 0 AND max(coalesce(k.ban_noticed_at, 0), coalesce(k.last_ban_at, 0)) > b.first_at`);
      break;
  }
  return all;
}

/** Whether the list can only be told with the viewer's matches. */
function needsMatches({ among, ban, metFrom, metUntil, sort }: ListFilter): boolean {
  return among === 'met' || ban === 'since-met' || metFrom !== undefined || metUntil !== undefined || sort === 'met';
}

/** A phrase of the name index; its query language is not for people. */
const phrase = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** How everybody known is gone through: by the index that leaves least to look at. */
async function wayThroughKnown(database: Database, filter: ListFilter): Promise<SQL> {
  const { name, steamId, sort } = filter;
  if (steamId !== undefined) return sql`known_player AS k`;
  if (name !== undefined && [...name].length >= 3) {
    const found = sql`SELECT rowid AS id FROM known_player_name WHERE known_player_name MATCH ${phrase(name)} LIMIT ${MANY + 1}`;
    const [row] = await database.query.all<{ n: number }>(sql`SELECT count(*) AS n FROM (${found})`);
    if ((row?.n ?? 0) <= MANY) return sql`(${found}) AS f CROSS JOIN known_player AS k ON k.id = f.id`;
  }
  const range = scoreRange(filter);
  if (range !== undefined && sort !== 'score') {
    const [row] = await database.query.all<{ n: number }>(
      sql`SELECT count(*) AS n FROM (SELECT 1 FROM known_player INDEXED BY known_player_score
        WHERE score BETWEEN ${range[0]} AND ${range[1]} LIMIT ${MANY_SCORES + 1})`,
    );
    if ((row?.n ?? 0) <= MANY_SCORES) return sql`known_player AS k INDEXED BY known_player_score`;
  }
  return sort === 'met' ? sql`known_player AS k` : sql`known_player AS k INDEXED BY ${sql.raw(KNOWN_INDEX[sort])}`;
}

type Row = Record<string, unknown>;

function foundOf(row: Row): FoundPlayer[] {
  const steamId = row['steam_id'];
  if (!isSteamId(steamId)) return [];
  const number = (name: string) => (row[name] === null ? null : Number(row[name]));
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null);
  const economy = row['economy'];
  const bits = Number(row['sources'] ?? 0);
  const value = row['value'];
  return [
    {
      steamId,
      name: text('name'),
      avatarUrl: text('avatar_url'),
      entry: readEntry(text('entry')),
      bans:
        row['vac'] === null
          ? null
          : {
              vac: Number(row['vac']),
              game: Number(row['game']),
              community: row['community'] === 1,
              economy: economy === 'banned' || economy === 'probation' ? economy : 'none',
              lastBanAt: number('last_ban_at'),
              noticedAt: number('ban_noticed_at'),
            },
      sources: SOURCES.filter((_, place) => (bits >> place) & 1),
      value: typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : null,
    },
  ];
}

function readEntry(text: string | null): ScoreEntry | null {
  return text === null ? null : (scoreEntrySchema.safeParse(JSON.parse(text)).data ?? null);
}

/** A page of players behind `after`: those with a value to sort by first, in either order, then the others. */
export async function listPlayers(
  database: Database,
  sets: PlayerSets,
  viewer: ListViewer,
  filter: ListFilter,
  page: { after: ListPlace | undefined; limit: number },
): Promise<FoundPlayer[]> {
  const { among, sort, order } = filter;
  const matches = needsMatches(filter);
  const withMet = matches && among !== 'met';
  const nothing = sql`SELECT NULL AS steam_id, NULL AS name, NULL AS first_at, NULL AS last_at WHERE false`;
  const own = among === 'watched' ? sets.watched(viewer) : sets.reported(viewer);
  const from =
    among === 'known'
      ? sql`${await wayThroughKnown(database, filter)} LEFT JOIN (${withMet ? sets.met(viewer) : nothing}) AS b ON b.steam_id = k.steam_id`
      : among === 'met'
        ? sql`(${sets.met(viewer)}) AS b LEFT JOIN known_player AS k ON k.steam_id = b.steam_id`
        : sql`(${own}) AS o LEFT JOIN known_player AS k ON k.steam_id = o.steam_id
            LEFT JOIN (${withMet ? sets.met(viewer) : nothing}) AS b ON b.steam_id = o.steam_id`;
  const steamId = sql.raw(among === 'known' ? 'k.steam_id' : among === 'met' ? 'b.steam_id' : 'o.steam_id');
  const nameColumn = among === 'known' ? COLUMN.name : MET_NAME;
  const value = sort === 'name' ? nameColumn : COLUMN[sort];
  const conditions = conditionsOf(filter, { steamId, name: nameColumn });
  // Written so that the index on names serves: it has an empty key where there is no name.
  const byIndexedName = among === 'known' && sort === 'name';
  const has = byIndexedName ? sql`k.name_key > ''` : sql`${value} IS NOT NULL`;
  const lacks = byIndexedName ? sql`k.name_key = ''` : sql`${value} IS NULL`;
  const direction = sql.raw(order);
  const beyond = sql.raw(order === 'asc' ? '>' : '<');

  const read = async (none: boolean, after: ListPlace | undefined, limit: number): Promise<FoundPlayer[]> => {
    const here = none
      ? [lacks, ...(after ? [sql`${steamId} ${beyond} ${after.steamId}`] : [])]
      : [has, ...(after ? [sql`(${value}, ${steamId}) ${beyond} (${after.value}, ${after.steamId})`] : [])];
    const rows = await database.query.all<Row>(
      sql`SELECT p.*, s.entry FROM (
          SELECT ${steamId} AS steam_id, coalesce(k.name, b.name) AS name, k.avatar_url, k.vac, k.game, k.community, k.economy,
            k.last_ban_at, k.ban_noticed_at, k.sources, ${value} AS value
          FROM ${from} WHERE ${sql.join([...conditions, ...here], sql` AND `)}
          ORDER BY ${none ? sql`` : sql`${value} ${direction},`} ${steamId} ${direction} LIMIT ${limit}) AS p
        LEFT JOIN player AS h ON h.steam_id = p.steam_id
        LEFT JOIN score AS s ON s.bucket = h.bucket AND s.steam_id = p.steam_id
        ORDER BY ${none ? sql`` : sql`p.value ${direction},`} p.steam_id ${direction}`,
    );
    return rows.flatMap(foundOf);
  };

  const { after, limit } = page;
  const found = after?.value === null ? [] : await read(false, after, limit);
  if (found.length === limit) return found;
  return [...found, ...(await read(true, after?.value === null ? after : undefined, limit - found.length))];
}

/** When the viewer met these players, and which of them they watch or reported. */
export async function standingOf(
  database: Database,
  sets: PlayerSets,
  viewer: ListViewer,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, Pick<ListedPlayer, 'met' | 'watched' | 'reported'> & { name: string | null }>> {
  const rows = await database.query.all<Row>(
    sql`SELECT i.value AS steam_id, b.name, b.first_at, b.last_at, b.matches,
        i.value IN (${sets.watched(viewer)}) AS watched, i.value IN (${sets.reported(viewer)}) AS reported
      FROM json_each(${JSON.stringify(steamIds)}) AS i LEFT JOIN (${sets.met(viewer, steamIds)}) AS b ON b.steam_id = i.value`,
  );
  return new Map(
    rows.flatMap((row) => {
      const steamId = row['steam_id'];
      if (!isSteamId(steamId)) return [];
      const met =
        row['matches'] === null
          ? null
          : { first: Number(row['first_at']), last: Number(row['last_at']), matches: Number(row['matches']) };
      const name = typeof row['name'] === 'string' ? row['name'] : null;
      return [[steamId, { met, name, watched: row['watched'] === 1, reported: row['reported'] === 1 }] as const];
    }),
  );
}
