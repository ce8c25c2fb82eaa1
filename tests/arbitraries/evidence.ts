import fc from 'fast-check';
import { type Evidence, PROVENANCES, type ShareFeature, type ValueFeature } from '#shared/score/evidence.ts';
import { DAY } from '#shared/score/parameters.ts';

/** Random evidence for property tests. */

export const NOW = Date.UTC(2026, 0, 1);

const SHARES: readonly ShareFeature[] = ['stats.headshots', 'stats.accuracy', 'stats.kills'];

/** For each feature the numbers worth trying: ordinary ones and its turning points. */
const VALUES: Record<ValueFeature, readonly number[]> = {
  'account.createdAt': [1, 29, 30, 179, 180, 1800, 1826, 5000, -1].map((days) => NOW - days * DAY),
  'profile.visibility': [0, 1, 2],
  'games.owned': [0, 1, 4, 5, 100],
  'games.played': [0, 1, 2, 50],
  'games.hours': [0, 0.1, 1, 100, 149, 299, 999, 1000, 9000],
  level: [0, 5, 29, 30, 500],
  'bans.vac': [0, 1, 5],
  'bans.game': [0, 1, 5],
  'bans.lastAt': [0, 364, 365, 5000, -1].map((days) => NOW - days * DAY),
  'bans.community': [0, 1],
  'bans.economy': [0, 1, 2],
  'history.names': [0, 2, 3, 5, 90],
  'history.countries': [0, 1, 2, 9],
  'history.since': [0, 29, 30, 90, 180, 5000, -1].map((days) => NOW - days * DAY),
};
const VALUE_FEATURES = Object.keys(VALUES).filter((key): key is ValueFeature => key in VALUES);

const base = {
  source: fc.constantFrom('profile', 'stats', 'games', '__proto__'),
  observedAt: fc.constantFrom(0, NOW - DAY, NOW, NOW + DAY, Number.MAX_SAFE_INTEGER),
  provenance: fc.constantFrom(...PROVENANCES),
  confirmations: fc.nat({ max: 3 }),
};

const total = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 100_000 }), fc.maxSafeNat());
const share: fc.Arbitrary<Evidence> = fc
  .tuple(fc.constantFrom(...SHARES), total, fc.double({ min: 0, max: 1, noNaN: true }), fc.record(base))
  .map(([feature, n, part, rest]) => ({ feature, n, k: Math.min(n, Math.floor(n * part)), ...rest }));

const value: fc.Arbitrary<Evidence> = fc
  .tuple(
    fc.constantFrom(...VALUE_FEATURES),
    fc.nat(),
    fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    fc.nat({ max: 2 }),
    fc.record(base),
  )
  .map(([feature, pick, extreme, n, rest]) => {
    const choices = VALUES[feature];
    // Mostly a number worth trying, seldom any number at all.
    const chosen = extreme !== null && pick % 8 === 0 ? extreme : (choices[pick % choices.length] ?? 0);
    if (feature === 'games.hours') return { feature, value: chosen, n, ...rest };
    const largest = feature === 'profile.visibility' || feature.startsWith('bans.') ? Math.max(...choices) : Infinity;
    return { feature, value: Math.min(largest, Math.floor(chosen)), n, ...rest };
  });

export const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(share, value, value);
/** From nothing to everything, several of one feature included. */
export const someEvidence: fc.Arbitrary<Evidence[]> = fc.array(anyEvidence, { maxLength: 24, size: 'max' });
