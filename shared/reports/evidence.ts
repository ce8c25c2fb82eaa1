import { betaQuantile } from '#shared/reports/beta.ts';
import { CAUTION, MAX_NATS, RATE_PRIOR, STATES } from '#shared/reports/parameters.ts';

/** The reports on one player, summed. Weights are those of now. */
export interface ReportSums {
  /** Live reports. */
  count: number;
  /** Σw. */
  weight: number;
  /** Σw². */
  squares: number;
  /** wᵀρw over all pairs, each report with itself included. */
  dependent: number;
  /** Σq of the reporters who met the player, plus Σw of those who cannot be shown to have. */
  reporters: number;
}

/** Those who met the player, could have reported, and did not. */
export interface SilentCoPlayers {
  count: number;
  /** Σq; several on one device or address count once, with the largest q. */
  weight: number;
}

/** `strong` goes to the moderators' queue; none of them says anything about the player that a moderator or ban has not. */
export type ReportState = 'none' | 'reported' | 'strong';

/** What the reports on one player amount to. */
export interface ReportEvidence {
  state: ReportState;
  /** S: the weight of the reports after what depends on one another is counted once. */
  support: number;
  /** n_eff: as how many independent reports they count. At most their number. */
  independent: number;
  /** E: the weight of all who could have reported. */
  exposure: number;
  /** L: cautious share (10 % quantile) of independent co-players who report this player. */
  share: number;
  /** What they add to the score's log-odds, 0 to 1.3. */
  nats: number;
}

/**
 * Weighs the reports on one player against those who met them and said nothing.
 *
 * E − S, the silent side of the Beta posterior, does not depend on ρ; so the share only falls as dependence grows, and a
 * player who is not reported when all are taken as independent need not have any pair looked at.
 */
export function reportEvidence(sums: ReportSums, silent: SilentCoPlayers): ReportEvidence {
  if (sums.dependent <= 0) {
    const exposure = sums.reporters + silent.weight;
    const share = betaQuantile(CAUTION, RATE_PRIOR.reported, RATE_PRIOR.silent + exposure);
    return { state: 'none', support: 0, independent: 0, exposure, share, nats: 0 };
  }
  const support = (sums.weight * sums.squares) / sums.dependent;
  const independent = (sums.weight * sums.weight) / sums.dependent;
  const exposure = sums.reporters + silent.weight - (sums.weight - support);
  const share = betaQuantile(CAUTION, RATE_PRIOR.reported + support, RATE_PRIOR.silent + exposure - support);
  const reported = share > STATES.reported.share && independent >= STATES.reported.independent;
  const state = !reported ? 'none' : share > STATES.strong.share ? 'strong' : 'reported';
  return { state, support, independent, exposure, share, nats: reported ? reportNats(share) : 0 };
}

/**
 * What a cautious share of reporting co-players adds to the log-odds: the logarithm of how many times the usual share
 * (the prior's mean, 5 %) it is; never negative, since silence is no evidence of fair play.
 */
function reportNats(share: number): number {
  const usual = RATE_PRIOR.reported / (RATE_PRIOR.reported + RATE_PRIOR.silent);
  return Math.min(MAX_NATS, Math.max(0, Math.log(share / usual)));
}

/** The figures of the sentence "14 reports count as 2.3 independent ones; 31 others played them and did not report". */
export interface ReportFigures {
  reports: number;
  /** One decimal. */
  independent: number;
  silent: number;
}

export function reportFigures(
  sums: Pick<ReportSums, 'count'>,
  evidence: Pick<ReportEvidence, 'independent'>,
  silent: Pick<SilentCoPlayers, 'count'>,
): ReportFigures {
  return { reports: sums.count, independent: Math.round(evidence.independent * 10) / 10, silent: silent.count };
}
