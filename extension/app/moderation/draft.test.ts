import { describe, expect, it } from 'vitest';
import { type Draft, mayDecide, readDraft } from '#extension/app/moderation/draft.ts';
import { caseOf } from '#extension/app/moderation/fixture.ts';
import { MAX_REASON } from '#shared/moderation/events.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const draft = (change: Partial<Draft>): Draft => ({
  decision: 'ban',
  text: ' seen in two demos ',
  term: 'none',
  date: '',
  seen: 3,
  ...change,
});

describe('a draft', () => {
  it.each([
    ['with no end', { term: 'none' }, null],
    ['for days', { term: '7' }, NOW + 7 * DAY],
    ['until a date of this place', { term: 'date', date: '2026-12-01T08:30' }, new Date(2026, 11, 1, 8, 30).getTime()],
  ] as const)('becomes a ban %s, on the version that is shown', (_, change, expiresAt) => {
    const action = { type: 'ban', version: 5, reason: 'seen in two demos', expiresAt };
    expect(readDraft(draft(change), 5, NOW)).toEqual({ action });
  });

  it('becomes what it is where there is no end to speak of', () => {
    expect(readDraft(draft({ decision: 'clear', term: '7' }), 5, NOW)).toEqual({
      action: { type: 'clear', version: 5, reason: 'seen in two demos' },
    });
    expect(readDraft(draft({ decision: 'note' }), 5, NOW)).toEqual({
      action: { type: 'note', text: 'seen in two demos' },
    });
  });

  it.each([
    ['no-text', { text: ' \n ' }],
    ['too-long', { text: 'x'.repeat(MAX_REASON + 1) }],
    ['no-date', { term: 'date', date: '' }],
    ['past', { term: 'date', date: '2020-01-01T00:00' }],
  ] as const)('is not sent: %s', (wrong, change) => {
    expect(readDraft(draft(change), 5, NOW)).toEqual({ wrong });
  });
});

it('offers what the backend would take', () => {
  const closed = caseOf({});
  expect(['clear', 'uphold', 'note'].map((each) => mayDecide(each as 'clear', closed, NOW))).toEqual([
    false,
    false,
    true,
  ]);
  const banned = caseOf({ status: { measure: 'ban', expiresAt: NOW + 1 } });
  expect(mayDecide('clear', banned, NOW)).toBe(true);
  expect(mayDecide('clear', banned, NOW + 1)).toBe(false);
  expect(mayDecide('clear', caseOf({ status: { state: 'open' } }), NOW)).toBe(true);
});
