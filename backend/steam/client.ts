import { DAY } from '#backend/platform/clock.ts';
import { createSteamGet, type Outcome, type SteamHttpDeps } from '#backend/steam/http.ts';
import * as schemas from '#backend/steam/schemas.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** Facts of a source without the time they were seen: whoever stores them adds it. */
type FactsOf<S extends keyof PlayerFacts> = Omit<NonNullable<PlayerFacts[S]>, 'observedAt'>;
export type ProfileFacts = FactsOf<'profile'>;
export type BanFacts = FactsOf<'bans'>;
export type GameFacts = FactsOf<'games'>;
export type LevelFacts = FactsOf<'level'>;
export type StatsFacts = FactsOf<'stats'>;

/** The Web API as this product uses it. Batches take at most 100 distinct IDs and answer for every one of them. */
export interface SteamClient {
  profiles(steamIds: readonly SteamId[]): Promise<Map<SteamId, Outcome<ProfileFacts>>>;
  bans(steamIds: readonly SteamId[]): Promise<Map<SteamId, Outcome<BanFacts>>>;
  games(steamId: SteamId): Promise<Outcome<GameFacts>>;
  level(steamId: SteamId): Promise<Outcome<LevelFacts>>;
  stats(steamId: SteamId): Promise<Outcome<StatsFacts>>;
  resolveVanity(name: string): Promise<Outcome<SteamId>>;
  /**
   * The share code of the match after `known`, null when that is the newest. `private`: Steam does not take the auth code;
   * `not-found`: `known` is not one of the user's last month.
   */
  nextShareCode(steamId: SteamId, authCode: string, known: string): Promise<Outcome<string | null>>;
}

/** CS2 carries on CS:GO's application ID, play time and statistics. */
const CS2 = 730;
/** Steam allows 32 characters; whatever is longer is not a name. */
const MAX_NAME = 128;

/** Text that is valid Unicode and not absurdly long. */
function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed().replaceAll('\0', '');
}

function profileFacts(raw: unknown): { steamId: SteamId; facts: ProfileFacts } | undefined {
  const read = schemas.summary.safeParse(raw);
  if (!read.success || !isSteamId(read.data.steamid)) return undefined;
  const { communityvisibilitystate: visible, ...summary } = read.data;
  const facts: ProfileFacts = {
    visibility: visible === 3 ? 'public' : visible === 2 ? 'friends' : 'private',
    name: cut(summary.personaname, MAX_NAME),
  };
  if (summary.avatarfull && /^https?:\/\/\S{1,500}$/.test(summary.avatarfull)) facts.avatarUrl = summary.avatarfull;
  if (summary.timecreated !== undefined) facts.createdAt = summary.timecreated * 1000;
  if (summary.loccountrycode && /^[A-Z]{2}$/.test(summary.loccountrycode)) facts.country = summary.loccountrycode;
  if (summary.profilestate !== 1) facts.unconfigured = true;
  return { steamId: read.data.steamid, facts };
}

function banFacts(raw: unknown, now: number): { steamId: SteamId; facts: BanFacts } | undefined {
  const read = schemas.bans.safeParse(raw);
  if (!read.success || !isSteamId(read.data.SteamId)) return undefined;
  const economy = read.data.EconomyBan;
  const facts: BanFacts = {
    vac: read.data.NumberOfVACBans,
    game: read.data.NumberOfGameBans,
    community: read.data.CommunityBanned,
    economy: economy === 'none' || economy === 'probation' ? economy : 'banned',
  };
  // Steam counts whole days, so the day is all that is known: its midnight UTC.
  if (facts.vac + facts.game > 0) {
    facts.lastBanAt = Math.max(0, now - (now % DAY) - read.data.DaysSinceLastBan * DAY);
  }
  return { steamId: read.data.SteamId, facts };
}

/** Whether an answer of a statistics endpoint says "not yours to see"; Steam does so with 403, and with 500. */
function statsAnswer(status: number, body: unknown): 'private' | 'not-found' | undefined {
  const error = schemas.statsResponse.safeParse(body).data?.playerstats.error;
  if (error !== undefined) return 'private';
  if (status === 403) return 'private';
  // Never started the game: 400, or 200 without a list.
  return status === 400 ? 'not-found' : undefined;
}

function statsFacts(stats: readonly { name: string; value: number }[]): StatsFacts | undefined {
  const totals = new Map(stats.map(({ name, value }) => [name, value]));
  const total = (name: string) => Math.max(0, Math.trunc(totals.get(name) ?? 0));
  if (!totals.has('total_kills') || !totals.has('total_deaths')) return undefined;
  const facts: StatsFacts = {
    kills: total('total_kills'),
    deaths: total('total_deaths'),
    headshotKills: total('total_kills_headshot'),
    shots: total('total_shots_fired'),
    hits: total('total_shots_hit'),
  };
  if (totals.has('total_rounds_played')) facts.rounds = total('total_rounds_played');
  return facts;
}

