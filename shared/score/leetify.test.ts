import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LeetifyProfile, leetifyProfileSchema } from '#shared/leetify/profile.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceSchema } from '#shared/score/evidence.ts';
import { evidenceFromLeetify, type LeetifyEvidence } from '#shared/score/leetify-evidence.ts';
import { LIMITS, STATISTICAL_RANGE } from '#shared/score/parameters.ts';
import { REASONS } from '#shared/score/reasons.ts';
import { NOW, someEvidence } from '#tests/arbitraries/evidence.ts';

const RUNS = { numRuns: 500 };

/** About the middle of Leetify's players, in the shape and units of its API. */
const ORDINARY: LeetifyProfile = leetifyProfileSchema.parse({
  steam64_id: '76561198000000001',
  privacy_mode: 'public',
  winrate: 0.5,
  total_matches: 400,
  ranks: { leetify: 0, premier: 10_000, faceit: null, faceit_elo: null },
  rating: { aim: 50, positioning: 50, utility: 50, clutch: 0.09, opening: 0 },
  stats: {
    accuracy_enemy_spotted: 32,
    accuracy_head: 18,
    counter_strafing_good_shots_ratio: 78,
    preaim: 11.5,
    reaction_time_ms: 620,
    spray_accuracy: 36,
  },
});
const BLATANT = {
  rating: { ...ORDINARY.rating, aim: 97, utility: 12 },
  stats: { ...ORDINARY.stats, accuracy_head: 41, accuracy_enemy_spotted: 52, preaim: 5.1, reaction_time_ms: 331.5 },
};
const profile = (change: Partial<LeetifyProfile> = {}): LeetifyProfile => ({ ...ORDINARY, ...change });
const scored = (change?: Partial<LeetifyProfile>) => {
  const evidence = evidenceFromLeetify(profile(change), NOW);
  return assess(evidence ? [evidence] : [], NOW);
};

describe('evidence from a Leetify profile', () => {
  it('takes the figures as they are', () => {
    const evidence = evidenceFromLeetify(ORDINARY, NOW);
    expect(evidence).toMatchObject({ matches: 400, accuracyHead: 18, reactionTimeMs: 620, preaim: 11.5, aim: 50 });
    expect(evidenceSchema.parse(evidence)).toEqual(evidence);
  });

  it('leaves out zeros, which mean missing', () => {
    const evidence = evidenceFromLeetify(
      profile({ stats: { ...ORDINARY.stats, accuracy_head: 0 }, ranks: { premier: 0 } }),
      NOW,
    );
    expect(evidence).not.toHaveProperty('accuracyHead');
    expect(evidence).not.toHaveProperty('premier');
    expect(evidence).toHaveProperty('preaim');
  });

  it('is none from a profile that shows nothing', () => {
    const zeros = Object.fromEntries(Object.keys(ORDINARY.stats ?? {}).map((name) => [name, 0]));
    expect(evidenceFromLeetify(profile({ stats: zeros, rating: {}, privacy_mode: 'private' }), NOW)).toBeUndefined();
    expect(evidenceFromLeetify(profile({ total_matches: 0 }), NOW)).toBeUndefined();
    expect(evidenceFromLeetify({ steam64_id: ORDINARY.steam64_id }, NOW)).toBeUndefined();
    expect(scored({ total_matches: 0 }).band).toBe('not-enough-data');
  });

  it('leaves out what cannot be', () => {
    const evidence = evidenceFromLeetify(
      profile({ stats: { ...ORDINARY.stats, accuracy_head: 180, preaim: -3, reaction_time_ms: 1e9 } }),
      NOW,
    );
    for (const name of ['accuracyHead', 'preaim', 'reactionTimeMs']) expect(evidence).not.toHaveProperty(name);
  });

  it('reads the recorded example', () => {
    const file = new URL('../../../shared/data/leetify/example_v3_profile.json', import.meta.url);
    if (!existsSync(file)) return console.warn('not tried on the example profile: it is not here');
    const read = leetifyProfileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(evidenceFromLeetify(read, NOW)).toMatchObject({ accuracyHead: 18.0232, preaim: 12.0408, premier: 19309 });
    const { score } = assess(
      [evidenceFromLeetify(read, NOW)].filter((one) => one !== undefined),
      NOW,
    );
    expect(score).toBeLessThanOrEqual(30);
  });
});

