import { describe, expect, it } from 'vitest';
import { type Account, createAccount } from '#extension/account/account.ts';
import type { Kept } from '#extension/account/vault.ts';
import { caseOf, heldCaseOf, SUBJECT } from '#extension/app/moderation/fixture.ts';
import { moderationHandlers } from '#extension/background/handlers/moderation.ts';
import type { Me } from '#shared/api/accounts.ts';

const BACKEND = 'https://sentry.example.org';
const me: Me = {
  id: 'u',
  steamId: SUBJECT,
  name: 'Ada',
  role: 'moderator',
  state: 'active',
  createdAt: 1,
  settings: { version: 0, values: {} },
};

interface Seen {
  method: string;
  address: string;
  etag: string | null;
  body: unknown;
}

/** Somebody signed in at a backend that answers so. */
function signedIn(answer: (seen: Seen) => Response) {
  const kept: Kept = { origin: BACKEND, token: 't', refreshAt: 9e15, expiresAt: 9e15, me };
  const seen: Seen[] = [];
  const never = () => Promise.reject(new Error('not asked here'));
  const account: Pick<Account, 'asked'> = createAccount({
    identity: { getRedirectURL: () => '', launchWebAuthFlow: never },
    vault: { load: async () => kept, save: never, saveMe: never, clear: never },
    settings: async () => ({ backendUrl: BACKEND, localOnly: false }),
    applySettings: never,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const one: Seen = {
        method: init?.method ?? 'GET',
        address: url.pathname + url.search,
        etag: new Headers(init?.headers).get('if-none-match'),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      };
      seen.push(one);
      return answer(one);
    },
    now: () => 1,
    setTimeout: () => {},
    report: () => {},
  });
  return { context: { account }, seen };
}
const problem = (status: number, more: object) =>
  Response.json({ type: 'x', title: 'x', status, code: 'conflict', requestId: 'r', ...more }, { status });

describe('what moderators ask', () => {
  it('is answered whole at first, and by "unchanged" as long as it is', async () => {
    const { context, seen } = signedIn(({ etag }) =>
      etag === '"a"' ? new Response(null, { status: 304 }) : Response.json(caseOf({}), { headers: { etag: '"a"' } }),
    );
    const first = await moderationHandlers.moderationCase(context, { steamId: SUBJECT });
    expect(first).toEqual({ state: 'ok', value: { value: caseOf({}), etag: '"a"' } });
    const again = await moderationHandlers.moderationCase(context, { steamId: SUBJECT, etag: '"a"' });
    expect(again).toEqual({ state: 'ok', value: { value: null, etag: '"a"' } });
    expect(seen.map(({ address }) => address)).toEqual(Array(2).fill(`/v1/moderation/cases/${SUBJECT}`));
  });

  it('carries the filters that are set', async () => {
    const { context, seen } = signedIn(() => Response.json({ items: [], next: null, names: {} }));
    await moderationHandlers.moderationLog(context, { query: { source: 'manual', measure: undefined, limit: 20 } });
    await moderationHandlers.auditLog(context, { query: {} });
    expect(seen.map(({ address }) => address)).toEqual([
      '/v1/moderation/log?source=manual&limit=20',
      '/v1/admin/audit',
    ]);
  });
});

describe('an action', () => {
  const action = { type: 'flag', version: 1, reason: 'x' } as const;
  const act = (answer: (seen: Seen) => Response) => {
    const { context, seen } = signedIn(answer);
    return { seen, outcome: moderationHandlers.moderationAct(context, { steamId: SUBJECT, action }) };
  };

  it('is sent as it is, and answered with the case', async () => {
    const { seen, outcome } = act(() => Response.json(caseOf({})));
    expect(await outcome).toEqual({ state: 'ok', value: { outcome: 'done', value: caseOf({}) } });
    expect(seen).toMatchObject([{ method: 'POST', address: `/v1/moderation/cases/${SUBJECT}/events`, body: action }]);
  });

  it('on a case that changed brings the newer one', async () => {
    const newer = caseOf({ status: { version: 2 } });
    const { outcome } = act(() => problem(409, { reason: 'stale', case: newer }));
    expect(await outcome).toEqual({ state: 'ok', value: { outcome: 'changed', value: newer } });
  });

  it.each([
    ['by a reason', problem(403, { reason: 'reported-it' }), { reason: 'reported-it', fields: [] }],
    [
      'by a field',
      problem(400, { errors: [{ path: 'expiresAt', message: 'lies in the past' }] }),
      { reason: undefined, fields: [{ path: 'expiresAt', message: 'lies in the past' }] },
    ],
    ['in a way of its own', new Response('<html>', { status: 418 }), { reason: undefined, fields: [] }],
    ['as stale without a case', problem(409, { reason: 'stale' }), { reason: 'stale', fields: [] }],
  ])('is refused %s', async (_, response, refused) => {
    expect(await act(() => response.clone()).outcome).toEqual({
      state: 'ok',
      value: { outcome: 'refused', ...refused },
    });
  });

  it('without an answer may have been stored or not', async () => {
    expect(await act(() => new Response('', { status: 503 })).outcome).toEqual({ state: 'unreachable' });
  });
});

it('an appeal is answered with the case as its subject sees it, or why it is not taken', async () => {
  const answers = [Response.json(heldCaseOf({ appealed: true })), problem(409, { reason: 'already-appealed' })];
  const { context } = signedIn(() => answers.shift() ?? new Response());
  const appeal = () => moderationHandlers.appeal(context, { text: 'no' });
  expect(await appeal()).toMatchObject({ state: 'ok', value: { outcome: 'done', value: { appealed: true } } });
  expect(await appeal()).toMatchObject({ state: 'ok', value: { outcome: 'refused', reason: 'already-appealed' } });
});
