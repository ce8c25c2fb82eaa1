import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModerationEvent, moderationEventSchema, type NewEvent } from '#shared/moderation/events.ts';
import { apply, differences, mayTakePart, measureAt, NEW_CASE, replay } from '#shared/moderation/status.ts';
import { DAY, eventLog, person, START } from '#tests/arbitraries/moderation.ts';

const moderator = { actor: person(2), source: 'manual' } as const;
const system = { actor: 'system', source: 'reports' } as const;
const strong = { type: 'reports-strong', ...system, reporters: 5, independent: 4, share: 0.12 } as const;

/** Events a day apart, in order. */
function log(...events: (NewEvent extends infer E ? (E extends NewEvent ? Omit<E, 'at'> : never) : never)[]) {
  return events.map((event, i) => moderationEventSchema.parse({ ...event, sequence: i + 1, at: START + i * DAY }));
}
const reason = 'seen in the demo';

describe('the status of a case', () => {
  it('opens when reports become strong, and closes when somebody decides', () => {
    const events = log(strong, { type: 'flag', ...moderator, reason }, { type: 'uphold', ...moderator, reason });
    expect(replay(events.slice(0, 1))).toMatchObject({ state: 'open', measure: 'none', version: 1 });
    expect(replay(events)).toMatchObject({
      state: 'closed',
      measure: 'flag',
      measureBy: 2,
      reports: 'upheld',
      version: 3,
    });
  });

  it('goes from flag to block to ban and back, at any time', () => {
    const events = log(
      { type: 'flag', ...moderator, reason },
      { type: 'ban', ...moderator, reason, expiresAt: null },
      { type: 'block', ...moderator, reason, expiresAt: START + 9 * DAY },
      { type: 'flag', ...moderator, reason },
      { type: 'clear', ...moderator, reason },
    );
    const measures = events.map((_, i) => replay(events.slice(0, i + 1)).measure);
    expect(measures).toEqual(['flag', 'ban', 'block', 'flag', 'none']);
    expect(replay(events)).toMatchObject({ expiresAt: null, measureBy: null, state: 'closed' });
  });

  it('is re-opened by an appeal, which the next decision answers', () => {
    const events = log(
      { type: 'ban', ...moderator, reason, expiresAt: null },
      { type: 'appeal', actor: person(1), source: 'manual', text: 'it was my brother' },
      { type: 'clear', ...moderator, reason },
    );
    expect(replay(events.slice(0, 2))).toMatchObject({ state: 'open', appealed: true, measure: 'ban' });
    expect(replay(events)).toMatchObject({ state: 'closed', appealed: false, measure: 'none' });
  });

  it('is re-opened by new reporters and never by muted ones', () => {
    const rejected = [strong, { type: 'reject', ...moderator, reason }] as const;
    expect(replay(log(...rejected, { ...strong, reporters: 0 }))).toMatchObject({
      state: 'closed',
      reports: 'rejected',
    });
    expect(replay(log(...rejected, strong))).toMatchObject({ state: 'open', reports: 'undecided' });
  });

  it('stays open for a person to look at what the product did by itself', () => {
    const events = log({ type: 'block', actor: 'system', source: 'speed', reason, expiresAt: null });
    expect(replay(events)).toMatchObject({ state: 'open', measure: 'block', decidedAt: null });
  });

  it('lets a measure run out on time, before and after its event is written', () => {
    const events = log({ type: 'block', ...moderator, reason, expiresAt: START + DAY }, { type: 'expire', ...system });
    const before = replay(events.slice(0, 1));
    expect(measureAt(before, START + DAY - 1)).toBe('block');
    expect(mayTakePart(before, START + DAY - 1)).toBe(false);
    expect(measureAt(before, START + DAY)).toBe('none');
    expect(mayTakePart(before, START + DAY)).toBe(true);
    expect(replay(events)).toMatchObject({ measure: 'none', expiresAt: null, measureBy: null });
  });

  it('is not ended by the expiry of a measure that was replaced meanwhile', () => {
    const events = log(
      { type: 'block', ...moderator, reason, expiresAt: START + DAY },
      { type: 'ban', ...moderator, reason, expiresAt: null },
      { type: 'expire', ...system },
    );
    expect(replay(events)).toMatchObject({ measure: 'ban', expiresAt: null });
  });

  it('does not change its version by notes or by more reports on an open case', () => {
    const events = log(strong, { type: 'note', ...moderator, text: 'looking' }, strong);
    expect(replay(events)).toMatchObject({ version: 1, sequence: 3 });
  });
});

describe('replay', () => {
  it('comes to the status kept step by step, from any point on', () => {
    fc.assert(
      fc.property(eventLog, fc.nat(40), (events, cut) => {
        const stored = events.reduce(apply, NEW_CASE);
        expect(differences(stored, replay(events))).toEqual([]);
        expect(events.slice(cut).reduce(apply, replay(events.slice(0, cut)))).toEqual(stored);
      }),
    );
  });

  it('survives the way through JSON, as a database has it', () => {
    fc.assert(
      fc.property(eventLog, (events) => {
        const read = events.map(
          (event): ModerationEvent => moderationEventSchema.parse(JSON.parse(JSON.stringify(event))),
        );
        expect(replay(read)).toEqual(replay(events));
      }),
    );
  });

  it('keeps what must hold whatever happens', () => {
    fc.assert(
      fc.property(eventLog, (events) => {
        let before = NEW_CASE;
        for (const event of events) {
          const after = apply(before, event);
          expect(after.sequence).toBe(event.sequence);
          expect(after.version - before.version).toBeGreaterThanOrEqual(0);
          expect(after.version - before.version).toBeLessThanOrEqual(1);
          // Whatever a decision rests on has not changed without the version saying so.
          if (after.version === before.version) expect({ ...after, sequence: before.sequence }).toEqual(before);
          if (after.measure === 'none') expect(after).toMatchObject({ expiresAt: null, measureBy: null });
          else expect(events[(after.measureBy ?? 0) - 1]?.type).toBe(after.measure);
          if (after.appealed) expect(after.state).toBe('open');
          before = after;
        }
      }),
    );
  });

  it('notices a missing, repeated or swapped event, and a status that was changed by hand', () => {
    const events = log({ type: 'flag', ...moderator, reason }, strong, { type: 'clear', ...moderator, reason });
    const [first, second, third] = events;
    if (!first || !second || !third) throw new Error('three events were made');
    expect(() => replay([first, third])).toThrow('event 3 follows 1');
    expect(() => replay([first, first])).toThrow(RangeError);
    expect(() => replay([second, first])).toThrow(RangeError);
    expect(differences({ ...replay(events), measure: 'ban' }, replay(events))).toEqual(['measure']);
  });
});