describe("Leetify's figures in the score", () => {
  it('speak against suspicion when ordinary, and for it when not', () => {
    expect(scored().score).toBeLessThan(25);
    const blatant = scored(BLATANT);
    expect(blatant.score).toBeGreaterThan(60);
    expect(blatant.contributions.filter(({ nats }) => nats > 0).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['leetify.head', 'leetify.reaction', 'leetify.preaim', 'leetify.gap']),
    );
  });

  it('expect more of who ranks high', () => {
    const stats = { ...ORDINARY.stats, accuracy_head: 24, reaction_time_ms: 510, preaim: 9 };
    const at = (premier: number) => scored({ stats, ranks: { premier } }).score ?? 0;
    expect(at(24_000)).toBeLessThan(at(10_000));
  });

  it('say less over few matches', () => {
    expect(scored({ ...BLATANT, total_matches: 1 }).logOdds ?? 0).toBeLessThan(scored(BLATANT).logOdds ?? 0);
  });

  it('call nobody near certain by themselves', () => {
    expect(scored(BLATANT).score).toBeLessThanOrEqual(LIMITS.nearCertain.score);
  });

  it('show values as given, with their typical one', () => {
    const reason = scored({ stats: { ...ORDINARY.stats, reaction_time_ms: 586.7643 } }).contributions.find(
      ({ key }) => key === 'leetify.reaction',
    );
    expect(reason?.figures).toEqual({ value: 586.7643, typical: 620 });
  });

  it('have every reason there is of theirs between them', () => {
    const given = new Set(
      [scored(), scored(BLATANT)].flatMap(({ contributions }) => contributions.map((one) => one.key)),
    );
    const all = REASONS.filter(({ key }) => key.startsWith('leetify.'));
    expect(all.map(({ key }) => key).filter((key) => !given.has(key))).toEqual([]);
    for (const { contributions } of [scored(), scored(BLATANT)]) {
      for (const { key, block, figures } of contributions) {
        const registered = all.find((one) => one.key === key);
        if (!registered) continue;
        expect(block).toBe(registered.block);
        expect(Object.keys(figures).sort()).toEqual([...registered.figures].sort());
      }
    }
  });
});

describe('with any other evidence', () => {
  const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const between = (min: number, max: number) => seldom(fc.double({ min, max, noNaN: true }));
  const anyLeetify: fc.Arbitrary<LeetifyEvidence> = fc
    .record({
      matches: fc.integer({ min: 1, max: 5_000 }),
      premier: between(1, 40_000),
      accuracyHead: between(0.1, 100),
      accuracyEnemySpotted: between(0.1, 100),
      reactionTimeMs: between(1, 2_000),
      preaim: between(0.1, 180),
      aim: between(0.1, 100),
      utility: between(0.1, 100),
    })
    .map(({ matches, ...figures }) =>
      // Parsed, so that what is absent is no key.
      evidenceSchema.parse({
        feature: 'leetify',
        source: 'leetify',
        observedAt: NOW,
        provenance: 'leetify',
        confirmations: 0,
        matches,
        ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)),
      }),
    )
    .filter((item): item is LeetifyEvidence => item.feature === 'leetify');

  it('reasons add up, and confidence never falls', () => {
    fc.assert(
      fc.property(someEvidence, anyLeetify, (evidence, leetify) => {
        const before = assess(evidence, NOW);
        const after = assess([...evidence, leetify], NOW);
        const sum = after.contributions.reduce((total, { nats }) => total + nats, 0);
        expect(Math.abs(sum - (after.logOdds ?? 0))).toBeLessThan(1e-9);
        expect(after.confidence).toBeGreaterThanOrEqual(before.confidence);
        expect(after.score).not.toBeNull();
        expect(after.rubric).toEqual(before.rubric);
      }),
      RUNS,
    );
  });

  it('stay within what all gameplay statistics together may say', () => {
    fc.assert(
      fc.property(anyLeetify, (leetify) => {
        const said = assess([leetify], NOW).contributions.filter(({ key }) => key.startsWith('leetify.'));
        const sum = said.reduce((total, { nats }) => total + nats, 0);
        expect(sum).toBeGreaterThanOrEqual(STATISTICAL_RANGE.min - 1e-9);
        expect(sum).toBeLessThanOrEqual(STATISTICAL_RANGE.max + 1e-9);
      }),
      RUNS,
    );
  });

  it('do not depend on the order, and are ignored when a client says them', () => {
    fc.assert(
      fc.property(someEvidence, anyLeetify, anyLeetify, (evidence, one, other) => {
        expect(assess([one, ...evidence, other], NOW)).toEqual(assess([other, ...evidence, one], NOW));
        expect(assess([...evidence, { ...one, provenance: 'client' }], NOW)).toEqual(assess(evidence, NOW));
      }),
      RUNS,
    );
  });
});
