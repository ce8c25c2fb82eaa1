import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreEntrySchema } from '#shared/api/players.ts';
import { type Assessment, assessmentSchema } from '#shared/score/assessment.ts';
import { assess, bandOf, scoreEntryOf } from '#shared/score/engine.ts';
import { type Evidence, evidenceSchema } from '#shared/score/evidence.ts';
import { PRIOR } from '#shared/score/parameters.ts';
import { REASONS, RUBRIC_FLAGS } from '#shared/score/reasons.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';
import { anyEvidence, NOW, someEvidence } from '#tests/arbitraries/evidence.ts';

const RUNS = { numRuns: 1000 };
const isGameplay = ({ feature }: Evidence) => feature.startsWith('stats.');
const isBan = ({ feature }: Evidence) => feature === 'bans.vac' || feature === 'bans.game';

function sumOf(assessment: Assessment): number {
  return assessment.contributions.reduce((sum, { nats }) => sum + nats, 0);
}

describe('assess, for any evidence the schema accepts', () => {
  it('is asked about evidence that the schema accepts', () => {
    fc.assert(fc.property(anyEvidence, (item) => void evidenceSchema.parse(item)));
  });

  it('gives a valid assessment and a valid badge', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const assessment = assessmentSchema.parse(assess(evidence, NOW));
        scoreEntrySchema.parse(scoreEntryOf(MIN_STEAM_ID, assessment));
        const missing = assessment.band === 'not-enough-data';
        for (const number of [assessment.score, assessment.probability, assessment.logOdds]) {
          expect(number === null).toBe(missing);
        }
        expect(assessment.confidenceLevel === 'none').toBe(missing);
        if (assessment.score !== null) expect(assessment.band).toBe(bandOf(assessment.score));
      }),
      RUNS,
    );
  });

  it('gives reasons that add up to the log-odds, the prior first, then by weight', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const assessment = assess(evidence, NOW);
        if (assessment.logOdds === null) {
          expect(assessment.contributions).toEqual([]);
          return;
        }
        expect(Math.abs(sumOf(assessment) - assessment.logOdds)).toBeLessThan(1e-9);
        const [prior, ...reasons] = assessment.contributions;
        expect(prior?.key).toBe('prior');
        expect(prior?.nats).toBeCloseTo(Math.log(PRIOR / (1 - PRIOR)), 12);
        const weights = reasons.map(({ nats }) => Math.abs(nats));
        expect(weights).toEqual(weights.toSorted((a, b) => b - a));
        for (const { block, nats } of reasons) if (block === 'limit') expect(nats).toBeLessThan(0);
      }),
      RUNS,
    );
  });

  it('gives a probability that means what the band says', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { score, probability } = assess(evidence, NOW);
        if (score === null || probability === null) return;
        // Half a point of rounding at each end of a band.
        if (score <= 30) expect(probability).toBeLessThan(0.104);
        else if (score <= 60) expect(probability).toBeLessThan(0.41);
        else if (score <= 80) expect(probability).toBeLessThan(0.76);
        else expect(probability).toBeGreaterThan(0.74);
      }),
      RUNS,
    );
  });

  it('calls nobody unlikely who was banned within the last year', () => {
    let banned = 0;
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { contributions, score } = assess(evidence, NOW);
        if (!contributions.some(({ key }) => key === 'bans.recent')) return;
        banned++;
        expect(score).toBeGreaterThan(30);
      }),
      RUNS,
    );
    expect(banned).toBeGreaterThan(10);
  });

  it('does not care in which order the evidence comes', () => {
    const shuffled = someEvidence.chain((evidence) =>
      fc.tuple(
        fc.constant(evidence),
        fc.shuffledSubarray(evidence, { minLength: evidence.length, maxLength: evidence.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([evidence, again]) => {
        expect(JSON.stringify(assess(again, NOW))).toBe(JSON.stringify(assess(evidence, NOW)));
      }),
      RUNS,
    );
  });

  it('never gets less sure by seeing more', () => {
    fc.assert(
      fc.property(someEvidence, someEvidence, (evidence, more) => {
        const before = assess(evidence, NOW).confidence;
        expect(assess([...evidence, ...more], NOW).confidence).toBeGreaterThanOrEqual(before);
      }),
      RUNS,
    );
  });

  it('leaves nobody above 30 without gameplay and without a ban', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { score } = assess(
          evidence.filter((item) => !isGameplay(item) && !isBan(item)),
          NOW,
        );
        expect(score ?? 0).toBeLessThanOrEqual(30);
      }),
      RUNS,
    );
  });

  it('calls nobody near certain by a ban alone, nor by lifetime totals', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        expect(assess(evidence, NOW).score ?? 0).toBeLessThanOrEqual(80);
        const withoutGameplay = evidence.filter((item) => !isGameplay(item));
        expect(assess(withoutGameplay, NOW).score ?? 0).toBeLessThanOrEqual(60);
      }),
      RUNS,
    );
  });

  it('keeps scores of little confidence at 60', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { score, confidence } = assess(evidence, NOW);
        if (confidence < 35) expect(score ?? 0).toBeLessThanOrEqual(60);
      }),
      RUNS,
    );
  });

  it('ignores what fewer than two clients agree on', () => {
    fc.assert(
      fc.property(someEvidence, someEvidence, fc.integer({ min: 0, max: 1 }), (evidence, claims, confirmations) => {
        const claimed = claims.map((item) => ({ ...item, provenance: 'client' as const, confirmations }));
        expect(assess([...evidence, ...claimed], NOW)).toEqual(assess(evidence, NOW));
      }),
    );
  });

  it('emits only registered keys, each with its figures', () => {
    const reasons = new Map<string, (typeof REASONS)[number]>(REASONS.map((reason) => [reason.key, reason]));
    const flags = new Map<string, (typeof RUBRIC_FLAGS)[number]>(RUBRIC_FLAGS.map((flag) => [flag.key, flag]));
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { contributions, rubric } = assess(evidence, NOW);
        for (const { key, block, figures } of contributions) {
          expect(reasons.get(key)?.block, key).toBe(block);
          expect(Object.keys(figures).sort(), key).toEqual([...(reasons.get(key)?.figures ?? [])].sort());
        }
        for (const group of [rubric.profile, rubric.statistical, rubric.historical]) {
          for (const { key, state, figures } of group.flags) {
            const named = state === 'unknown' ? [] : [...(flags.get(key)?.figures ?? ['not registered'])];
            expect(Object.keys(figures).sort(), key).toEqual(named.sort());
          }
        }
      }),
      RUNS,
    );
  });

  it('shows the whole rubric within its maxima, unknown flags without points', () => {
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const { rubric } = assess(evidence, NOW);
        expect([rubric.profile.max, rubric.statistical.max, rubric.historical.max]).toEqual([40, 40, 20]);
        const groups = [rubric.profile, rubric.statistical, rubric.historical];
        expect(groups.flatMap(({ flags }) => flags.map(({ key }) => key))).toEqual(RUBRIC_FLAGS.map(({ key }) => key));
        for (const { points, max, flags } of groups) {
          expect(points).toBe(flags.reduce((sum, flag) => sum + flag.points, 0));
          expect(points).toBeLessThanOrEqual(max);
          for (const flag of flags) {
            expect(flag.points).toBeLessThanOrEqual(flag.max);
            expect(flag.points > 0).toBe(flag.state === 'raised');
          }
        }
        expect(rubric.total).toBe(groups.reduce((sum, { points }) => sum + points, 0));
      }),
      RUNS,
    );
  });
});
