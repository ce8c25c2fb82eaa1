import { z } from 'zod';
import type { SourcedMatch } from '#backend/matches/matches.ts';
import { type Clock, MINUTE, SECOND } from '#backend/platform/clock.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import { type Outcome, retryAfterOf } from '#backend/steam/http.ts';
import { LIMITS } from '#shared/match-history/match.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** Matches as Leetify's public API v3 has them, kept only where Leetify allows it. */
export interface LeetifyMatches {
  /** `private` for a member who does not show them, `not-found` for nobody. Newest first, a hundred at most. */
  matches(steamId: SteamId): Promise<Outcome<SourcedMatch[]>>;
}

export interface LeetifyDeps {
  fetch: typeof fetch;
  clock: Clock;
  log: Log;
  /** Of the API; its paths go below. */
  url: string;
  /** The operator's, if there is one. */
  key: string | undefined;
}

const TIMEOUT = 20 * SECOND;
const DEFAULT_PAUSE = 5 * MINUTE;
const MOST = 100;
const MAX_BODY = 8 * 1024 * 1024;

const figure = (max: number) =>
  z
    .int()
    .min(0)
    .max(max)
    .nullish()
    .transform((value) => value ?? null);
const lineSchema = z.object({
  steam64_id: z.string(),
  name: z.string().catch(''),
  initial_team_number: z.int().nullish(),
  total_kills: figure(LIMITS.kills),
  total_deaths: figure(LIMITS.deaths),
  total_assists: figure(LIMITS.assists),
  total_hs_kills: figure(LIMITS.kills),
  mvps: figure(LIMITS.mvps),
  score: figure(LIMITS.score),
});
const matchSchema = z.object({
  finished_at: z.iso.datetime({ offset: true }),
  data_source: z.string().nullish(),
  data_source_match_id: z.string().nullish(),
  map_name: z.string().max(40),
  team_scores: z.array(z.object({ team_number: z.int(), score: z.int().min(0).max(LIMITS.rounds) })).max(2),
  stats: z.array(lineSchema).max(64),
});

function matchOf(raw: unknown): SourcedMatch | undefined {
  const read = matchSchema.safeParse(raw);
  // FACEIT and others have matches of their own, with teams and ranks that say something else.
  if (!read.success || !/^matchmaking/.test(read.data.data_source ?? '')) return undefined;
  const { finished_at, map_name, team_scores, stats, data_source_match_id } = read.data;
  const [first, second] = [2, 3].map((team) => team_scores.find(({ team_number }) => team_number === team)?.score);
  const code = decodeShareCode(data_source_match_id ?? '');
  return {
    playedAt: Date.parse(finished_at),
    mode: null,
    map: map_name,
    mapCode: map_name,
    rounds: first === undefined || second === undefined ? null : [first, second],
    durationSeconds: null,
    reservationId: code ? String(code.reservationId) : null,
    players: stats.flatMap((line) => {
      if (!isSteamId(line.steam64_id)) return [];
      const { total_kills: kills, total_hs_kills: headshots, initial_team_number: team } = line;
      const share = kills === null || headshots === null || headshots > kills || kills === 0 ? null : headshots / kills;
      return [
        {
          steamId: line.steam64_id,
          name: line.name.slice(0, 200),
          team: team === 2 ? 0 : team === 3 ? 1 : null,
          ...{ kills, deaths: line.total_deaths, assists: line.total_assists },
          ...{ mvps: line.mvps, score: line.score },
          headshotPercent: share === null ? null : Math.round(100 * share),
        },
      ];
    }),
  };
}

export function createLeetifyMatches({ fetch, clock, log, url, key }: LeetifyDeps): LeetifyMatches {
  return {
    async matches(steamId) {
      const address = new URL(`${url.replace(/\/+$/, '')}/v3/profile/matches`);
      address.search = new URLSearchParams({ steam64_id: steamId }).toString();
      try {
        const response = await fetch(address, {
          signal: AbortSignal.timeout(TIMEOUT),
          ...(key !== undefined && { headers: { _leetify_key: key } }),
        });
        if (response.status === 429) {
          const wait = retryAfterOf(response.headers.get('retry-after'), clock.now()) ?? DEFAULT_PAUSE;
          return { state: 'limited', retryAfterMs: wait };
        }
        if (response.status === 404) return { state: 'not-found' };
        const text = await response.text();
        if (!response.ok || text.length > MAX_BODY) throw new Error(`status ${response.status}`);
        const body = z.array(z.unknown()).parse(JSON.parse(text));
        const matches = body.slice(0, MOST).flatMap((raw) => matchOf(raw) ?? []);
        return {
          state: 'ok',
          value: matches.filter(({ players }) => players.some((line) => line.steamId === steamId)),
        };
      } catch (error) {
        log.warn('leetify.failed', { error: errorText(error) });
        return { state: 'failed' };
      }
    },
  };
}
