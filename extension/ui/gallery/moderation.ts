import {
  caseOf,
  entryOf,
  flagged,
  heldCaseOf,
  MODERATOR,
  reportOf,
  SUBJECT,
} from '#extension/app/moderation/fixture.ts';
import type { RequestMessage } from '#extension/messages.ts';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import type { CaseResponse } from '#shared/api/moderation.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import { DAY } from '#shared/score/parameters.ts';

/**
 * What the background says of cases in the gallery. `?case=` is how the one case stands: `open`, `appealed`, `barred`,
 * `own` (of who looks), `outranked`, `empty`, `changed` (whoever decides is second), `refused`, `unsure` (whoever decides gets no
 * answer), `more` (the next pages fail) or `failed`.
 */

const now = Date.now();
const people = [...galleryPlayers(now).values()];

const LONG = `Held every angle before anybody could know. ${'Смотрел сквозь дым. '.repeat(14)}${'я'.repeat(90)} 👀 يراقب من خلال الدخان`;
const BARRED: Record<string, CaseResponse['barred']> = {
  barred: 'reported-it',
  own: 'own-case',
  outranked: 'outranked',
};

/** One event of each kind, as the log has them. */
function everyEvent(): ModerationEvent[] {
  const by = (at: number) => ({ at: now - at * DAY, actor: MODERATOR, source: 'manual' as const });
  const system = { actor: 'system' as const };
  return [
    { type: 'ban', sequence: 1, ...by(0), reason: LONG, expiresAt: null },
    {
      type: 'block',
      sequence: 2,
      ...by(1),
      reason: 'Reports made by a script: forty in a minute.',
      expiresAt: now + 9 * DAY,
    },
    { type: 'flag', sequence: 3, ...by(2), reason: 'For a second look.' },
    { type: 'clear', sequence: 4, ...by(3), reason: '误会' },
    { type: 'note', sequence: 5, ...by(4), text: 'Second opinion wanted.' },
    { type: 'appeal', sequence: 6, at: now - 5 * DAY, actor: SUBJECT, source: 'manual', text: 'That was my brother.' },
    {
      ...{ type: 'reports-strong', sequence: 7, at: now - 6 * DAY, ...system, source: 'reports' },
      ...{ reporters: 1, independent: 1, share: 0.004 },
    },
    { type: 'uphold', sequence: 8, ...by(7), reason: 'Two demos show it.' },
    { type: 'reject', sequence: 9, ...by(8), reason: 'Nothing to be seen.' },
  ];
}

/** A match as the person the case is about has it. */
function matchOf(i: number): CaseResponse['matches'][number] {
  const unknown = i === 2;
  const figure = (value: number) => (unknown ? null : value);
  return {
    ...{
      id: `m${i}`,
      map: ['Mirage', 'Ancient', 'de_custom_карта'][i] ?? 'Nuke',
      mapCode: null,
      durationSeconds: null,
    },
    ...{ mode: unknown ? null : 'premier', playedAt: now - i * DAY, rounds: unknown ? null : [13, 4 + i] },
    ...{ result: unknown ? null : i === 0 ? 'won' : 'lost', uploads: 2, disagreements: 0 },
    own: {
      ...{ steamId: SUBJECT, name: 'x', team: 0, kills: figure(31), assists: figure(2), deaths: figure(9) },
      ...{ mvps: null, headshotPercent: figure(61), score: null, provenance: 'steam', confirmations: 2 },
    },
  };
}

function caseFor(state: string): CaseResponse {
  if (state === 'empty') return caseOf({});
  const tiers = ['new', 'middling', 'established'] as const;
  const categories = ['aim', 'wall', 'movement', 'other-cheat', 'boosting', 'griefing'] as const;
  return caseOf({
    status: {
      ...{ state: 'open', sequence: 3, version: 2, measure: 'block', measureBy: 2, expiresAt: now + 9 * DAY },
      appealed: state === 'appealed',
    },
    barred: BARRED[state] ?? null,
    matches: [0, 1, 2].map(matchOf),
    reports: {
      steamId: SUBJECT,
      state: 'strong',
      reports: 14,
      independent: 2.3,
      silent: 31,
      nats: 1.1,
      computedAt: now,
    },
    reportList: Array.from({ length: 14 }, (_, i) =>
      reportOf(i + 1, {
        category: categories[i % categories.length] ?? 'aim',
        reportedAt: now - i * 2 * DAY,
        weight: 0.5 / (1 + i / 3),
        playedTogether: i % 3 !== 1,
        words: i === 2 ? LONG : i % 4 === 0 ? 'Looked at the wall before every push, twice in a row.' : '',
        evidence: i === 1 ? [{ kind: 'link', url: 'https://example.org/clips/1?t=90' }] : [],
        standing: {
          ...{ tier: tiers[i % 3] ?? 'new', confirmed: i % 5, rejected: i % 2, lapsed: i % 4, muted: i === 13 },
          weight: 0.5,
        },
        sameOrigin: i > 9 ? [10, 11, 12, 13, 14].filter((each) => each !== i + 1) : [],
      }),
    ),
    events: [
      {
        ...{ type: 'reports-strong', sequence: 1, at: now - 5 * DAY, actor: 'system', source: 'reports' },
        ...{ reporters: 5, independent: 2.3, share: 0.12 },
      },
      {
        ...{ type: 'block', sequence: 2, at: now - 4 * DAY, actor: MODERATOR, source: 'manual' },
        ...{ reason: 'Reports made by a script: forty in a minute.', expiresAt: now + 9 * DAY },
      },
      state === 'appealed'
        ? { type: 'appeal', sequence: 3, at: now - DAY, actor: SUBJECT, source: 'manual', text: 'That was my brother.' }
        : {
            type: 'note',
            sequence: 3,
            at: now - DAY,
            actor: MODERATOR,
            source: 'manual',
            text: 'Second opinion wanted.',
          },
    ],
  });
}

