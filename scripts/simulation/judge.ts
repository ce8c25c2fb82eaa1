import { type ReportState, type ReportSums, reportEvidence, type SilentCoPlayers } from '#shared/reports/evidence.ts';
import { type CaseReport, ReportCase } from '#shared/reports/report-case.ts';
import { fading, freshWeight, hasLapsed, reporterWeight } from '#shared/reports/reporter.ts';
import { NOW, openBook, type Population, type Report } from './population.ts';

/** What the reports of a population come to, by the product's own code and by counting. */
export interface Verdicts {
  states: Map<number, ReportState>;
  /** Players with at least four reports. */
  raw: Set<number>;
}

const RAW_RULE = 4;

/** Judges every player who was reported and not banned, at the end of the half-year, without any moderator's help. */
export function judge(population: Population): Verdicts {
  const { users, encounters, banned } = population;
  const byPlayer = new Map<number, Report[]>();
  const records = users.map(({ tier }) => ({ tier, confirmed: 0, rejected: 0, lapsed: 0 }));
  for (const report of population.reports) {
    const record = records[report.user];
    if (record === undefined) continue;
    if (banned.has(report.player)) record.confirmed += 1;
    else {
      if (hasLapsed(report.at, NOW)) record.lapsed += 1;
      const reports = byPlayer.get(report.player);
      if (reports === undefined) byPlayer.set(report.player, [report]);
      else reports.push(report);
    }
  }
  const weights = records.map(reporterWeight);
  const book = openBook(population);
  const states = new Map<number, ReportState>();
  const raw = new Set<number>();
  for (const [player, reports] of byPlayer) {
    if (reports.length >= RAW_RULE) raw.add(player);
    // Two reports never count as two and a half independent ones.
    if (reports.length < 3) continue;
    const caseReports = reports.map(
      ({ user, at, party }): CaseReport => ({
        reporter: user,
        weight: weights[user] ?? 0,
        playedTogether: encounters.met(user, player),
        reportedAt: at,
        origins: users[user]?.origins ?? [],
        ...(party ? { party } : {}),
      }),
    );
    const silent = silentCoPlayers(population, player, weights, new Set(reports.map(({ user }) => user)));
    if (reportEvidence(asIfIndependent(caseReports), silent).state === 'none') continue;
    const { state } = reportEvidence(new ReportCase(player, book, caseReports).sums(NOW), silent);
    if (state !== 'none') states.set(player, state);
  }
  return { states, raw };
}

/** Users who met the player and did not report; those behind one address count once. */
function silentCoPlayers(
  { users, encounters }: Population,
  player: number,
  weights: readonly number[],
  reporters: ReadonlySet<number>,
): SilentCoPlayers {
  let count = 0;
  const byOrigin = new Map<string, number>();
  users.forEach((user, index) => {
    if (!encounters.met(index, player) || reporters.has(index)) return;
    count += 1;
    const origin = user.origins[0] ?? `user ${index}`;
    byOrigin.set(origin, Math.max(byOrigin.get(origin) ?? 0, weights[index] ?? 0));
  });
  return { count, weight: [...byOrigin.values()].reduce((sum, weight) => sum + weight, 0) };
}

/** More than any dependence leaves of the reports: whoever is not reported by these sums is not reported (`reportEvidence`). */
function asIfIndependent(reports: readonly CaseReport[]): ReportSums {
  const sums = { count: reports.length, weight: 0, squares: 0, dependent: 0, reporters: 0 };
  for (const { weight, playedTogether, reportedAt } of reports) {
    const present = freshWeight(weight, playedTogether) * fading(NOW - reportedAt);
    sums.weight += present;
    sums.squares += present ** 2;
    sums.reporters += playedTogether ? weight : present;
  }
  return { ...sums, dependent: sums.squares };
}
