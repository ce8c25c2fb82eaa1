import { describe, expect, it } from 'vitest';
import { DEMO_DETECTORS, type DemoDetectorKey, type DemoFindings } from '#shared/demo/types.ts';
import { demoEvidence } from '#shared/score/demo-evidence.ts';
import { assess } from '#shared/score/engine.ts';
import { demoSaying, matchEvidence, NOW } from '#shared/score/evidence.fixture.ts';
import { type Evidence, evidenceSchema } from '#shared/score/evidence.ts';
import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { DAY } from '#shared/score/parameters.ts';
import { REASONS } from '#shared/score/reasons.ts';

/** What the events of the same matches say: nothing much. */
const match = (day: number, more: Partial<MatchEvidence> = {}) => matchEvidence(day, {}, { ordinary: 0, ...more });

const several = (count: number, of: (day: number) => Evidence): Evidence[] =>
  Array.from({ length: count }, (_, day) => of(day));
const sumOf = (evidence: Evidence[], prefix: string): number =>
  assess(evidence, NOW)
    .contributions.filter(({ key }) => key.startsWith(prefix))
    .reduce((sum, { nats }) => sum + nats, 0);

const AIMBOT = { snap: 2.5, lock: 2, silent: 2.5, flick: 1.5 };
const CLEAN = Object.fromEntries(DEMO_DETECTORS.map((key) => [key, -0.2]));

describe('evidence of view angles', () => {
  it('is accepted by the schema, and every detector speaks through a registered reason', () => {
    const all = demoSaying(1, Object.fromEntries(DEMO_DETECTORS.map((key) => [key, 0.3])));
    expect(evidenceSchema.safeParse(all).success).toBe(true);
    const reasons = new Map<string, (typeof REASONS)[number]>(REASONS.map((reason) => [reason.key, reason]));
    const said = assess([all], NOW).contributions.filter(({ key }) => key.startsWith('demo.'));
    expect(said.map(({ key }) => key).sort()).toEqual(DEMO_DETECTORS.map((key) => `demo.${key}`).sort());
    for (const { key, block, figures } of said) {
      expect(reasons.get(key)?.block, key).toBe(block);
      expect(Object.keys(figures).sort(), key).toEqual([...(reasons.get(key)?.figures ?? [])].sort());
    }
  });

  it('says in all at most 4 nats for and 0.8 against, however many demos, and a third of it by one', () => {
    const blatant = several(20, (day) => demoSaying(day, { ...AIMBOT, wallTrack: 2, spin: 2.5 }));
    expect(sumOf(blatant, 'demo.')).toBeCloseTo(4, 9);
    expect(
      sumOf(
        several(20, (day) => demoSaying(day, CLEAN)),
        'demo.',
      ),
    ).toBeCloseTo(-0.8, 9);
    const one = sumOf(
      several(1, (day) => demoSaying(day, { snap: 2.1 })),
      'demo.',
    );
    expect(one).toBeCloseTo(2.1 / 3, 9);
    expect(
      sumOf([...several(1, (day) => demoSaying(day, { snap: 2.1 })), demoSaying(1, {}), demoSaying(2, {})], 'demo.'),
    ).toBeCloseTo(2.1, 9);
  });

  it('passes 80 with aim and information both found, and not with aim alone', () => {
    const matches = several(30, match);
    const profile: Evidence[] = [
      {
        feature: 'profile.visibility',
        value: 0,
        n: 1,
        source: 'p',
        observedAt: NOW,
        provenance: 'steam',
        confirmations: 0,
      },
      {
        feature: 'account.createdAt',
        value: NOW - 400 * DAY,
        n: 1,
        source: 'p',
        observedAt: NOW,
        provenance: 'steam',
        confirmations: 0,
      },
    ];
    const context = [...matches, ...profile];
    const aim = assess([...context, ...several(3, (day) => demoSaying(day, AIMBOT))], NOW);
    expect(aim.confidence).toBeGreaterThanOrEqual(70);
    expect(aim.score).toBeLessThanOrEqual(80);
    const loud = several(3, (day) =>
      match(day, { detectors: [{ key: 'walls', nats: 2.2, k: 5, n: 10, typical: 0.1 }] }),
    );
    const both = assess(
      [...several(3, (day) => demoSaying(day, { ...AIMBOT, wallTrack: 2 })), ...loud, ...matches.slice(3), ...profile],
      NOW,
    );
    expect(both.score).toBeGreaterThan(80);
    expect(both.band).toBe('near-certain');
  });

  it('counts a match once, whatever the order, and prefers the look that knew the walls', () => {
    const plain = demoSaying(1, { snap: 0.4 }, { geometry: false });
    const walls = demoSaying(1, { snap: 0.4, wallTrack: 2 });
    const once = assess([walls], NOW);
    expect(assess([plain, walls], NOW)).toEqual(once);
    expect(assess([walls, plain, plain], NOW)).toEqual(once);
  });

  it('changes nothing for players without demos', () => {
    const evidence = several(5, match);
    expect(assess(evidence, NOW).contributions.some(({ key }) => key.startsWith('demo.'))).toBe(false);
  });

  it('is not weighed on the word of one client', () => {
    const claimed = several(5, (day) => demoSaying(day, AIMBOT, { provenance: 'client', confirmations: 1 }));
    expect(assess(claimed, NOW).band).toBe('not-enough-data');
  });

  it('comes only from detectors that had enough to go by', () => {
    const finding = (detector: DemoDetectorKey, state: 'found' | 'clear' | 'not-enough-data' | 'no-geometry') => {
      return {
        detector,
        state,
        count: 3,
        opportunities: 30,
        typical: 0.01,
        nats: state === 'found' ? 2 : 0,
        moments: [],
      };
    };
    const findings: DemoFindings = {
      version: 'test',
      tickRate: 64,
      rounds: 20,
      geometry: false,
      players: [
        {
          id: 'a',
          detectors: [finding('snap', 'found'), finding('lock', 'clear'), finding('wallTrack', 'no-geometry')],
        },
        { id: 'b', detectors: [finding('snap', 'not-enough-data'), finding('wallTrack', 'no-geometry')] },
      ],
    };
    const origin = { source: 'm', observedAt: NOW, provenance: 'demo', confirmations: 0 } as const;
    const evidence = demoEvidence(findings, origin);
    expect([...evidence.keys()]).toEqual(['a']);
    expect(evidence.get('a')?.detectors.map(({ key }) => key)).toEqual(['snap', 'lock']);
    expect(evidenceSchema.parse(evidence.get('a'))).toEqual(evidence.get('a'));
  });
});
