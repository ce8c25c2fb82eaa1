import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appealRequestSchema,
  CASE_FILTERS,
  caseListSchema,
  caseQuerySchema,
  caseResponseSchema,
  caseStatusSchema,
  logQuerySchema,
  logResponseSchema,
  moderationActionSchema,
} from '#shared/api/moderation.ts';
import {
  idempotencyKeySchema,
  MAX_EVIDENCE,
  MAX_REPORT_WORDS,
  myReportsQuerySchema,
  myReportsResponseSchema,
  REPORT_CATEGORIES,
  REPORT_OUTCOMES,
  type ReportRequest,
  reportRequestSchema,
} from '#shared/api/reports.ts';
import { NEW_CASE, replay } from '#shared/moderation/status.ts';
import { encodeShareCode } from '#shared/steam/share-code.ts';
import { eventLog, person, START } from '#tests/arbitraries/moderation.ts';

const code = encodeShareCode({
  matchId: 3_230_642_215_713_767_580n,
  reservationId: 3_230_647_599_455_273_103n,
  tvPort: 55_788,
});
const full = {
  category: 'aim',
  matchId: 'm-1',
  playedAt: Date.UTC(2026, 0, 1),
  evidence: [
    { kind: 'share-code', code },
    { kind: 'demo-tick', code, tick: 64_000 },
    { kind: 'link', url: 'https://example.org/clip?id=1' },
  ],
  words: 'round 14,\nthrough the smoke',
};

/** The paths that a refused request names. */
function refused(change: object): string[] {
  const read = reportRequestSchema.safeParse({ ...full, ...change });
  return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
}

describe('a report', () => {
  it('is two clicks at least: a category', () => {
    const least: ReportRequest = { category: 'wall', evidence: [], words: '' };
    expect(reportRequestSchema.parse({ category: 'wall' })).toEqual(least);
  });

  it('may carry match, time, evidence and words', () => {
    expect(reportRequestSchema.parse(full)).toEqual(full);
  });

  it('refuses links that are not pages, and names the field', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'ftp://example.org',
      'https://user:secret@example.org/',
      'not a link',
      `https://example.org/${'x'.repeat(500)}`,
    ]) {
      expect(refused({ evidence: [{ kind: 'link', url }] })).toContain('evidence.0.url');
    }
  });

  it('refuses what is no share code, no tick, too much, or unknown', () => {
    expect(refused({ evidence: [{ kind: 'share-code', code: 'CSGO-nonsense' }] })).toContain('evidence.0.code');
    expect(refused({ evidence: [{ kind: 'demo-tick', code, tick: -1 }] })).toContain('evidence.0.tick');
    expect(refused({ evidence: Array.from({ length: MAX_EVIDENCE + 1 }, () => full.evidence[2]) })).toEqual([
      'evidence',
    ]);
    expect(refused({ category: 'ugly' })).toEqual(['category']);
    expect(refused({ playedAt: 1.5 })).toEqual(['playedAt']);
    expect(refused({ matchId: '' })).toEqual(['matchId']);
    expect(refused({ weight: 1 })).toEqual(['']);
  });

  it('refuses words that are too long, not Unicode, or control a terminal', () => {
    expect(refused({ words: 'x'.repeat(MAX_REPORT_WORDS) })).toEqual([]);
    for (const words of ['x'.repeat(MAX_REPORT_WORDS + 1), 'lone \ud800', 'nul \0', 'escape \u001b[2J', 'c1 \u009b']) {
      expect(refused({ words })).toEqual(['words']);
    }
  });

  it('never lets anything else through, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const read = reportRequestSchema.safeParse(anything);
        if (read.success) expect(reportRequestSchema.parse(read.data)).toEqual(read.data);
      }),
    );
  });

  it('is sent once by a UUID', () => {
    expect(idempotencyKeySchema.safeParse('0b5f8e0e-5d7a-4f0e-9f0a-3d0f5b1c2d3e').success).toBe(true);
    expect(idempotencyKeySchema.safeParse('1').success).toBe(false);
  });
});

