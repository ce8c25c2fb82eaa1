import type { SourcedLine, SourcedMatch } from '#backend/matches/sourced.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export type SourceKind = 'upload' | 'steam' | 'leetify';

/** What one source says of a match. `origin` is empty for what the backend asked for itself. */
export interface MatchSource {
  kind: SourceKind;
  uploader: string;
  origin: string;
  receivedAt: number;
  content: SourcedMatch;
}

interface MergedLine extends SourcedLine {
  provenance: 'steam' | 'server' | 'client';
  confirmations: number;
}

type Value = string | number | null;

/** A value the sources do not agree on. */
interface Conflict {
  /** `players.<steamId>.kills`, `players.<steamId>` (whether there at all), `rounds`, `mapCode`, `mode`. */
  path: string;
  values: { value: Value; sources: SourceKind[]; shown: boolean }[];
}

export interface MergedMatch extends Omit<SourcedMatch, 'players'> {
  players: MergedLine[];
  /** Independent uploads. */
  uploads: number;
  conflicts: Conflict[];
}

const RANK: Readonly<Record<SourceKind, number>> = { steam: 2, leetify: 1, upload: 0 };
const FIGURES = ['kills', 'assists', 'deaths', 'mvps', 'headshotPercent', 'score'] as const;
/** What must agree for one source to confirm a line: the figures a score is made of. */
const WEIGHED = ['kills', 'assists', 'deaths', 'headshotPercent'] as const;

/** Percentages are rounded in different ways: one apart is the same. */
function agrees(field: string, a: Value, b: Value): boolean {
  if (field === 'headshotPercent' && typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1;
  return a === b;
}

/** Who is counted once: the household of an upload, or the source itself. */
const voiceOf = ({ kind, origin }: MatchSource): string => (kind === 'upload' ? `upload ${origin}` : kind);

interface Choice {
  value: Value;
  conflict?: Conflict;
}

/**
 * The value of the best source that says anything: Steam, then Leetify, then what most households say, then who came
 * first. `sources` in that order of coming; silence is no disagreement.
 */
function choose(path: string, field: string, sources: readonly MatchSource[], values: readonly Value[]): Choice {
  const camps: { value: Value; kinds: SourceKind[]; voices: Set<string>; rank: number }[] = [];
  for (const [index, source] of sources.entries()) {
    const value = values[index] ?? null;
    if (value === null) continue;
    let camp = camps.find((each) => agrees(field, each.value, value));
    if (!camp) {
      camp = { value, kinds: [], voices: new Set(), rank: 0 };
      camps.push(camp);
    }
    camp.kinds.push(source.kind);
    camp.voices.add(voiceOf(source));
    if (RANK[source.kind] > camp.rank) {
      camp.rank = RANK[source.kind];
      camp.value = value;
    }
  }
  let best = camps[0];
  for (const camp of camps) {
    if (best && (camp.rank - best.rank || camp.voices.size - best.voices.size) > 0) best = camp;
  }
  if (camps.length < 2) return { value: best?.value ?? null };
  const told = camps.map((camp) => ({ value: camp.value, sources: camp.kinds, shown: camp === best }));
  return { value: best?.value ?? null, conflict: { path, values: told } };
}

/** One match out of what its sources say. At least one source; the same result whatever order they are given in. */
export function mergeSources(given: readonly MatchSource[]): MergedMatch {
  const sources = [...given].sort(
    (a, b) => a.receivedAt - b.receivedAt || RANK[b.kind] - RANK[a.kind] || (a.uploader < b.uploader ? -1 : 1),
  );
  const trusted = [...sources].sort((a, b) => RANK[b.kind] - RANK[a.kind]);
  const [first] = trusted;
  if (!first) throw new RangeError('a match without a source');
  const conflicts: Conflict[] = [];
  const decide = (path: string, field: string, from: readonly MatchSource[], values: readonly Value[]): Value => {
    const { value, conflict } = choose(path, field, from, values);
    if (conflict) conflicts.push(conflict);
    return value;
  };
  const of = <T>(read: (match: SourcedMatch) => T | null): T | null => {
    for (const { content } of trusted) {
      const value = read(content);
      if (value !== null) return value;
    }
    return null;
  };

  const mode = decide(
    'mode',
    'mode',
    sources,
    sources.map(({ content }) => content.mode),
  );
  const mapCode = decide(
    'mapCode',
    'mapCode',
    sources,
    sources.map(({ content }) => content.mapCode),
  );
  const told = sources.map(({ content }) => content.rounds?.join(':') ?? null);
  const rounds = decide('rounds', 'rounds', sources, told);
  const agreed = sources.find((_, index) => told[index] === rounds && rounds !== null)?.content;

  const lines = sources.map(({ content }) => new Map(content.players.map((line) => [line.steamId, line])));
  const steamIds = [...new Set(lines.flatMap((held) => [...held.keys()]))].sort();
  const players: MergedLine[] = [];
  for (const steamId of steamIds) {
    const own = lines.map((held) => held.get(steamId));
    const there = decide(
      `players.${steamId}`,
      'there',
      sources,
      own.map((line) => (line ? 1 : 0)),
    );
    if (there === 1) players.push(mergeLine(steamId, sources, own, decide));
  }
  return {
    playedAt: first.content.playedAt,
    mode: sources.find(({ content }) => content.mode === mode)?.content.mode ?? null,
    map: of(({ map }) => (map === '' ? null : map)) ?? '',
    mapCode: typeof mapCode === 'string' ? mapCode : null,
    rounds: agreed?.rounds ?? null,
    durationSeconds: of(({ durationSeconds }) => durationSeconds),
    reservationId: of(({ reservationId }) => reservationId),
    players,
    uploads: new Set(sources.filter(({ kind }) => kind === 'upload').map(voiceOf)).size,
    conflicts,
  };
}

function mergeLine(
  steamId: SteamId,
  sources: readonly MatchSource[],
  lines: readonly (SourcedLine | undefined)[],
  decide: (path: string, field: string, from: readonly MatchSource[], values: readonly Value[]) => Value,
): MergedLine {
  const figure = (field: (typeof FIGURES)[number] | 'team') => {
    const value = decide(
      `players.${steamId}.${field}`,
      field,
      sources,
      lines.map((line) => line?.[field] ?? null),
    );
    return typeof value === 'number' ? value : null;
  };
  const team = figure('team');
  const [kills, assists, deaths, mvps, headshotPercent, score] = FIGURES.map(figure);
  const merged: SourcedLine = {
    steamId,
    name: lines.find((line) => line !== undefined && line.name !== '')?.name ?? '',
    team: team === 0 || team === 1 ? team : null,
    kills: kills ?? null,
    assists: assists ?? null,
    deaths: deaths ?? null,
    mvps: mvps ?? null,
    headshotPercent: headshotPercent ?? null,
    score: score ?? null,
  };
  const voices = new Set<string>();
  const kinds = new Set<SourceKind>();
  for (const [index, line] of lines.entries()) {
    const source = sources[index];
    if (!source || !line || line.kills === null || line.deaths === null) continue;
    kinds.add(source.kind);
    const same = WEIGHED.every((field) => line[field] === null || agrees(field, line[field], merged[field]));
    if (same && source.kind === 'upload') voices.add(voiceOf(source));
  }
  const provenance = kinds.has('steam') ? 'steam' : kinds.has('leetify') ? 'server' : 'client';
  return { ...merged, provenance, confirmations: voices.size };
}
