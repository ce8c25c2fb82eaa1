import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportEvidence } from '#shared/reports/evidence.ts';
import { ReportBook } from '#shared/reports/report-book.ts';
import { type CaseReport, ReportCase } from '#shared/reports/report-case.ts';

const NOW = Date.UTC(2026, 0, 1);
const WEEK = 7 * 86_400_000;
const TARGET = 1;

/** Everybody met `people` users; two reporters have the share `common` of the people they met in common. */
function meetings({ people = 30, common = 0.02 } = {}) {
  return { met: () => true, count: () => people, commonShares: () => [common, common] as const };
}

function report(reporter: number, more: Partial<CaseReport> = {}): CaseReport {
  return { reporter, weight: 0.4, playedTogether: true, reportedAt: NOW, origins: [`home ${reporter}`], ...more };
}

function caseOf(reports: readonly CaseReport[], book = new ReportBook(meetings())): ReportCase {
  for (const { reporter } of reports) book.open(reporter, TARGET);
  return new ReportCase(TARGET, book, reports);
}

const independent = (each: ReportCase) => reportEvidence(each.sums(NOW), { count: 0, weight: 0 }).independent;

describe('the reports on one player', () => {
  it('count each when nothing connects them', () => {
    const sums = caseOf([report(1), report(2), report(3)]).sums(NOW);
    expect(sums).toMatchObject({ count: 3, weight: expect.closeTo(1.2), reporters: expect.closeTo(1.2) });
    expect(sums.dependent).toBeCloseTo(sums.squares);
  });

  it('count as one from the same address', () => {
    const origins = ['an address'];
    expect(independent(caseOf([report(1, { origins }), report(2, { origins }), report(3, { origins })]))).toBeCloseTo(
      1,
    );
  });

  it('count as related from one party', () => {
    expect(independent(caseOf([report(1, { party: 'p' }), report(2, { party: 'p' })]))).toBeCloseTo(4 / 3);
  });

  it('fade to half in 26 weeks, and their number of independent ones with them not at all', () => {
    const each = caseOf([report(1), report(2), report(3, { reportedAt: NOW - 26 * WEEK })]);
    expect(each.sums(NOW).weight).toBeCloseTo(0.4 + 0.4 + 0.2);
    const later = each.sums(NOW + 26 * WEEK);
    expect(later.weight).toBeCloseTo(0.5);
    expect(later.weight ** 2 / later.dependent).toBeCloseTo(independent(each));
    expect(later.reporters).toBeCloseTo(1.2);
  });

  it('cannot make a case by those who never met the player, however many', () => {
    const strangers = Array.from({ length: 500 }, (_, i) => report(100 + i, { playedTogether: false }));
    expect(reportEvidence(caseOf(strangers).sums(NOW), { count: 0, weight: 0 }).state).toBe('none');
    const withSome = caseOf([...strangers, report(1), report(2)]).sums(NOW);
    expect(withSome.weight).toBeCloseTo(0.8 + 0.4);
  });

  it('hold one report of each reporter, the newest', () => {
    const each = caseOf([report(1), report(2)]);
    each.set(report(1, { weight: 0.2 }));
    expect(each.sums(NOW)).toMatchObject({ count: 2, weight: expect.closeTo(0.6) });
    expect(caseOf([report(1), report(1, { weight: 0.1 })]).sums(NOW)).toMatchObject({
      count: 1,
      weight: expect.closeTo(0.1),
    });
  });

  it('shrink when the reporters keep reporting the same others whom nobody else does', () => {
    const book = new ReportBook(meetings());
    for (let reporter = 1; reporter <= 10; reporter++) {
      for (let other = 2; other < 12; other++) book.open(reporter, other);
    }
    const ring = caseOf(
      Array.from({ length: 10 }, (_, i) => report(i + 1)),
      book,
    );
    expect(independent(ring)).toBeCloseTo(1, 1);
  });

  it('shrink all the same when the ring comes one by one and nothing is judged anew', () => {
    const book = new ReportBook(meetings());
    const ring = new ReportCase(TARGET, book);
    for (let reporter = 1; reporter <= 100; reporter++) {
      for (let other = 2; other < 12; other++) book.open(reporter, other);
      book.open(reporter, TARGET);
      ring.set(report(reporter));
    }
    expect(ring.sums(NOW).count).toBe(100);
    expect(independent(ring)).toBeLessThan(2);
  });

  it('are nothing when all who made them are muted', () => {
    const sums = caseOf([1, 2, 3, 4].map((reporter) => report(reporter, { weight: 0 }))).sums(NOW);
    expect(reportEvidence(sums, { count: 0, weight: 0 })).toMatchObject({ state: 'none', independent: 0, nats: 0 });
  });

  it('do not shrink when the reporters live in one small pool and the others report those too', () => {
    const book = new ReportBook(meetings({ people: 60, common: 0.95 }));
    // Ten of sixty report our player; every one of twelve others is reported by half of the sixty.
    for (let reporter = 1; reporter <= 60; reporter++) {
      for (let other = 2; other < 14; other++) if ((reporter * 7 + other * 5) % 11 < 5) book.open(reporter, other);
    }
    const reports = Array.from({ length: 10 }, (_, i) => report(i * 6 + 1));
    expect(independent(caseOf(reports, book))).toBeGreaterThan(7);
  });

  it('shrink when no pair overlaps much and yet all overlap', () => {
    const book = new ReportBook(meetings());
    // Every two of twenty share exactly one other target.
    let other = 1_000;
    for (let a = 1; a <= 20; a++) {
      for (let b = a + 1; b <= 20; b++) {
        book.open(a, other);
        book.open(b, other++);
      }
    }
    const ring = caseOf(
      Array.from({ length: 20 }, (_, i) => report(i + 1)),
      book,
    );
    expect(independent(ring)).toBeLessThan(3);
  });
});