export function createSteamClient(deps: SteamHttpDeps): SteamClient {
  const get = createSteamGet(deps);

  /** A batch as one outcome per ID; an ID the answer leaves out is unknown to Steam, an unreadable one failed. */
  function spread<T>(
    steamIds: readonly SteamId[],
    batch: Outcome<readonly unknown[]>,
    read: (raw: unknown) => { steamId: SteamId; facts: T } | undefined,
  ): Map<SteamId, Outcome<T>> {
    if (batch.state !== 'ok') return new Map(steamIds.map((steamId) => [steamId, batch]));
    let unreadable = false;
    const found = new Map<SteamId, Outcome<T>>();
    for (const raw of batch.value) {
      const player = read(raw);
      if (player) found.set(player.steamId, { state: 'ok', value: player.facts });
      else unreadable = true;
    }
    // Whose entry an unreadable one was cannot be known, so nobody of such a batch is called "not found".
    const missing: Outcome<T> = { state: unreadable ? 'failed' : 'not-found' };
    if (unreadable) deps.log.warn('steam.unreadable-player');
    return new Map(steamIds.map((steamId) => [steamId, found.get(steamId) ?? missing]));
  }

  return {
    async profiles(steamIds) {
      const answer = await get({
        path: '/ISteamUser/GetPlayerSummaries/v2/',
        params: { steamids: steamIds.join(',') },
        schema: schemas.summariesResponse,
      });
      const players = answer.state === 'ok' ? { ...answer, value: answer.value.response.players } : answer;
      return spread(steamIds, players, profileFacts);
    },
    async bans(steamIds) {
      const answer = await get({
        path: '/ISteamUser/GetPlayerBans/v1/',
        params: { steamids: steamIds.join(',') },
        schema: schemas.bansResponse,
      });
      const players = answer.state === 'ok' ? { ...answer, value: answer.value.players } : answer;
      return spread(steamIds, players, (raw) => banFacts(raw, deps.clock.now()));
    },
    async games(steamId) {
      const answer = await get({
        path: '/IPlayerService/GetOwnedGames/v1/',
        params: { steamid: steamId, include_played_free_games: '1' },
        schema: schemas.gamesResponse,
      });
      if (answer.state !== 'ok') return answer;
      const { game_count: owned, games } = answer.value.response;
      if (owned === undefined) return { state: 'private' };
      const facts: GameFacts = { owned };
      const cs2 = games?.find((game) => game.appid === CS2);
      // Zero minutes is how Steam shows hidden play time: a list without any time at all says nothing of what was played.
      const played = games?.filter((game) => (game.playtime_forever ?? 0) > 0).length ?? 0;
      if (played > 0) facts.played = played;
      if (cs2?.playtime_forever) facts.cs2Minutes = cs2.playtime_forever;
      if (cs2?.playtime_2weeks) facts.cs2RecentMinutes = cs2.playtime_2weeks;
      return { state: 'ok', value: facts };
    },
    async level(steamId) {
      const answer = await get({
        path: '/IPlayerService/GetSteamLevel/v1/',
        params: { steamid: steamId },
        schema: schemas.levelResponse,
      });
      if (answer.state !== 'ok') return answer;
      const level = answer.value.response.player_level;
      return level === undefined ? { state: 'private' } : { state: 'ok', value: { level } };
    },
    async stats(steamId) {
      const answer = await get({
        path: '/ISteamUserStats/GetUserStatsForGame/v2/',
        params: { steamid: steamId, appid: String(CS2) },
        schema: schemas.statsResponse,
        answerOf: statsAnswer,
      });
      if (answer.state !== 'ok') return answer;
      const facts = statsFacts(answer.value.playerstats.stats ?? []);
      return facts ? { state: 'ok', value: facts } : { state: 'not-found' };
    },
    async resolveVanity(name) {
      const answer = await get({
        path: '/ISteamUser/ResolveVanityURL/v1/',
        params: { vanityurl: name },
        schema: schemas.vanityResponse,
      });
      if (answer.state !== 'ok') return answer;
      const { success, steamid } = answer.value.response;
      return success === 1 && isSteamId(steamid) ? { state: 'ok', value: steamid } : { state: 'not-found' };
    },
    async nextShareCode(steamId, authCode, known) {
      const answer = await get({
        path: '/ICSGOPlayers_730/GetNextMatchSharingCode/v1/',
        params: { steamid: steamId, steamidkey: authCode, knowncode: known },
        schema: schemas.nextCodeResponse,
        answerOf: (status) => (status === 403 ? 'private' : status === 412 ? 'not-found' : undefined),
      });
      if (answer.state !== 'ok') return answer;
      const { nextcode } = answer.value.result;
      if (nextcode === 'n/a') return { state: 'ok', value: null };
      return decodeShareCode(nextcode) ? { state: 'ok', value: nextcode } : { state: 'failed' };
    },
  };
}

/** Stands in without a key: nothing can be asked, and everything says so. */
export function createNoSteamClient(): SteamClient {
  const failed = { state: 'failed' } as const;
  const all = async (steamIds: readonly SteamId[]) => new Map(steamIds.map((steamId) => [steamId, failed]));
  const one = async () => failed;
  return { profiles: all, bans: all, games: one, level: one, stats: one, resolveVanity: one, nextShareCode: one };
}
