import { expect, it } from 'vitest';
import { foldsOf } from '#scripts/evaluation/cross-validate.ts';
import { auc, randomOf } from '#scripts/evaluation/figures.ts';
import { type FitOptions, fitModel } from '#scripts/evaluation/fit.ts';
import type { JudgedMatch, Label } from '#scripts/evaluation/players.ts';
import { M, METRICS } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';
import { judgeMatch } from '#shared/score/models/match-model.ts';

const OPTIONS: FitOptions = {
  metrics: [M.headKillAny, M.unawareKill, M.killShare],
  terms: 4,
  unlisted: 0.2,
  bags: 2,
  boost: { rounds: 80, rate: 0.1, bins: 12, ridge: 5, minCurvature: 2, rows: 0.8, columns: 1 },
};

/** Cheaters get more headshots; surprise says nothing; half of the players have no kill share. */
function madeUp(matches: number, seed: number): JudgedMatch[] {
  const random = randomOf(seed);
  return Array.from({ length: matches }, (_, m): JudgedMatch => {
    const labels = Array.from(
      { length: 10 },
      (_, i): Label => (m % 2 === 0 ? 'clean' : i < 3 ? 'cheater' : 'unlisted'),
    );
    const players = labels.map((label, i): PlayerMetrics => {
      const k = new Float64Array(METRICS.length);
      const n = new Float64Array(METRICS.length);
      const chance = (metric: number, share: number): void => {
        n[metric] = 20;
        for (let q = 0; q < 20; q += 1) k[metric] = (k[metric] ?? 0) + (random() < share ? 1 : 0);
      };
      chance(M.headKillAny, label === 'cheater' ? 0.65 : 0.4);
      chance(M.unawareKill, 0.3);
      if (i % 2 === 0) chance(M.killShare, 0.5);
      return { id: `${i}`, k, n, rounds: 20, kills: 20, deaths: 20, assists: 0, shots: 200 };
    });
    return { name: `${m}`, players, labels };
  });
}

it('learns what tells cheaters from clean players, and that nothing else does', () => {
  const model = fitModel(madeUp(60, 1), OPTIONS);
  const [cheaters, clean]: [number[], number[]] = [[], []];
  for (const match of madeUp(60, 2)) {
    judgeMatch(model, match.players).forEach(({ nats }, i) => {
      if (match.labels[i] === 'cheater') cheaters.push(nats);
      else if (match.labels[i] === 'clean') clean.push(nats);
    });
  }
  expect(auc(cheaters, clean)).toBeGreaterThan(0.9);
  const reach = (metric: string): number =>
    Math.max(0, ...model.terms.filter((term) => term.metric === metric).flatMap(({ nats }) => nats.map(Math.abs)));
  expect(reach('score.headKill')).toBeGreaterThan(3 * reach('kill.unaware'));
});

it('gives the same model for the same matches', () => {
  expect(fitModel(madeUp(20, 5), OPTIONS)).toEqual(fitModel(madeUp(20, 5), OPTIONS));
});

it('adds up: nats are what is ordinary and what each term says', () => {
  const matches = madeUp(20, 7);
  const model = fitModel(matches, OPTIONS);
  for (const said of judgeMatch(model, matches[0]?.players ?? [])) {
    expect(said.ordinary + said.terms.reduce((sum, { nats }) => sum + nats, 0)).toBeCloseTo(said.nats, 9);
  }
});

it('puts whole matches into folds, with and without cheaters alike', () => {
  const matches = madeUp(50, 9);
  const folds = foldsOf(matches, 5, 1);
  for (let fold = 0; fold < 5; fold += 1) {
    const members = matches.filter((_, i) => folds[i] === fold);
    expect(members).toHaveLength(10);
    expect(members.filter(({ labels }) => labels.includes('cheater'))).toHaveLength(5);
  }
});
