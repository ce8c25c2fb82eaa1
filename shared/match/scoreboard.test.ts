import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { M } from '#shared/match/metrics.ts';
import { metricOf } from '#shared/match/read.ts';
import { SCOREBOARD_METRICS, scoreboardMetrics } from '#shared/match/scoreboard.ts';
import { matchEvidence } from '#shared/score/match-evidence.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

describe('a scoreboard line', () => {
  const line = scoreboardMetrics({ id: 'A', kills: 20, assists: 5, deaths: 10, headshotShare: 0.45, rounds: 20 });
  it('gives the metrics it can tell, in the shape of a whole match', () => {
    expect(metricOf(line, M.killShare)).toEqual({ k: 20, n: 30, value: 2 / 3 });
    expect(metricOf(line, M.headKillAny)).toEqual({ k: 9, n: 20, value: 0.45 });
    expect(metricOf(line, M.kills)).toEqual({ k: 20, n: 20, value: 1 });
    expect(metricOf(line, M.hit.gun)).toBeUndefined();
  });
  it('knows nothing per round without rounds, and no headshots without their share', () => {
    const bare = scoreboardMetrics({ id: 'A', kills: 20, assists: 5, deaths: 10 });
    expect(metricOf(bare, M.kills)).toBeUndefined();
    expect(metricOf(bare, M.headKillAny)).toBeUndefined();
  });
});

it('stays finite and within its chances for any numbers', () => {
  const number = fc.double();
  fc.assert(
    fc.property(
      fc.record({ kills: number, assists: number, deaths: number, headshotShare: number, rounds: number }),
      (line) => {
        const player = scoreboardMetrics({ id: 'A', ...line });
        for (const metric of SCOREBOARD_METRICS) {
          const [k, n] = [player.k[metric] ?? Number.NaN, player.n[metric] ?? Number.NaN];
          expect(Number.isFinite(k) && Number.isFinite(n) && k >= 0 && n >= 0).toBe(true);
        }
      },
    ),
  );
});

it('ranks a player of many headshots and few deaths above the rest of the lobby', () => {
  const lines = Array.from({ length: 10 }, (_, i) =>
    scoreboardMetrics(
      i === 0
        ? { id: 'A', kills: 38, assists: 1, deaths: 5, headshotShare: 0.9, rounds: 18 }
        : { id: `${i}`, kills: 12, assists: 4, deaths: 13, headshotShare: 0.42, rounds: 18 },
    ),
  );
  const origin = { source: 'm', observedAt: 0, provenance: 'steam', confirmations: 0 } as const;
  const evidence = matchEvidence(lines, 'scoreboard', origin, MATCH_PARAMETERS);
  const nats = (id: string): number =>
    evidence.get(id)?.detectors.reduce((sum, said) => sum + said.nats, 0) ?? Number.NaN;
  expect(nats('A')).toBeGreaterThan(2);
  expect(nats('A')).toBeGreaterThan(nats('1') + 2);
});
