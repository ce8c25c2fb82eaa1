import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { M, METRICS } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';
import { DETECTOR_KEYS, DETECTORS, detectorOf } from '#shared/score/models/detectors.ts';
import { judgeMatch, type Model, parametersSchema } from '#shared/score/models/match-model.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';
import { lobbyValues } from '#shared/score/models/views.ts';

function player(id: string, k: number, n: number): PlayerMetrics {
  const counts = (value: number): Float64Array => {
    const list = new Float64Array(METRICS.length);
    list[M.headKillAny] = value;
    return list;
  };
  return { id, k: counts(k), n: counts(n), rounds: 10, kills: n, deaths: 5, assists: 0, shots: 50 };
}

const term = { metric: 'score.headKill', mean: 0.5, strength: 2, cuts: [0.4, 0.6], nats: [-1, 0, 2], missing: 0.25 };

describe('judging a match', () => {
  const own: Model = { offset: -2, terms: [{ ...term, view: 'own' }] };

  it('draws few chances towards the mean, then takes the step', () => {
    const judged = judgeMatch(own, [
      player('one of one', 1, 1),
      player('ten of ten', 10, 10),
      player('none of ten', 0, 10),
    ]);
    expect(judged.map(({ nats }) => nats)).toEqual([0, 0, -3]);
    expect(judgeMatch(own, [player('nine of ten', 9, 10)])[0]?.nats).toBe(0);
  });

  it('gives back what an ordinary figure would say where there is none', () => {
    expect(judgeMatch(own, [player('none', 0, 0)])[0]).toMatchObject({ nats: -1.75, ordinary: -1.75, terms: [] });
  });

  it('compares with the others only when there are enough', () => {
    const lobby: Model = { offset: 0, terms: [{ ...term, view: 'lobby', cuts: [0.2], nats: [0, 3] }] };
    const others = Array.from({ length: 4 }, (_, i) => player(`${i}`, 4, 10));
    expect(judgeMatch(lobby, [player('A', 10, 10), ...others])[0]?.nats).toBe(3);
    expect(judgeMatch(lobby, [player('A', 10, 10), ...others.slice(1)])[0]?.nats).toBe(0.25);
  });
});

it('takes the median of the others, without the player', () => {
  // Of four others the upper one of the two in the middle.
  expect(lobbyValues([9, 1, 2, 3, 4])).toEqual([9 - 3, 1 - 4, 2 - 4, 3 - 4, 4 - 3]);
  expect(lobbyValues([1, Number.NaN, 2, 3]).every(Number.isNaN)).toBe(true);
});

describe('the shipped parameters', () => {
  it('weigh at most 60 kB', () => {
    expect(readFileSync('shared/score/models/match-parameters.json').length).toBeLessThanOrEqual(60_000);
  });

  it('name their source, and what they reach on matches they had not seen', () => {
    expect(MATCH_PARAMETERS).toMatchObject({ licence: 'CC BY 4.0' });
    expect(MATCH_PARAMETERS.crossValidated['events']?.['auc']).toBeGreaterThan(0.94);
    expect(MATCH_PARAMETERS.crossValidated['scoreboard']?.['auc']).toBeGreaterThan(0.83);
  });

  it('have ascending cuts and bounded steps', () => {
    for (const { cuts, nats } of [...MATCH_PARAMETERS.events.terms, ...MATCH_PARAMETERS.scoreboard.terms]) {
      expect(cuts).toEqual([...cuts].sort((a, b) => a - b));
      for (const step of nats) expect(Math.abs(step)).toBeLessThan(3);
    }
  });

  it('have a typical share for what every detector shows', () => {
    for (const { lead } of DETECTORS) expect(MATCH_PARAMETERS.typical[lead]).toBeGreaterThan(0);
  });

  it('are refused when broken', () => {
    const broken = { ...MATCH_PARAMETERS, events: { offset: 0, terms: [{ ...term, view: 'own', nats: [1] }] } };
    expect(parametersSchema.safeParse(broken).success).toBe(false);
    const unknown = {
      ...MATCH_PARAMETERS,
      events: { offset: 0, terms: [{ ...term, view: 'own', metric: 'nothing' }] },
    };
    expect(parametersSchema.safeParse(unknown).success).toBe(false);
  });
});

describe('detectors', () => {
  it('take every metric, each in the block the metric belongs to or a nearer one', () => {
    expect(new Set(METRICS.map(({ id }) => detectorOf(id).key))).toEqual(new Set(DETECTOR_KEYS));
  });
  it('show a share', () => {
    for (const { lead } of DETECTORS) expect(METRICS.find(({ id }) => id === lead)?.kind).toBe('share');
  });
});