describe('a case kept up to date', () => {
  const reporters = fc.integer({ min: 1, max: 12 });
  const changes = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        reporter: reporters,
        weight: fc.double({ min: 0, max: 1, noNaN: true }),
        playedTogether: fc.boolean(),
        age: fc.integer({ min: 0, max: 60 }),
        origin: fc.integer({ min: 0, max: 4 }),
      }),
      fc.record({ kind: fc.constant('remove' as const), reporter: reporters }),
      fc.record({ kind: fc.constant('weigh' as const), reporter: reporters, weight: fc.constantFrom(0, 0.2, 0.9) }),
      fc.record({
        kind: fc.constant('elsewhere' as const),
        reporter: reporters,
        target: fc.integer({ min: 2, max: 6 }),
      }),
    ),
    { maxLength: 60 },
  );

  it('equals one that is judged anew', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const book = new ReportBook(meetings());
        const kept = new ReportCase(TARGET, book);
        const live = new Map<number, CaseReport>();
        for (const change of all) {
          const { reporter } = change;
          const held = live.get(reporter);
          if (change.kind === 'set') {
            const { weight, playedTogether } = change;
            const made = {
              weight,
              playedTogether,
              reportedAt: NOW - change.age * WEEK,
              origins: [`o${change.origin}`],
            };
            live.set(reporter, report(reporter, made));
            book.open(reporter, TARGET);
            kept.set(report(reporter, made));
          } else if (change.kind === 'remove') {
            live.delete(reporter);
            book.close(reporter, TARGET);
            kept.remove(reporter);
          } else if (change.kind === 'weigh') {
            if (held) live.set(reporter, { ...held, weight: change.weight });
            kept.setWeight(reporter, change.weight);
          } else {
            book.open(reporter, change.target);
            kept.refresh(reporter);
          }
        }
        const anew = new ReportCase(TARGET, book, live.values()).sums(NOW);
        kept.rebuild();
        const sums = kept.sums(NOW);
        expect(sums.count).toBe(anew.count);
        for (const key of ['weight', 'squares', 'dependent', 'reporters'] as const) {
          expect(sums[key]).toBeCloseTo(anew[key], 9);
        }
      }),
    );
  });

  it('needs no rebuilding where nothing depends on the group', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const book = new ReportBook(meetings());
        const kept = new ReportCase(TARGET, book);
        for (const change of all) {
          if (change.kind === 'set') {
            const { weight, playedTogether, reporter } = change;
            kept.set(report(reporter, { weight, playedTogether, origins: [`o${change.origin}`] }));
          } else if (change.kind === 'remove') kept.remove(change.reporter);
          else if (change.kind === 'weigh') kept.setWeight(change.reporter, change.weight);
        }
        const sums = kept.sums(NOW);
        kept.rebuild();
        const anew = kept.sums(NOW);
        for (const key of ['weight', 'squares', 'dependent', 'reporters'] as const) {
          expect(sums[key]).toBeCloseTo(anew[key], 9);
        }
      }),
    );
  });

  it('does not depend on the order in which the reports are given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }), (order) => {
        const build = (ids: readonly number[]) => {
          const book = new ReportBook(meetings());
          for (const id of ids) for (let other = 2; other < 2 + (id % 5); other++) book.open(id, other);
          return caseOf(
            ids.map((id) => report(id, { reportedAt: NOW - id * WEEK })),
            book,
          ).sums(NOW);
        };
        const [one, other] = [build(order), build([1, 2, 3, 4, 5, 6, 7, 8])];
        expect(one.dependent).toBeCloseTo(other.dependent, 9);
        expect(one.weight).toBeCloseTo(other.weight, 9);
      }),
    );
  });
});
