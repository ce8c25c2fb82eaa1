import type { DemoReport } from '#shared/api/demos.ts';
import { analyseDemo } from '#shared/demo/analyse.ts';
import { readDemo } from '#shared/demo/read.ts';
import type { DemoFindings, Geometry } from '#shared/demo/types.ts';
import { type PlayerMetrics, readMatch } from '#shared/match/read.ts';
import { isRow } from '#shared/match/rows.ts';
import { type MatchEvidence, matchEvidence } from '#shared/score/match-evidence.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

/** What a parser gave of one demo. Nothing in it is believed before it is read. */
export interface ParsedFile {
  parser: string;
  map: string | null;
  server: string | null;
  build: string | null;
  /** Event lists by name, as demoparser2's `parseEvents` grouped by name. */
  events: unknown;
  /** Columns of ticks around events; undefined where there are none. */
  ticks: unknown;
  /** Walls of the map, where the operator has them. */
  geometry?: Geometry | undefined;
}

/** The parameters are of matches five against five: with fewer people nothing is said by them. */
const LEAST_PLAYERS = 8;
/** Names in events, by the field that says whose. */
const NAMES = [
  ['user_steamid', 'user_name'],
  ['attacker_steamid', 'attacker_name'],
] as const;

function namesOf(events: unknown): Map<string, string> {
  const names = new Map<string, string>();
  for (const list of Object.values(isRow(events) ? events : {})) {
    if (!Array.isArray(list)) continue;
    for (const row of list) {
      if (!isRow(row)) continue;
      for (const [id, name] of NAMES) {
        const [player, called] = [row[id], row[name]];
        if (typeof player === 'string' && typeof called === 'string') names.set(player, called.slice(0, 200));
      }
    }
  }
  return names;
}

/** By whom and when is filled in by whoever knows; see `evidence.ts`. */
const NOBODY_YET = { source: '', observedAt: 0, provenance: 'demo', confirmations: 0 } as const;

function judge(players: readonly PlayerMetrics[]): Map<string, MatchEvidence> {
  const playing = players.filter(({ rounds, shots }) => rounds > 0 && shots > 0);
  return playing.length < LEAST_PLAYERS ? new Map() : matchEvidence(players, 'events', NOBODY_YET, MATCH_PARAMETERS);
}

/** Everything a demo says: its events weighed as those of any match, and the movements of the aim by the detectors. */
export function analyseFile({ parser, map, server, build, events, ticks, geometry }: ParsedFile): DemoReport {
  const reading = readMatch(events);
  const players = reading.state === 'ok' ? reading.players : [];
  const combat = players.some(({ shots, kills }) => shots > 0 || kills > 0);
  const weighed = judge(players);
  const names = namesOf(events);
  return {
    ...{ parser, map, server, build },
    rounds: reading.state === 'ok' ? reading.rounds : 0,
    dropped: reading.state === 'ok' ? reading.dropped : 0,
    state: combat ? 'judged' : 'not-enough-data',
    players: players.map(({ id, kills, deaths, assists, rounds }) => ({
      ...{ id, kills, deaths, assists, rounds },
      name: names.get(id) ?? '',
      match: weighed.get(id) ?? null,
    })),
    findings: combat ? findingsOf({ events, ticks, map, geometry }) : null,
  };
}

function findingsOf({
  events,
  ticks,
  map,
  geometry,
}: Pick<ParsedFile, 'events' | 'ticks' | 'map' | 'geometry'>): DemoFindings | null {
  const reading = readDemo({ events, ticks, ...(map !== null && { map }) });
  return reading.state === 'ok' ? analyseDemo(reading.demo, geometry ? { geometry } : {}) : null;
}
