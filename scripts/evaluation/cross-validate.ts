import { plattOf, randomOf } from '#scripts/evaluation/figures.ts';
import { type FitOptions, fitModel } from '#scripts/evaluation/fit.ts';
import { type Judged, judgedOf } from '#scripts/evaluation/judge.ts';
import type { JudgedMatch } from '#scripts/evaluation/players.ts';
import { judgeMatch } from '#shared/score/models/match-model.ts';

/** Fold of each match, with as many matches with and without cheaters in each. */
export function foldsOf(matches: readonly JudgedMatch[], folds: number, seed: number): number[] {
  const random = randomOf(seed);
  const fold = new Array<number>(matches.length).fill(0);
  for (const withCheaters of [false, true]) {
    const members = matches.flatMap((match, i) => (match.labels.includes('cheater') === withCheaters ? [i] : []));
    for (let i = members.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      const [a, b] = [members[i], members[j]];
      if (a !== undefined && b !== undefined) [members[i], members[j]] = [b, a];
    }
    members.forEach((member, place) => {
      fold[member] = place % folds;
    });
  }
  return fold;
}

export interface CrossValidation {
  /** Every player, judged by the model of the folds it was not in, calibrated without its fold. */
  judged: Judged[];
  /** What turns the nats of a model of all matches into a log-likelihood ratio. */
  slope: number;
  offset: number;
}

/** Strict: references, choice of terms, fit and calibration of each fold see none of its matches. */
export function crossValidate(
  matches: readonly JudgedMatch[],
  options: FitOptions,
  seed: number,
  folds = 5,
  progress: (fold: number) => void = () => undefined,
): CrossValidation {
  const fold = foldsOf(matches, folds, seed);
  const raw: Judged[][] = Array.from({ length: folds }, () => []);
  for (let held = 0; held < folds; held += 1) {
    const model = fitModel(
      matches.filter((_, i) => fold[i] !== held),
      options,
    );
    matches.forEach((match, i) => {
      if (fold[i] === held)
        raw[held]?.push(
          ...judgedOf(
            match,
            judgeMatch(model, match.players).map(({ nats }) => nats),
          ),
        );
    });
    progress(held);
  }
  const calibrate = (players: readonly Judged[]): { slope: number; offset: number } => {
    const known = players.filter(({ label }) => label !== 'unlisted');
    const outcomes = known.map(({ label }) => label === 'cheater');
    const { slope, intercept } = plattOf(
      known.map(({ nats }) => nats),
      outcomes,
    );
    const rate = outcomes.filter(Boolean).length / outcomes.length;
    return { slope, offset: intercept - Math.log(rate / (1 - rate)) };
  };
  const judged = raw.flatMap((players, held) => {
    const { slope, offset } = calibrate(raw.filter((_, other) => other !== held).flat());
    return players.map((player) => ({ ...player, nats: player.nats * slope + offset }));
  });
  return { judged, ...calibrate(raw.flat()) };
}
