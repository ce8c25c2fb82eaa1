import type { Happening, NewBan, NewScore, Outcome, Person, Summary } from '#extension/app/dashboard/view.ts';
import type { Rise } from '#extension/notifications/rise.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { DASHBOARD_ITEMS, type Statistics } from '#shared/api/dashboard.ts';
import type { ScoreEntry } from '#shared/api/players.ts';
import { type HistoryMatch, type MatchPlayer, type MatchResult, resultFor } from '#shared/match-history/match.ts';
import type { Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

// The dashboard out of what this browser holds. Pure: reading it is local-data.ts's.

export type LocalMatch = Pick<HistoryMatch, 'id' | 'mode' | 'map' | 'mapCode' | 'playedAt' | 'rounds'> & {
  viewer: SteamId;
  players: readonly Pick<MatchPlayer, 'steamId' | 'name' | 'team'>[];
};

/** One's own reports, as far as this browser knows them. */
export interface LocalReport {
  steamId: SteamId;
  at: number;
  outcome: 'open' | Outcome['outcome'];
  outcomeAt: number | null;
}

export interface LocalData {
  /** Newest first. */
  matches: readonly LocalMatch[];
  scores: ReadonlyMap<SteamId, Omit<ScoreEntry, 'steamId'>>;
  bans: readonly BanMet[];
  rises: readonly Rise[];
  /** Null where they could not be had. */
  reports: readonly LocalReport[] | null;
  watched: number;
  /** Reasons against people of these matches whose details were looked at: how often each was found. */
  reasons: ReadonlyMap<string, number>;
}

export const EMPTY: LocalData = {
  matches: [],
  scores: new Map(),
  bans: [],
  rises: [],
  reports: [],
  watched: 0,
  reasons: new Map(),
};

const WEEK = 7 * 86_400_000;
/** 1970-01-05, a Monday. */
const MONDAY = 4 * 86_400_000;
const MAX_REASONS = 12;
const MAX_MAPS = 20;

/** Monday 00:00 UTC of the week of `time`, ms. */
export const weekOf = (time: number): number => Math.floor((time - MONDAY) / WEEK) * WEEK + MONDAY;

type Results = { won: number; lost: number; tied: number };
const noResults = (): Results => ({ won: 0, lost: 0, tied: 0 });

const resultOf = (match: LocalMatch): MatchResult | undefined => {
  const own = match.players.find(({ steamId }) => steamId === match.viewer);
  return own && resultFor(match, own);
};

/** Counts something under a key, with how it ended. */
function counted<K>(into: Map<K, { matches: number; results: Results }>, key: K, result: MatchResult | undefined) {
  const entry = into.get(key) ?? { matches: 0, results: noResults() };
  entry.matches += 1;
  if (result) entry.results[result] += 1;
  into.set(key, entry);
}

const mostPlayed = <K>(map: Map<K, { matches: number; results: Results }>) =>
  [...map].sort(([, a], [, b]) => b.matches - a.matches);

/** The figures of the last `weeks` weeks, the present one included. Hours of day are those of this computer's time zone. */
export function statisticsOf(data: LocalData, weeks: number, now: number): Statistics {
  const present = weekOf(now);
  const first = present - (weeks - 1) * WEEK;
  const rows = Array.from({ length: weeks }, (_, index) => ({
    start: first + index * WEEK,
    matches: 0,
    results: noResults(),
    people: 0,
    bans: 0,
    highScores: 0,
  }));
  const rowAt = (time: number) => rows[Math.floor((time - first) / WEEK)];
  const results = noResults();
  const maps = new Map<string, { matches: number; results: Results }>();
  const modes = new Map<LocalMatch['mode'], { matches: number; results: Results }>();
  const hours = Array.from({ length: 24 }, () => 0);
  const firstSeen = new Map<SteamId, number>();
  let matches = 0;
  for (const match of data.matches) {
    const row = rowAt(match.playedAt);
    if (!row) continue;
    const result = resultOf(match);
    matches += 1;
    row.matches += 1;
    if (result) {
      row.results[result] += 1;
      results[result] += 1;
    }
    counted(maps, match.mapCode ?? match.map, result);
    counted(modes, match.mode, result);
    const hour = new Date(match.playedAt).getHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
    for (const { steamId } of match.players) {
      if (steamId === match.viewer) continue;
      const before = firstSeen.get(steamId);
      if (before === undefined || match.playedAt < before) firstSeen.set(steamId, match.playedAt);
    }
  }
  for (const time of firstSeen.values()) {
    const row = rowAt(time);
    if (row) row.people += 1;
  }
  for (const { noticedAt } of data.bans) {
    const row = rowAt(noticedAt);
    if (row) row.bans += 1;
  }
  for (const { at } of data.rises) {
    const row = rowAt(at);
    if (row) row.highScores += 1;
  }
  const bins = Array.from({ length: 10 }, () => 0);
  const bands = noBands();
  let unknown = 0;
  for (const steamId of firstSeen.keys()) {
    const entry = data.scores.get(steamId);
    if (!entry || entry.score === null) unknown += 1;
    else {
      const bin = Math.min(9, Math.floor(entry.score / 10));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    if (entry) bands[entry.band] += 1;
  }
  return {
    scope: 'mine',
    computedAt: now,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    matches,
    results,
    weeks: rows,
    scores: { bins, unknown },
    bands,
    reasons: [...data.reasons]
      .map(([key, players]) => ({ key, players }))
      .sort((a, b) => b.players - a.players)
      .slice(0, MAX_REASONS),
    maps: mostPlayed(maps)
      .slice(0, MAX_MAPS)
      .map(([map, tally]) => ({ map, ...tally })),
    modes: mostPlayed(modes).map(([mode, tally]) => ({ mode, ...tally })),
    hours,
  };
}

const noBands = (): Record<Band, number> => ({
  unlikely: 0,
  suspicious: 0,
  'highly-suspicious': 0,
  'near-certain': 0,
  'not-enough-data': 0,
});

const entryOf = (data: LocalData, steamId: SteamId) => data.scores.get(steamId) ?? null;

function bansOf(data: LocalData): NewBan[] {
  return data.bans.map(({ steamId, name, noticedAt, kinds, certain, match, metAt }) => ({
    steamId,
    name: name || null,
    entry: entryOf(data, steamId),
    at: noticedAt,
    kinds,
    certain,
    lastMetAt: match ? metAt : null,
  }));
}

function risesOf(data: LocalData): NewScore[] {
  return data.rises.map(({ steamId, name, at, from, to, lastMetAt }) => ({
    steamId,
    name: name || null,
    entry: entryOf(data, steamId),
    at,
    from,
    to,
    lastMetAt,
  }));
}

function outcomesOf(data: LocalData, nameOf: (steamId: SteamId) => string | null): Outcome[] {
  return (data.reports ?? []).flatMap(({ steamId, outcome, outcomeAt }) =>
    outcome === 'open' || outcomeAt === null
      ? []
      : [{ steamId, name: nameOf(steamId), entry: entryOf(data, steamId), at: outcomeAt, outcome }],
  );
}

/** The names of everybody met, as in the latest match with them. */
function namesOf({ matches, bans, rises }: LocalData): (steamId: SteamId) => string | null {
  const names = new Map<SteamId, string>();
  for (const { steamId, name } of [...rises, ...bans]) if (name) names.set(steamId, name);
  for (const { players } of [...matches].reverse()) for (const { steamId, name } of players) names.set(steamId, name);
  return (steamId) => names.get(steamId) ?? null;
}

const newest = <T extends { at: number }>(items: readonly T[], since: number) => {
  const fresh = items.filter(({ at }) => at > since).sort((a, b) => b.at - a.at);
  return { count: fresh.length, items: fresh.slice(0, DASHBOARD_ITEMS) };
};

/** What changed since a moment (ms), and what there is in all. */
export function summaryOf(data: LocalData, since: number): Summary {
  const results = noResults();
  const people = new Set<SteamId>();
  for (const match of data.matches) {
    const result = resultOf(match);
    if (result) results[result] += 1;
    for (const { steamId } of match.players) if (steamId !== match.viewer) people.add(steamId);
  }
  const scored = [...people].filter((steamId) => data.scores.get(steamId)?.score != null).length;
  const decided = data.reports?.filter(({ outcome }) => outcome === 'upheld' || outcome === 'banned');
  return {
    since,
    changes: {
      bans: newest(bansOf(data), since),
      scores: newest(risesOf(data), since),
      outcomes: newest(outcomesOf(data, namesOf(data)), since),
      matches: data.matches.filter(({ playedAt }) => playedAt > since).length,
    },
    totals: {
      matches: data.matches.length,
      ...results,
      people: people.size,
      scored,
      banned: new Set(data.bans.map(({ steamId }) => steamId)).size,
      watched: data.watched,
      reports: data.reports?.length ?? null,
      borneOut: decided?.length ?? null,
    },
  };
}

/** What happened, newest first. */
export function happeningsOf(data: LocalData, limit: number): Happening[] {
  const nameOf = namesOf(data);
  const highestOf = (match: LocalMatch): Person | null => {
    let best: Person | null = null;
    for (const { steamId, name } of match.players) {
      const entry = steamId === match.viewer ? undefined : data.scores.get(steamId);
      if (entry?.score != null && entry.score > (best?.entry?.score ?? -1)) best = { steamId, name, entry };
    }
    return best;
  };
  const own = (match: LocalMatch): readonly [number, number] | null => {
    const team = match.players.find(({ steamId }) => steamId === match.viewer)?.team;
    return match.rounds && (team === 1 ? [match.rounds[1], match.rounds[0]] : match.rounds);
  };
  const happenings: Happening[] = [
    ...data.matches.slice(0, limit).map((match) => ({
      kind: 'match' as const,
      at: match.playedAt,
      id: match.id,
      map: match.map,
      mode: match.mode,
      result: resultOf(match) ?? null,
      rounds: own(match),
      highest: highestOf(match),
    })),
    ...bansOf(data).map((ban) => ({ kind: 'ban' as const, ...ban })),
    ...risesOf(data).map((rise) => ({ kind: 'score' as const, ...rise })),
    ...outcomesOf(data, nameOf).map((outcome) => ({ kind: 'outcome' as const, ...outcome })),
    ...(data.reports ?? []).map(({ steamId, at }) => ({
      kind: 'report' as const,
      steamId,
      name: nameOf(steamId),
      entry: entryOf(data, steamId),
      at,
    })),
  ];
  return happenings.sort((a, b) => b.at - a.at).slice(0, limit);
}
