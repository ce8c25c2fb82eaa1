import {
  auc,
  brier,
  calibrationError,
  foundAt,
  type ReliabilityBin,
  reliability,
  sigmoid,
} from '#scripts/evaluation/figures.ts';
import type { JudgedMatch, Label } from '#scripts/evaluation/players.ts';

/** One player with the log-likelihood ratio that some model gave, from a match it was not fitted to. */
export interface Judged {
  match: string;
  label: Label;
  nats: number;
  kills: number;
  shots: number;
}

export interface Figures {
  players: number;
  cheaters: number;
  auc: number;
  tprAtFpr1: number;
  tprAtFpr5: number;
  brier: number;
  ece: number;
  withinMatchAuc: number;
}

export function natsOf(judged: readonly Judged[], label: Label): number[] {
  return judged.filter((player) => player.label === label).map(({ nats }) => nats);
}

/** Labelled cheaters against all others of their own matches, over all such pairs. The others are not all clean. */
function withinMatch(judged: readonly Judged[]): number {
  const matches = Map.groupBy(judged, ({ match }) => match);
  let pairs = 0;
  let won = 0;
  for (const players of matches.values()) {
    const others = natsOf(players, 'unlisted');
    for (const nats of natsOf(players, 'cheater')) {
      for (const other of others) {
        pairs += 1;
        won += nats > other ? 1 : nats === other ? 0.5 : 0;
      }
    }
  }
  return won / pairs;
}

/** Probabilities of cheaters and clean players at the base rate of this very data. */
function probabilitiesOf(judged: readonly Judged[]): {
  probabilities: number[];
  outcomes: boolean[];
  baseRate: number;
} {
  const known = judged.filter(({ label }) => label !== 'unlisted');
  const outcomes = known.map(({ label }) => label === 'cheater');
  const baseRate = outcomes.filter(Boolean).length / outcomes.length;
  const prior = Math.log(baseRate / (1 - baseRate));
  return { probabilities: known.map(({ nats }) => sigmoid(nats + prior)), outcomes, baseRate };
}

export function reliabilityOf(judged: readonly Judged[]): ReliabilityBin[] {
  const { probabilities, outcomes } = probabilitiesOf(judged);
  return reliability(probabilities, outcomes);
}

/** Cheaters against clean players; unlisted ones only within their matches. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const cheaters = natsOf(judged, 'cheater');
  const clean = natsOf(judged, 'clean');
  const { probabilities, outcomes } = probabilitiesOf(judged);
  return {
    players: cheaters.length + clean.length,
    cheaters: cheaters.length,
    auc: auc(cheaters, clean),
    tprAtFpr1: foundAt(0.01, cheaters, clean),
    tprAtFpr5: foundAt(0.05, cheaters, clean),
    brier: brier(probabilities, outcomes),
    ece: calibrationError(reliability(probabilities, outcomes)),
    withinMatchAuc: withinMatch(judged),
  };
}

/** Pairs every player of a match with the nats a model gave. */
export function judgedOf(match: JudgedMatch, nats: readonly number[]): Judged[] {
  return match.players.map((player, i) => ({
    match: match.name,
    label: match.labels[i] ?? 'unlisted',
    nats: nats[i] ?? 0,
    kills: player.kills,
    shots: player.shots,
  }));
}
