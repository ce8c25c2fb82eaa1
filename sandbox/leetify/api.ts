import { Hono } from 'hono';
import type { SandboxContext } from '../context.ts';
import type { Person } from '../world/person.ts';
import type { World } from '../world/world.ts';
import { findMatch, type Match, matchesOf, type Played, playerName } from './matches.ts';
import { figuresOf, membershipOf, uuidFor } from './members.ts';

/** The one key the sandbox's Leetify takes; none at all is fine too, a wrong one is refused. */
export const SANDBOX_LEETIFY_KEY = '5a4db0c5-1ee7-41f7-8000-5a4db0c55a4d';

const text = (status: 400 | 401 | 404, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

/**
 * Leetify's public API in its documented shapes. Where it is not documented: wrong keys are answered 401 in plain text,
 * and members who are not public have all figures zero. As on the real one there are no CORS headers.
 */
export function leetifyApiApp({ world, calls }: SandboxContext): Hono {
  const app = new Hono();

  app.use('*', async (c, next) => {
    const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const key = c.req.header('_leetify_key') ?? bearer;
    if (key !== undefined && key !== SANDBOX_LEETIFY_KEY) {
      calls.record('leetify-key-refused');
      return text(401, 'Unauthorized');
    }
    return next();
  });

  const member = (url: string): Person | undefined => {
    const query = new URL(url).searchParams;
    const steamId = query.get('steam64_id');
    const id = query.get('id');
    const person =
      steamId === null ? world.people.find((one) => id !== null && idOf(one, world) === id) : world.find(steamId);
    return person && !person.deleted && membershipOf(person, world) !== 'none' ? person : undefined;
  };
  app.get('/api-key/validate', (c) => (c.req.header('_leetify_key') ? c.body(null, 200) : text(401, 'Unauthorized')));
  app.get('/v3/profile', (c) => {
    const person = member(c.req.url);
    calls.record('leetify-profile', [c.req.query('steam64_id') ?? '']);
    return person ? c.json(profileAnswer(person, world)) : text(404, 'Profile not found');
  });
  app.get('/v3/profile/matches', (c) => {
    const person = member(c.req.url);
    calls.record('leetify-matches', [c.req.query('steam64_id') ?? '']);
    if (!person) return text(404, 'Profile not found');
    if (membershipOf(person, world) !== 'public') return c.json([]);
    return c.json(matchesOf(person, world).map((match) => matchAnswer(match, world)));
  });
  app.get('/v2/matches/:id', (c) => {
    calls.record('leetify-match');
    const match = findMatch(c.req.param('id'), world);
    return match ? c.json(matchAnswer(match, world)) : text(404, 'Match not found');
  });
  app.notFound(() => text(404, 'Not Found'));
  return app;
}

const idOf = (person: Person, world: World): string => uuidFor(world.seed, `leetify id ${person.steamId}`);

function profileAnswer(person: Person, world: World): object {
  const membership = membershipOf(person, world);
  const open = membership === 'public';
  const figures = figuresOf(person, world);
  /** Zero is what Leetify gives for what it does not show. */
  const shown = (value: number): number => (open ? value : 0);
  const recent = open ? matchesOf(person, world) : [];
  return {
    privacy_mode: membership,
    winrate: shown(figures.winrate),
    total_matches: shown(figures.matches),
    first_match_date: open ? new Date(Math.max(person.createdAt, Date.UTC(2020, 0, 1))).toISOString() : null,
    name: playerName(person, world),
    bans: [],
    steam64_id: person.steamId,
    id: idOf(person, world),
    ranks: {
      leetify: open ? Math.round((figures.aim - 50) * 8) / 100 : null,
      premier: open ? figures.premier : null,
      faceit: null,
      faceit_elo: null,
      wingman: open ? 0 : null,
      renown: null,
      competitive: open
        ? [
            { map_name: 'de_nuke', rank: 14 },
            { map_name: 'de_mills', rank: 0 },
          ]
        : [],
    },
    rating: {
      aim: shown(figures.aim),
      positioning: shown(figures.positioning),
      utility: shown(figures.utility),
      clutch: shown(figures.clutch),
      opening: shown(figures.opening),
      ct_leetify: shown(0.0176),
      t_leetify: shown(0.0248),
    },
    stats: {
      accuracy_enemy_spotted: shown(figures.spotted),
      accuracy_head: shown(figures.head),
      counter_strafing_good_shots_ratio: shown(figures.counterStrafe),
      ct_opening_aggression_success_rate: shown(36.9767),
      ct_opening_duel_success_percentage: shown(42.4699),
      flashbang_hit_foe_avg_duration: shown(3.0482),
      flashbang_hit_foe_per_flashbang: shown(0.7055),
      flashbang_hit_friend_per_flashbang: shown(0.3976),
      flashbang_leading_to_kill: shown(12.7502),
      flashbang_thrown: shown(14.5015),
      he_foes_damage_avg: shown(7.4804),
      he_friends_damage_avg: shown(0.6348),
      preaim: shown(figures.preaim),
      reaction_time_ms: shown(figures.reactionMs),
      spray_accuracy: shown(figures.spray),
      t_opening_aggression_success_rate: shown(43.4608),
      t_opening_duel_success_percentage: shown(49.8248),
      traded_deaths_success_percentage: shown(51.5246),
      trade_kill_opportunities_per_round: shown(0.3223),
      trade_kills_success_percentage: shown(45.8348),
      utility_on_death_avg: shown(152.9369),
    },
    recent_matches: recent.map((match) => recentAnswer(match, person)),
    recent_teammates: recent[0]
      ? recent[0].players
          .filter((played) => played.team === 2 && played.person !== person)
          .map((played, i) => ({ steam64_id: played.person.steamId, recent_matches_count: 4 - i }))
      : [],
  };
}

/** One of `recent_matches`: here percent and milliseconds, unlike in match details. */
function recentAnswer(match: Match, person: Person): object {
  const own = match.players.find((played) => played.person === person);
  const percent = (share: number | undefined): number => Math.round((share ?? 0) * 10_000) / 100;
  const [a, b] = match.score;
  return {
    id: match.id,
    finished_at: new Date(match.finishedAt).toISOString(),
    data_source: 'matchmaking',
    outcome: a > b ? 'win' : 'loss',
    rank: 0,
    rank_type: null,
    map_name: match.map,
    leetify_rating: own?.rating ?? 0,
    score: match.score,
    preaim: own?.preaim ?? 0,
    reaction_time_ms: Math.round((own?.reaction ?? 0) * 1000),
    accuracy_enemy_spotted: percent(own?.spotted),
    accuracy_head: percent(own?.head),
    spray_accuracy: percent(own?.spray),
  };
}

/** Match details: shares 0–1 and `reaction_time` in seconds. */
function matchAnswer(match: Match, world: World): object {
  const rounds = match.score[0] + match.score[1];
  return {
    id: match.id,
    finished_at: new Date(match.finishedAt).toISOString(),
    data_source: 'matchmaking',
    data_source_match_id: null,
    map_name: match.map,
    has_banned_player: match.players.some(({ person }) => person.bans.some((ban) => ban.at <= world.now)),
    team_scores: [
      { team_number: 2, score: match.score[0] },
      { team_number: 3, score: match.score[1] },
    ],
    stats: match.players.map((played) => playerAnswer(played, rounds, world)),
  };
}

function playerAnswer(played: Played, rounds: number, world: World): object {
  const { person, team, kills, deaths } = played;
  return {
    steam64_id: person.steamId,
    name: playerName(person, world),
    mvps: Math.floor(kills / 9),
    preaim: played.preaim,
    reaction_time: played.reaction,
    accuracy_enemy_spotted: played.spotted,
    accuracy_head: played.head,
    spray_accuracy: played.spray,
    initial_team_number: team,
    total_kills: kills,
    total_deaths: deaths,
    total_assists: played.assists,
    kd_ratio: Math.round((kills / Math.max(1, deaths)) * 100) / 100,
    total_damage: played.damage,
    dpr: Math.round((played.damage / rounds) * 100) / 100,
    total_hs_kills: played.headshots,
    leetify_rating: played.rating,
    rounds_count: rounds,
  };
}