describe('a moderator’s action', () => {
  it('needs a reason and the version it was decided on; a note needs neither', () => {
    expect(moderationActionSchema.safeParse({ type: 'flag', version: 3, reason: 'seen' }).success).toBe(true);
    expect(moderationActionSchema.safeParse({ type: 'flag', version: 3, reason: '  ' }).success).toBe(false);
    expect(moderationActionSchema.safeParse({ type: 'flag', reason: 'seen' }).success).toBe(false);
    expect(moderationActionSchema.safeParse({ type: 'note', text: 'looking' }).success).toBe(true);
  });

  it('may limit a block or ban in time, and nothing else', () => {
    expect(moderationActionSchema.parse({ type: 'ban', version: 0, reason: 'seen' })).toMatchObject({
      expiresAt: null,
    });
    const limited = { version: 0, reason: 'seen', expiresAt: Date.UTC(2027, 0, 1) };
    expect(moderationActionSchema.safeParse({ type: 'block', ...limited }).success).toBe(true);
    expect(moderationActionSchema.safeParse({ type: 'flag', ...limited }).success).toBe(false);
  });

  it('cannot be one of the product’s own, or an appeal', () => {
    for (const type of ['expire', 'detection', 'reports-strong', 'appeal']) {
      expect(moderationActionSchema.safeParse({ type, version: 0, reason: 'seen', text: 'x' }).success).toBe(false);
    }
    expect(appealRequestSchema.safeParse({ text: 'it was my brother' }).success).toBe(true);
    expect(appealRequestSchema.safeParse({ text: '' }).success).toBe(false);
  });

  it('meets a status that is sent as it is derived', () => {
    expect(caseStatusSchema.parse(NEW_CASE)).toEqual(NEW_CASE);
    fc.assert(
      fc.property(eventLog, (events) => {
        const status = replay(events);
        expect(caseStatusSchema.parse(status)).toEqual(status);
      }),
    );
  });
});

describe('lists', () => {
  it('come in pages of at most a hundred, by filters that exist', () => {
    expect(myReportsQuerySchema.parse({})).toEqual({ limit: 20 });
    expect(caseQuerySchema.parse({ limit: '100' })).toEqual({ filter: 'open', limit: 100 });
    expect(logQuerySchema.parse({ source: 'speed' })).toEqual({ source: 'speed', limit: 50 });
    for (const schema of [myReportsQuerySchema, caseQuerySchema, logQuerySchema]) {
      for (const limit of ['0', '101', 'many']) expect(schema.safeParse({ limit }).success).toBe(false);
    }
    for (const filter of CASE_FILTERS) expect(caseQuerySchema.parse({ filter }).filter).toBe(filter);
    for (const outcome of REPORT_OUTCOMES) expect(myReportsQuerySchema.parse({ outcome }).outcome).toBe(outcome);
    expect(caseQuerySchema.safeParse({ filter: 'mine' }).success).toBe(false);
  });

  it('of reports show each with what became of it', () => {
    const items = REPORT_CATEGORIES.map((category) => ({
      ...full,
      category,
      steamId: person(1),
      reportedAt: START,
      editedAt: null,
      outcome: 'open',
      outcomeAt: null,
      playedTogether: true,
      state: 'in-review',
      name: null,
      ban: { vac: 1, game: 0, lastBanAt: START, noticedAt: null, since: true },
    }));
    expect(myReportsResponseSchema.parse({ items, next: null }).items).toEqual(items);
  });

  it('of cases show status and reports, and a case everything but who reported', () => {
    const entry = {
      steamId: person(1),
      name: null,
      status: NEW_CASE,
      reports: {
        steamId: person(1),
        state: 'strong',
        reports: 14,
        independent: 2.3,
        silent: 31,
        nats: 0.5,
        computedAt: START,
      },
      lastEventAt: START,
    };
    const counts = { all: 1, open: 1, appealed: 0, flag: 0, block: 0, ban: 0 };
    expect(caseListSchema.parse({ items: [entry], next: null, counts }).counts).toEqual(counts);
    const events = [{ type: 'note', sequence: 1, at: START, actor: person(2), source: 'manual', text: 'looking' }];
    const standing = { tier: 'new', confirmed: 1, rejected: 0, lapsed: 2, muted: false, weight: 0.4 };
    const report = {
      ...full,
      reportedAt: START,
      reporter: 1,
      weight: 0.4,
      playedTogether: true,
      standing,
      sameOrigin: [2],
    };
    const names = { [person(2)]: 'Ada' };
    const whole = { ...entry, events, reportList: [report], matches: [], names, barred: 'reported-it' };
    expect(caseResponseSchema.parse(whole)).toEqual(whole);
    const naming = { ...whole, reportList: [{ ...report, steamId: person(9) }] };
    expect(caseResponseSchema.safeParse(naming).success).toBe(false);
    expect(
      logResponseSchema.parse({ items: [{ steamId: person(1), event: events[0] }], names: {}, next: null }).items,
    ).toHaveLength(1);
  });
});
