/**
 * How long it takes to weigh anew a player with 1 000 reports after one report has changed, beside judging all pairs anew.
 * Each reporter has met 1 350 players and has 20 other open reports. `--json` prints one line for machines.
 */
import { randomFor } from '#sandbox/world/random.ts';
import { reportEvidence } from '#shared/reports/evidence.ts';
import { MeetingSets } from '#shared/reports/meetings.ts';
import { ReportBook } from '#shared/reports/report-book.ts';
import { type CaseReport, ReportCase } from '#shared/reports/report-case.ts';

const REPORTS = 1_000;
const OTHER_TARGETS = 20;
const MET = 1_350;
const CHANGES = 50;
const NOW = Date.UTC(2026, 0, 1);
const TARGET = 0;

/** From how many players they meet and report: the fewer, the more pairs have something in common. */
const SHAPES = [
  { name: 'strangers', players: 60_000, targets: 20_000 },
  { name: 'one small pool', players: 2_000, targets: 200 },
  { name: 'a ring with the same targets', players: 60_000, targets: 30 },
];

function measure({ players, targets }: (typeof SHAPES)[number]) {
  const random = randomFor(1, `bench ${players} ${targets}`);
  const met = new Map<number, Set<number>>();
  const counts = new Map<number, number>();
  const book = new ReportBook(new MeetingSets(met, counts));
  const reports: CaseReport[] = [];
  for (let reporter = 1; reporter <= REPORTS; reporter++) {
    const mine = new Set<number>([TARGET]);
    book.open(reporter, TARGET);
    for (let i = 0; i < OTHER_TARGETS; i++) {
      const target = random.int(1, targets);
      book.open(reporter, target);
      mine.add(target);
    }
    while (mine.size < MET) mine.add(random.int(1, players));
    for (const player of mine) counts.set(player, (counts.get(player) ?? 0) + 1);
    met.set(reporter, mine);
    const reportedAt = NOW - random.int(0, 200) * 86_400_000;
    reports.push({ reporter, weight: 0.4, playedTogether: true, reportedAt, origins: [`home ${reporter >> 1}`] });
  }
  const silent = { count: 500, weight: 200 };
  const kept = new ReportCase(TARGET, book, reports);
  kept.sums(NOW);
  const times: number[] = [];
  for (let i = 0; i < CHANGES; i++) {
    const report = reports[random.int(0, REPORTS - 1)];
    if (report === undefined) continue;
    const start = performance.now();
    kept.set({ ...report, weight: 0.3 });
    reportEvidence(kept.sums(NOW), silent);
    times.push(performance.now() - start);
  }
  const start = performance.now();
  kept.rebuild();
  const { independent } = reportEvidence(kept.sums(NOW), silent);
  const rebuilt = performance.now() - start;
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(share * (times.length - 1))] ?? Number.NaN) * 100) / 100;
  return {
    medianMs: at(0.5),
    within95Ms: at(0.95),
    rebuildMs: Math.round(rebuilt),
    independent: Math.round(independent * 10) / 10,
  };
}

const results = SHAPES.map((shape) => ({ name: shape.name, ...measure(shape) }));
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ reports: REPORTS, shapes: results }));
} else {
  console.log(`one changed report among ${REPORTS}, and all pairs anew for comparison`);
  for (const { name, medianMs, within95Ms, rebuildMs, independent } of results) {
    const times = `median ${medianMs} ms, 95 % of ${CHANGES} within ${within95Ms} ms, all anew ${rebuildMs} ms`;
    console.log(`${name.padEnd(30)} ${times}; they count as ${independent}`);
  }
}
