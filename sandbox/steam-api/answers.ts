import type { LifetimeStats, Person } from '../world/person.ts';
import { avatarUrl, bansAt, countryAt, gamesVisible, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';

/** Seconds since 1970, as the Web API counts. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

/** One row of GetPlayerSummaries. Private and friends-only profiles look alike, as they do to a key without a session. */
export function playerSummary(person: Person, world: World): object {
  const isPublic = person.visibility === 'public';
  const country = countryAt(person, world.now);
  return {
    steamid: person.steamId,
    communityvisibilitystate: isPublic ? 3 : 1,
    ...(person.unconfigured ? {} : { profilestate: 1 }),
    personaname: nameAt(person, world.now),
    ...(isPublic ? { commentpermission: 1 } : {}),
    profileurl: `${profileUrl(person)}/`,
    avatar: avatarUrl(person, 'small'),
    avatarmedium: avatarUrl(person, 'medium'),
    avatarfull: avatarUrl(person, 'full'),
    avatarhash: person.avatarHash,
    ...(isPublic ? { lastlogoff: seconds(person.lastSeenAt) } : {}),
    personastate: isPublic && person.online !== 'offline' ? 1 : 0,
    ...(isPublic && person.realName !== undefined ? { realname: person.realName } : {}),
    ...(isPublic
      ? { primaryclanid: '103582791429521408', timecreated: seconds(person.createdAt), personastateflags: 0 }
      : {}),
    ...(isPublic && person.online === 'in-game' ? { gameid: '730', gameextrainfo: 'Counter-Strike 2' } : {}),
    ...(isPublic && country !== undefined ? { loccountrycode: country } : {}),
  };
}

/** One row of GetPlayerBans: no wrapper, PascalCase, the same for private profiles. */
export function playerBans(person: Person, world: World): object {
  const bans = bansAt(person, world.now);
  return {
    SteamId: person.steamId,
    CommunityBanned: bans.community,
    VACBanned: bans.vac > 0,
    NumberOfVACBans: bans.vac,
    DaysSinceLastBan: bans.daysSinceLast,
    NumberOfGameBans: bans.game,
    EconomyBan: bans.economy,
  };
}

export function friendList(person: Person | undefined, world: World): Response | object {
  if (person?.visibility !== 'public') return Response.json({}, { status: 401 });
  return {
    friendslist: {
      friends: world.friendsOf(person).map((friend) => ({
        steamid: friend.person.steamId,
        relationship: 'friend',
        friend_since: seconds(friend.since),
      })),
    },
  };
}

export function steamLevel(person: Person | undefined): object {
  return { response: person?.visibility === 'public' ? { player_level: person.level } : {} };
}

export function ownedGames(person: Person | undefined, world: World, query: URLSearchParams): object {
  if (!person || !gamesVisible(person)) return { response: {} };
  const flag = (name: string): boolean => query.get(name) === '1' || query.get(name) === 'true';
  // CS2 is free to play: without this flag it is not in the list, however much it was played.
  const games = world.gamesOf(person).filter((game) => game.appid !== 730 || flag('include_played_free_games'));
  return {
    response: {
      game_count: games.length,
      games: games.map((game) => ({
        appid: game.appid,
        ...(flag('include_appinfo')
          ? { name: game.name, img_icon_url: person.avatarHash, has_community_visible_stats: true }
          : {}),
        ...(game.recentMinutes > 0 ? { playtime_2weeks: game.recentMinutes } : {}),
        playtime_forever: game.minutes,
        playtime_windows_forever: game.minutes,
        playtime_mac_forever: 0,
        playtime_linux_forever: 0,
        playtime_deck_forever: 0,
        rtime_last_played: game.minutes > 0 ? seconds(person.lastSeenAt) : 0,
        playtime_disconnected: 0,
      })),
    },
  };
}

export function recentlyPlayed(person: Person | undefined, world: World): object {
  if (!person || !gamesVisible(person)) return { response: {} };
  const games = world.gamesOf(person).filter((game) => game.recentMinutes > 0);
  if (games.length === 0) return { response: { total_count: 0 } };
  return {
    response: {
      total_count: games.length,
      games: games.map((game) => ({
        appid: game.appid,
        name: game.name,
        playtime_2weeks: game.recentMinutes,
        playtime_forever: game.minutes,
        img_icon_url: person.avatarHash,
        playtime_windows_forever: game.minutes,
        playtime_mac_forever: 0,
        playtime_linux_forever: 0,
        playtime_deck_forever: 0,
      })),
    },
  };
}

function statRows(stats: LifetimeStats): { name: string; value: number }[] {
  return Object.entries({
    total_kills: stats.kills,
    total_deaths: stats.deaths,
    total_time_played: stats.timePlayed,
    total_planted_bombs: Math.round(stats.rounds * 0.03),
    total_wins: stats.wins,
    total_damage_done: stats.kills * 108,
    total_kills_headshot: stats.headshotKills,
    total_kills_knife: Math.round(stats.kills * 0.004),
    total_kills_ak47: Math.round(stats.kills * 0.31),
    total_kills_awp: Math.round(stats.kills * 0.09),
    total_shots_hit: stats.hits,
    total_shots_fired: stats.shots,
    total_rounds_played: stats.rounds,
    total_mvps: stats.mvps,
    total_matches_played: Math.round(stats.rounds / 22),
    total_matches_won: Math.round(stats.rounds / 45),
  }).map(([name, value]) => ({ name, value }));
}

/** Lifetime totals of CS2; without a `stats` array when nothing was recorded, 403 when hidden. */
export function userStats(person: Person | undefined, appid: string | null): Response | object {
  if (appid !== '730')
    return Response.json({ playerstats: { error: 'Requested app has no stats', success: false } }, { status: 400 });
  if (!person || !gamesVisible(person))
    return Response.json({ playerstats: { error: 'Profile is not public' } }, { status: 403 });
  const known = person.stats && person.cs2Minutes > 0 ? { stats: statRows(person.stats), achievements: [] } : {};
  return { playerstats: { steamID: person.steamId, gameName: 'Counter-Strike 2', ...known } };
}
