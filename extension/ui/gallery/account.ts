import { heldCaseOf } from '#extension/app/moderation/fixture.ts';
import type { AccountView, RequestMessage } from '#extension/messages.ts';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import type { AccountSession, HeldResponse } from '#shared/api/accounts.ts';
import type { WebhookStatus } from '#shared/api/notifications.ts';
import { SOURCES } from '#shared/score/facts.ts';
import { DAY } from '#shared/score/parameters.ts';

/**
 * What the background says of the own account in the gallery. `?account=` is who is signed in, or why nobody is; `?held=`
 * `full` or `empty` what is held about them, `moderated` the same with a block on the account; `?webhook=` how the Discord
 * webhook stands, `?put=` what a new address is answered with, `?tested=` what a test is.
 */

const now = Date.now();
const HOUR = DAY / 24;
const [, someone] = [...galleryPlayers(now).values()];
if (!someone) throw new Error('the gallery has no players');
const { steamId, assessment } = someone;
/** As long as Steam lets a name be, without a place to break it. */
const NAME = 'ÜberlängeOhneLeerzeichenImNamen!';

const ROLES = ['user', 'moderator', 'admin'] as const;
const STATES = ['blocked', 'banned'] as const;
const FAILURES = ['cancelled', 'clock', 'refused', 'unavailable', 'unreachable', 'timeout', 'expired'] as const;

export function accountView(wanted: string | null): AccountView | undefined {
  if (wanted === null) return undefined;
  if (wanted === 'off' || wanted === 'signing-in') return { state: wanted };
  if (wanted === 'limit') return { state: 'limit', limit: 2, sessions: sessions().slice(1, 3) };
  const failure = FAILURES.find((each) => each === wanted);
  if (failure) return { state: 'signed-out', failure };
  return {
    state: 'signed-in',
    // `stale`: the backend did not answer just now.
    fresh: wanted !== 'stale',
    me: {
      id: 'gallery',
      steamId,
      name: NAME,
      role: ROLES.find((role) => role === wanted) ?? 'user',
      state: STATES.find((state) => state === wanted) ?? 'active',
      createdAt: now - 300 * DAY,
      settings: { version: 1, values: {} },
    },
  };
}

function sessions(): AccountSession[] {
  const at = (days: number) => ({
    ...{ createdAt: now - 40 * DAY, lastUsedAt: now - days * DAY, expiresAt: now + 20 * DAY },
  });
  return [
    { id: 'here', browser: 'Firefox', system: 'Linux', current: true, ...at(0) },
    { id: 'a', browser: 'Microsoft Edge', system: 'Windows', current: false, ...at(1 / 24) },
    { id: 'b', browser: '', system: '', current: false, ...at(12) },
    { id: 'c', browser: 'Chrome', system: '', current: false, ...at(39) },
  ];
}

function heldOf(how: string): HeldResponse {
  if (how === 'empty' || !assessment) {
    return { steamId, assessment: null, sources: [], counts: {}, actions: [] };
  }
  const states = ['ok', 'ok', 'private', 'limited', 'unavailable'] as const;
  return {
    steamId,
    assessment,
    sources: SOURCES.map((source, index) => ({
      ...{ source, state: states[index] ?? 'ok', checkedAt: now - 3 * HOUR },
      ...(index < 2 && { observedAt: now - 3 * HOUR }),
    })),
    counts: { analyses: 1_284_560, name: 12, country: 3, bans: 0 },
    actions: [
      {
        ...{ at: now - 2 * DAY, action: 'state-changed', by: 'somebody-else' },
        detail: { from: 'active', to: 'blocked', reason: 'block' },
      },
      { at: now - 9 * DAY, action: 'token-reused', by: 'the-system', detail: {} },
      { at: now - 90 * DAY, action: 'role-changed', by: 'somebody-else', detail: { from: 'moderator', to: 'user' } },
    ],
    ...(how === 'moderated' && {
      moderation: heldCaseOf({
        measure: 'block',
        expiresAt: now + 9 * DAY,
        mayAppeal: true,
        events: [
          {
            ...{ type: 'block', at: now - 2 * DAY, source: 'manual', expiresAt: now + 9 * DAY },
            reason: `Seen in two demos by two of us: ${'held angles before anybody could know. '.repeat(8)}${'я'.repeat(60)}`,
          },
        ],
      }),
    }),
  };
}

const TROUBLES = ['gone', 'refused', 'failing'] as const;

function webhookOf(state: string): WebhookStatus {
  if (state === 'none') return { webhook: null };
  const trouble = TROUBLES.find((each) => each === state) ?? null;
  const webhook = { id: '112233445566778899', kinds: ['ban' as const], language: 'en' as const };
  return { webhook: { ...webhook, setAt: now - 40 * DAY, deliveredAt: now - DAY, waiting: trouble ? 0 : 2, trouble } };
}

/** `undefined`: not of this part, or not wanted by the address. */
export function accountAnswer(message: RequestMessage, parameters: URLSearchParams): unknown {
  const held = parameters.get('held');
  switch (message.type) {
    case 'accountSessions':
      return held === null
        ? undefined
        : { state: 'ok', value: { limit: 5, sessions: sessions().slice(0, held === 'empty' ? 1 : undefined) } };
    case 'accountHeld':
      return held === null ? undefined : { state: 'ok', value: heldOf(held) };
    case 'endSessions':
      return { state: 'ok', value: { ended: message.id === undefined ? 3 : 1 } };
    case 'deleteAccount':
      return {
        state: 'ok',
        value: {
          receiptId: '0f6f1c9e-6f3e-4c57-9a37-8f2e2f1f7a55',
          deletedAt: now,
          deleted: { user: 1, match: 1_284_560 },
          kept: [
            { what: 'public-scores', until: null },
            { what: 'anonymous-audit', until: now + 365 * DAY },
            { what: 'state-hash', until: now + 730 * DAY },
          ],
        },
      };
    case 'ownSync':
      return {
        state: 'failed',
        lastAt: now - 3 * HOUR,
        unsettled: [...galleryPlayers(now).values()].slice(2, 5).map(({ steamId: id, facts }) => ({
          ...{ steamId: id, name: facts.profile?.name },
        })),
        full: 2,
      };
    case 'webhook':
    case 'removeWebhook':
      return {
        state: 'ok',
        value: webhookOf(message.type === 'webhook' ? (parameters.get('webhook') ?? 'set') : 'none'),
      };
    case 'putWebhook': {
      const answer = parameters.get('put');
      return answer === null ? { state: 'ok', value: webhookOf('set') } : { state: answer };
    }
    case 'testWebhook': {
      const answer = parameters.get('tested');
      const why = [...TROUBLES, 'limited'].find((each) => each === answer);
      if (why) return { state: 'untaken', why };
      return answer === null ? { state: 'ok', value: webhookOf('set') } : { state: answer };
    }
    default:
      return undefined;
  }
}
