import { type ReportState, reportEvidence } from '#shared/reports/evidence.ts';
import { ReportCase } from '#shared/reports/report-case.ts';
import { hasLapsed, reporterWeight } from '#shared/reports/reporter.ts';
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
    const silent = { count: 0, weight: 0 };
    const reporters = new Set(reports.map((report) => report.user));
    const origins = new Map<string, number>();
    for (let user = 0; user < users.length; user++) {
      if (!encounters.met(user, player) || reporters.has(user)) continue;
      silent.count += 1;
      const origin = users[user]?.origins[0] ?? `user ${user}`;
      origins.set(origin, Math.max(origins.get(origin) ?? 0, weights[user] ?? 0));
    }
    for (const weight of origins.values()) silent.weight += weight;
    const reportCase = new ReportCase(
      player,
      book,
      reports.map(({ user, at, party }) => ({
        reporter: user,
        weight: weights[user] ?? 0,
        playedTogether: encounters.met(user, player),
        reportedAt: at,
        origins: users[user]?.origins ?? [],
        ...(party ? { party } : {}),
      })),
    );
    const { state } = reportEvidence(reportCase.sums(NOW), silent);
    if (state !== 'none') states.set(player, state);
  }
  return { states, raw };
}