export function moderationAnswer(message: RequestMessage, wanted: string | null): unknown {
  const state = wanted ?? 'open';
  const polled = (value: unknown) =>
    state === 'failed' ? { state: 'unreachable' } : { state: 'ok', value: { value, etag: '' } };
  switch (message.type) {
    case 'moderationQueue': {
      if (state === 'more' && message.query['cursor'] !== undefined) return { state: 'unreachable' };
      const items = people.map(({ steamId, facts }, i) => ({
        ...entryOf(steamId, facts.profile?.name ?? '', {
          appealed: i === 0,
          measure: (['none', 'flag', 'block', 'ban'] as const)[i % 4] ?? 'none',
          expiresAt: i % 4 === 2 ? now + i * DAY : null,
        }),
        lastEventAt: now - i * DAY,
      }));
      const counts = { all: 40, open: 12, appealed: 1, flag: 9, block: 3, ban: 7 };
      const none = { all: 0, open: 0, appealed: 0, flag: 0, block: 0, ban: 0 };
      if (state === 'empty') return polled({ items: [], next: null, counts: none });
      return polled({ items, next: state === 'more' ? 'older' : null, counts });
    }
    case 'moderationCase':
      return polled(caseFor(state));
    case 'moderationLog': {
      if (state === 'more' && message.query['cursor'] !== undefined) return { state: 'unreachable' };
      const events = everyEvent();
      const items = people.flatMap(({ steamId }, i) => {
        const event = events[i];
        return event ? [{ steamId, event }] : [];
      });
      const names = Object.fromEntries(people.map(({ steamId, facts }) => [steamId, facts.profile?.name ?? '']));
      return polled({
        items: state === 'empty' ? [] : items,
        names: { ...names, [MODERATOR]: 'ÜberlängeOhneLeerzeichenImNamen!' },
        next: state === 'more' ? 'older' : null,
      });
    }
    case 'moderationAct': {
      if (state === 'unsure') return { state: 'unreachable' };
      if (state === 'refused')
        return { state: 'ok', value: { outcome: 'refused', reason: 'already-over', fields: [] } };
      const before = caseFor(state);
      const { sequence, version } = before.status;
      const value = {
        ...before,
        status: { ...before.status, sequence: sequence + 1, version: version + 1 },
        events: [...before.events, flagged(sequence + 1, now)],
      };
      return { state: 'ok', value: { outcome: state === 'changed' ? 'changed' : 'done', value } };
    }
    case 'auditLog': {
      if (state === 'empty') return { state: 'ok', value: { items: [], next: null } };
      if (state === 'failed' || (state === 'more' && message.query['cursor'] !== undefined))
        return { state: 'unreachable' };
      const actions = [
        'sign-in',
        'state-changed',
        'role-changed',
        'sign-out',
        'session-ended',
        'settings-changed',
        'sign-in-refused',
        'exported',
      ];
      const details = [
        { browser: 'Firefox', system: 'Linux' },
        { from: 'active', to: 'blocked', reason: 'block' },
        { from: 'user', to: 'moderator' },
        {},
        {},
        {},
        { refusal: 'state' },
        {},
      ];
      const items = people.map(({ steamId }, i) => ({
        ...{ id: 99 - i, at: now - i * DAY, action: actions[i % actions.length] },
        actor: i % 3 === 0 ? null : { steamId: MODERATOR, role: 'moderator' },
        subject: { steamId, role: 'user' },
        address: i % 2 ? null : 'kF3x9QpLw2',
        detail: details[i % actions.length],
      }));
      return { state: 'ok', value: { items, next: 'older' } };
    }
    case 'accountSessions': {
      const times = { createdAt: now - 40 * DAY, lastUsedAt: now - DAY, expiresAt: now + 20 * DAY };
      const here = { id: 'here', browser: 'Firefox', system: 'Linux', current: true, ...times };
      return {
        state: 'ok',
        value: { limit: 5, sessions: [here, { ...here, id: 'there', browser: '', current: false }] },
      };
    }
    case 'accountHeld': {
      const event = {
        type: 'ban',
        at: now - 3 * DAY,
        source: 'manual',
        reason: 'Seen in two demos.',
        expiresAt: null,
      } as const;
      const appealed = state === 'appealed';
      const appeal = { type: 'appeal', at: now - DAY, source: 'manual', text: LONG } as const;
      const moderation = heldCaseOf({
        measure: 'ban',
        appealed,
        mayAppeal: !appealed,
        events: appealed ? [event, appeal] : [event],
      });
      const counts = { analyses: 4, matches: 12, reports: 3 };
      return {
        state: 'ok',
        value: { steamId: SUBJECT, assessment: null, sources: [], counts, actions: [], moderation },
      };
    }
    default:
      return undefined;
  }
}
