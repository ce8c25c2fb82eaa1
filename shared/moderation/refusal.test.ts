import { describe, expect, it } from 'vitest';
import type { NewEvent } from '#shared/moderation/events.ts';
import { type Attempt, type Person, refusal } from '#shared/moderation/refusal.ts';
import { type CaseStatus, NEW_CASE } from '#shared/moderation/status.ts';
import { DAY, person, START } from '#tests/arbitraries/moderation.ts';

const subject = { steamId: person(1), role: 'user' } as const;
const moderator: Person = { steamId: person(2), role: 'moderator', state: 'active' };
const admin: Person = { steamId: person(3), role: 'admin', state: 'active' };
const open: CaseStatus = { ...NEW_CASE, sequence: 1, version: 1, state: 'open' };
const banned: CaseStatus = { ...NEW_CASE, sequence: 1, version: 1, measure: 'ban', measureBy: 1 };

const reason = 'seen in the demo';
const by = (actor: Person) => ({ at: START, actor: actor.steamId, source: 'manual' }) as const;
const flag = (actor: Person): NewEvent => ({ type: 'flag', ...by(actor), reason });
const attempt = (more: Partial<Attempt> = {}): Attempt => {
  const actor = more.actor ?? moderator;
  return { event: flag(actor), subject, actor, actorReported: false, expectedVersion: 1, ...more };
};

describe('who may decide a case', () => {
  it('lets active moderators and admins', () => {
    expect(refusal(open, attempt())).toBeUndefined();
    expect(refusal(open, attempt({ actor: admin }))).toBeUndefined();
  });

  it('refuses users, the blocked and banned, and events in somebody else’s name', () => {
    expect(refusal(open, attempt({ actor: { ...moderator, role: 'user' } }))).toBe('not-allowed');
    expect(refusal(open, attempt({ actor: { ...moderator, state: 'blocked' } }))).toBe('account-blocked');
    expect(refusal(open, attempt({ actor: { ...moderator, state: 'banned' } }))).toBe('account-blocked');
    expect(refusal(open, attempt({ event: flag(admin) }))).toBe('not-allowed');
  });

  it('refuses one’s own case, and a case one has reported', () => {
    expect(refusal(open, attempt({ subject: moderator }))).toBe('own-case');
    expect(refusal(open, attempt({ actorReported: true }))).toBe('reported-it');
    const note: NewEvent = { type: 'note', ...by(moderator), text: 'they did' };
    expect(refusal(open, attempt({ event: note, actorReported: true }))).toBe('reported-it');
  });

  it('leaves moderators to admins, and admins to nobody', () => {
    const colleague = { steamId: person(4), role: 'moderator' } as const;
    expect(refusal(open, attempt({ subject: colleague }))).toBe('outranked');
    expect(refusal(open, attempt({ subject: colleague, actor: admin }))).toBeUndefined();
    expect(refusal(open, attempt({ subject: { steamId: person(5), role: 'admin' }, actor: admin }))).toBe('outranked');
  });
});

describe('what may be decided', () => {
  it('refuses a decision on an older state, and one that names none', () => {
    expect(refusal({ ...open, version: 2 }, attempt())).toBe('stale');
    const { expectedVersion: _, ...without } = attempt();
    expect(refusal(open, without)).toBe('stale');
  });

  it('lets notes through whatever changed', () => {
    const note: NewEvent = { type: 'note', ...by(moderator), text: 'looking' };
    expect(refusal({ ...open, version: 9 }, attempt({ event: note }))).toBeUndefined();
  });

  it('refuses to end what is not in force, and measures that are over already', () => {
    const clear: NewEvent = { type: 'clear', ...by(moderator), reason };
    expect(refusal({ ...NEW_CASE, version: 1 }, attempt({ event: clear }))).toBe('nothing-in-force');
    expect(refusal(banned, attempt({ event: clear }))).toBeUndefined();
    expect(refusal(open, attempt({ event: clear }))).toBeUndefined();
    const block: NewEvent = { type: 'block', ...by(moderator), reason, expiresAt: START };
    expect(refusal(open, attempt({ event: block }))).toBe('already-over');
    expect(refusal(open, attempt({ event: { ...block, expiresAt: START + DAY } }))).toBeUndefined();
  });

  it('does not let a person play the product', () => {
    const detection: NewEvent = { type: 'detection', ...by(moderator), reason };
    expect(refusal(open, attempt({ event: detection }))).toBe('not-allowed');
  });
});

describe('an appeal', () => {
  const concerned: Person = { steamId: subject.steamId, role: 'user', state: 'banned' };
  const appeal: NewEvent = { type: 'appeal', ...by(concerned), text: 'it was my brother' };

  it('is for the person concerned, banned or not, once at a time', () => {
    expect(refusal(banned, attempt({ event: appeal, actor: concerned }))).toBeUndefined();
    expect(refusal({ ...banned, appealed: true }, attempt({ event: appeal, actor: concerned }))).toBe(
      'already-appealed',
    );
    const other: Person = { ...concerned, steamId: person(6) };
    expect(refusal(banned, attempt({ event: { ...appeal, actor: other.steamId }, actor: other }))).toBe('not-yours');
    expect(refusal(banned, attempt({ event: appeal }))).toBe('not-allowed');
  });

  it('needs something to be against: a measure, an open case, or reports upheld', () => {
    expect(refusal(NEW_CASE, attempt({ event: appeal, actor: concerned }))).toBe('nothing-in-force');
    expect(refusal(open, attempt({ event: appeal, actor: concerned }))).toBeUndefined();
    expect(refusal({ ...NEW_CASE, reports: 'upheld' }, attempt({ event: appeal, actor: concerned }))).toBeUndefined();
  });
});

describe('the product itself', () => {
  const system = { at: START, actor: 'system', source: 'speed' } as const;
  const alone = (event: NewEvent): Attempt => ({ event, subject, actorReported: false });

  it('may draw attention, flag and block, and never ban, clear, reject or take notes', () => {
    expect(refusal(NEW_CASE, alone({ type: 'detection', ...system, reason }))).toBeUndefined();
    expect(refusal(NEW_CASE, alone({ type: 'flag', ...system, reason }))).toBeUndefined();
    expect(refusal(NEW_CASE, alone({ type: 'block', ...system, reason, expiresAt: null }))).toBeUndefined();
    expect(refusal(NEW_CASE, alone({ type: 'ban', ...system, reason, expiresAt: null }))).toBe('not-allowed');
    expect(refusal(banned, alone({ type: 'clear', ...system, reason }))).toBe('not-allowed');
    expect(refusal(open, alone({ type: 'reject', ...system, reason }))).toBe('not-allowed');
    expect(refusal(open, alone({ type: 'note', ...system, text: 'hm' }))).toBe('not-allowed');
  });

  it('ends a measure when its time has come, and not before', () => {
    const expire: NewEvent = { type: 'expire', ...system };
    expect(refusal(banned, alone(expire))).toBe('nothing-in-force');
    expect(refusal({ ...banned, expiresAt: START + 1 }, alone(expire))).toBe('not-over-yet');
    expect(refusal({ ...banned, expiresAt: START }, alone(expire))).toBeUndefined();
  });
});
