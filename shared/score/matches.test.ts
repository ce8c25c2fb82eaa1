import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assessment } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import { matchEvidence as match, NOW } from '#shared/score/evidence.fixture.ts';
import { type Evidence, evidenceSchema } from '#shared/score/evidence.ts';
import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { DETECTOR_KEYS, type DetectorKey } from '#shared/score/models/detectors.ts';
import { DAY } from '#shared/score/parameters.ts';
import { REASONS } from '#shared/score/reasons.ts';

const series = (
  count: number,
  nats: Partial<Record<DetectorKey, number>>,
  more: Partial<MatchEvidence> = {},
): Evidence[] => Array.from({ length: count }, (_, day) => match(day, nats, more));

const flag = (assessment: Assessment, key: string): string => {
  const { statistical, historical } = assessment.rubric;
  const found = [...statistical.flags, ...historical.flags].find((f) => f.key === key);
  return found === undefined ? 'none' : `${found.state} ${found.points}/${found.max}`;
};

const BLATANT = { unaware: 0.9, walls: 0.5, jumps: 0.4, headshots: 0.6, firstShots: 0.8, results: 0.4 };

describe('evidence of matches', () => {
  it('is accepted by the schema', () => {
    expect(evidenceSchema.safeParse(match(1, BLATANT)).success).toBe(true);
  });

  it('says little after one match and more after ten', () => {
    const mild = { unaware: 0.7, firstShots: 0.9, headshots: 0.6 };
    const [one, three, ten] = [1, 3, 10].map((count) => assess(series(count, mild), NOW));
    expect(one?.score).toBeLessThanOrEqual(60);
    expect(three?.score).toBeGreaterThan(one?.score ?? 100);
    expect(ten?.score).toBeGreaterThan(three?.score ?? 100);
    expect(ten?.confidence).toBeGreaterThan(one?.confidence ?? 100);
  });

  it('clears a player of ordinary matches, but only a little', () => {
    const { score, logOdds } = assess(series(30, {}), NOW);
    expect(score).toBeLessThanOrEqual(15);
    expect(logOdds).toBeGreaterThanOrEqual(Math.log(0.05 / 0.95) - 1.2 - 1e-9);
  });

  it('counts a match once, and its events before its scoreboard', () => {
    const events = match(1, BLATANT);
    const board = match(1, {}, { kind: 'scoreboard', confirmations: 4 });
    expect(assess([events, board, events], NOW)).toEqual(assess([events], NOW));
  });

  it('forgets slowly', () => {
    const old = assess(series(3, BLATANT, { observedAt: NOW - 900 * DAY }), NOW);
    expect(old.score).toBeLessThan(assess(series(3, BLATANT), NOW).score ?? 0);
  });

  it('does not believe one client', () => {
    const claimed = series(5, BLATANT, { provenance: 'client' });
    expect(assess(claimed, NOW).band).toBe('not-enough-data');
    expect(assess(series(5, BLATANT, { provenance: 'client', confirmations: 2 }), NOW).band).not.toBe(
      'not-enough-data',
    );
  });

  it('passes 80 only when two kinds of behaviour speak', () => {
    const aimOnly = assess(series(30, { firstShots: 9, headshots: 9, accuracy: 9 }), NOW);
    expect(aimOnly.score).toBe(80);
    expect(aimOnly.contributions.map(({ key }) => key)).toContain('limit.nearCertain');
    const both = assess([...series(30, { firstShots: 9, unaware: 9, headshots: 9 })], NOW);
    expect(
      both.contributions.map(({ key, figures }) => (key === 'limit.nearCertain' ? figures['kinds'] : key)),
    ).not.toContain(1);
  });

  it('gives every reason there is for matches', () => {
    const high = assess(series(3, Object.fromEntries(DETECTOR_KEYS.map((key) => [key, 0.2]))), NOW);
    const low = assess(series(3, Object.fromEntries(DETECTOR_KEYS.map((key) => [key, -0.2]))), NOW);
    const given = new Set([...high.contributions, ...low.contributions].map(({ key }) => key));
    expect(REASONS.map(({ key }) => key).filter((key) => key.startsWith('match.') && !given.has(key))).toEqual([]);
  });
});

describe('flags that need matches', () => {
  it('are unknown without', () => {
    const without = assess(series(4, {}), NOW);
    for (const key of ['statistical.spikes', 'statistical.consistency', 'historical.trends']) {
      expect(flag(without, key)).toMatch(/^unknown 0/);
    }
  });

  it('sees one match far above the usual', () => {
    const usual = series(9, {});
    expect(flag(assess(usual, NOW), 'statistical.spikes')).toBe('clear 0/10');
    const spike = match(20, {}, { kills: 45, deaths: 3 });
    expect(flag(assess([...usual, spike], NOW), 'statistical.spikes')).toBe('raised 10/10');
  });

  it('sees matches that look suspicious again and again', () => {
    expect(flag(assess(series(6, {}), NOW), 'statistical.consistency')).toBe('clear 0/10');
    expect(flag(assess(series(6, BLATANT), NOW), 'statistical.consistency')).toBe('raised 10/10');
    const some = [...series(3, {}), ...[10, 11].map((day) => match(day, BLATANT))];
    expect(flag(assess(some, NOW), 'statistical.consistency')).toBe('raised 5/10');
  });

  it('sees results that rise for good', () => {
    const early = Array.from({ length: 20 }, (_, i) => match(100 - i, {}, { kills: 12 + (i % 5), deaths: 15 }));
    const late = (kills: number) => Array.from({ length: 12 }, (_, i) => match(50 - i, {}, { kills, deaths: 10 }));
    expect(flag(assess([...early, ...late(9)], NOW), 'historical.trends')).toBe('clear 0/6');
    expect(flag(assess([...early, ...late(28)], NOW), 'historical.trends')).toBe('raised 6/6');
  });
});

const anyMatch = fc.record({
  day: fc.integer({ min: 0, max: 2000 }),
  nats: fc.dictionary(fc.constantFrom(...DETECTOR_KEYS), fc.double({ min: -20, max: 20, noNaN: true })),
  kills: fc.nat(100),
  deaths: fc.nat(100),
  kind: fc.constantFrom('events' as const, 'scoreboard' as const),
});

describe('for any matches', () => {
  const made = fc
    .array(anyMatch, { maxLength: 40 })
    .map((list) => list.map(({ day, nats, ...more }) => match(day, nats, more)));

  it('contributions add up, and nothing leaves its range', () => {
    fc.assert(
      fc.property(made, (matches) => {
        const { score, logOdds, contributions, rubric, confidence } = assess(matches, NOW);
        if (matches.length === 0) return;
        expect(contributions.reduce((sum, { nats }) => sum + nats, 0)).toBeCloseTo(logOdds ?? Number.NaN, 9);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(confidence < 35 ? 60 : 100);
        expect(rubric.total).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('the order does not matter', () => {
    fc.assert(
      fc.property(made, (matches) => {
        expect(assess(matches.toReversed(), NOW)).toEqual(assess(matches, NOW));
      }),
    );
  });

  it('another match never lowers the confidence', () => {
    fc.assert(
      fc.property(made, (matches) => {
        expect(assess([...matches, match(5000, BLATANT)], NOW).confidence).toBeGreaterThanOrEqual(
          assess(matches, NOW).confidence,
        );
      }),
    );
  });
});
