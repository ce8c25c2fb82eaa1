import { normalised, type SourcedLine, type SourcedMatch } from '#backend/matches/sourced.ts';
import { MINUTE } from '#backend/platform/clock.ts';
import type { FieldError } from '#shared/api/matches.ts';
import { wordsSchema } from '#shared/api/text.ts';
import { LIMITS } from '#shared/match-history/match.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What was read of an uploaded match; `match` is missing when it was refused. */
export interface UploadReading {
  match?: SourcedMatch;
  /** Each value that was not taken. */
  errors: FieldError[];
}

/** CS:GO came out on 2012-08-21: nothing in a match history is older. */
const FIRST_MATCH = Date.UTC(2012, 7, 21);
/** Clocks differ. */
const AHEAD = 10 * MINUTE;
const MAX_LINES = 20;
const MAX_ERRORS = 20;
/** Nobody kills more than all of the other team in a round, give or take one who came back. */
const KILLS_A_ROUND = 6;
const MODES = ['premier', 'competitive', 'scrimmage', 'wingman'] as const;
const REPLAY = /^https?:\/\/replay\d+\.valve\.net\/730\/0*(\d{1,20})_\d+\.dem\.bz2$/;

const nameSchema = wordsSchema({ max: 200 });

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads one match of an upload (a `HistoryMatch`) by `uploader`. Figures out of their range become unknown, lines without
 * a player are left out; a match in the future, without the uploader, or cut off is refused as a whole.
 */
export function readUpload(raw: unknown, uploader: SteamId, now: number): UploadReading {
  const errors: FieldError[] = [];
  const note = (path: string, message: string) => {
    if (errors.length < MAX_ERRORS) errors.push({ path, message });
  };
  const refuse = (path: string, message: string): UploadReading => {
    errors.unshift({ path, message });
    return { errors: errors.slice(0, MAX_ERRORS) };
  };
  /** A whole number up to `max`, or unknown. */
  const figure = (value: unknown, max: number, path: string): number | null => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
    note(path, `not a whole number from 0 to ${max}`);
    return null;
  };
  const words = (value: unknown, max: number, path: string): string => {
    const read = nameSchema.safeParse(value);
    if (read.success) return read.data.slice(0, max);
    note(path, 'not text that can be shown');
    return '';
  };

  if (!isObject(raw)) return refuse('', 'not a match');
  const playedAt = raw['playedAt'];
  if (typeof playedAt !== 'number' || !Number.isInteger(playedAt) || playedAt < FIRST_MATCH) {
    return refuse('playedAt', 'not a time a match can have been played at');
  }
  if (playedAt > now + AHEAD) return refuse('playedAt', 'lies in the future');
  if (raw['cutOff'] === true) return refuse('cutOff', 'only a part of this match was read');

  const mode = MODES.find((each) => each === raw['mode']) ?? null;
  if (mode === null) note('mode', 'not a mode we know');
  const map = words(raw['map'], 100, 'map');
  const mapCode = readMapCode(raw['mapCode']);
  if (mapCode === undefined) note('mapCode', 'not the code of a map');
  const replay = raw['replayUrl'] ?? null;
  const reservationId = typeof replay === 'string' ? (REPLAY.exec(replay)?.[1] ?? null) : null;
  if (replay !== null && reservationId === null) note('replayUrl', 'not a replay link of Valve');
  const rounds = readRounds(raw['rounds'], (path, value) => figure(value, LIMITS.rounds, path), note);

  const lines = raw['players'];
  if (!Array.isArray(lines) || lines.length > MAX_LINES) return refuse('players', `not a list of at most ${MAX_LINES}`);
  const players = new Map<SteamId, SourcedLine>();
  for (const [index, line] of lines.entries()) {
    const at = `players.${index}`;
    const steamId: unknown = isObject(line) ? line['steamId'] : undefined;
    if (!isObject(line) || !isSteamId(steamId)) note(`${at}.steamId`, 'not a SteamID64 of an individual account');
    else if (players.has(steamId)) note(`${at}.steamId`, 'is in this match twice');
    else {
      const team = line['team'] === 0 || line['team'] === 1 ? line['team'] : null;
      if (team === null && line['team'] !== null) note(`${at}.team`, 'neither 0 nor 1');
      const most = rounds ? Math.min(LIMITS.kills, KILLS_A_ROUND * (rounds[0] + rounds[1])) : LIMITS.kills;
      players.set(steamId, {
        steamId,
        name: words(line['name'] ?? '', 200, `${at}.name`),
        team,
        kills: figure(line['kills'], most, `${at}.kills`),
        assists: figure(line['assists'], LIMITS.assists, `${at}.assists`),
        deaths: figure(line['deaths'], LIMITS.deaths, `${at}.deaths`),
        mvps: figure(line['mvps'], LIMITS.mvps, `${at}.mvps`),
        headshotPercent: figure(line['headshotPercent'], 100, `${at}.headshotPercent`),
        score: figure(line['score'], LIMITS.score, `${at}.score`),
      });
    }
  }
  if (!players.has(uploader)) return refuse('players', 'you are not among the players');
  if (players.size < 2) return refuse('players', 'nobody else is in this match');
  const durationSeconds = figure(raw['durationSeconds'], 86_400, 'durationSeconds');
  const match = { playedAt, mode, map, mapCode: mapCode ?? null, rounds, durationSeconds, reservationId };
  return { match: normalised({ ...match, players: [...players.values()] }), errors };
}

function readMapCode(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' && /^[a-z]{2,4}_\w{1,34}$/.test(value) ? value : undefined;
}

function readRounds(
  value: unknown,
  figure: (path: string, value: unknown) => number | null,
  note: (path: string, message: string) => void,
): SourcedMatch['rounds'] {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value) || value.length !== 2) {
    note('rounds', 'not the rounds of two teams');
    return null;
  }
  const [first, second] = [figure('rounds.0', value[0]), figure('rounds.1', value[1])];
  return first === null || second === null ? null : [first, second];
}
