import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectView } from '#shared/moderation/subject-view.ts';
import { eventLog, person } from '#tests/arbitraries/moderation.ts';

describe('what the person concerned sees', () => {
  it('is every action with its reason, and neither names, notes nor what drew attention', () => {
    fc.assert(
      fc.property(eventLog, (events) => {
        const seen = subjectView(events);
        const hidden = new Set(['note', 'detection', 'reports-strong']);
        expect(seen.map(({ type, at }) => ({ type, at }))).toEqual(
          events.filter(({ type }) => !hidden.has(type)).map(({ type, at }) => ({ type, at })),
        );
        for (const event of seen) if ('reason' in event) expect(event.reason).not.toBe('');
        expect(JSON.stringify(seen)).not.toContain(person(2));
      }),
    );
  });
});
