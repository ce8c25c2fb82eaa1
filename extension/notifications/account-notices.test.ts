import { describe, expect, it } from 'vitest';
import { AccountError } from '#extension/account/client.ts';
import type { AccountAnswer } from '#extension/answers.ts';
import { createAccountNotices } from '#extension/notifications/account-notices.ts';

/** An account whose backend answers every request with this problem. */
function refusing(kind: AccountError['kind'], problem: unknown) {
  const refuse = (): Promise<never> => Promise.reject(new AccountError(kind, 'no', problem));
  const client = { ask: refuse };
  const answered = async <T>(work: Promise<T>): Promise<AccountAnswer<T>> =>
    work.then(
      (value): AccountAnswer<T> => ({ state: 'ok', value }),
      (): AccountAnswer<T> => ({ state: kind }),
    );
  type Given = Parameters<typeof createAccountNotices>[0];
  const account: Given = {
    // Of the client only what is asked of it here.
    asked: (work) => answered(work(client as never)),
    ask: () => answered(refuse()),
    poll: () => answered(refuse()),
    kept: async () => undefined,
  };
  return createAccountNotices(account);
}
const choice = { url: 'https://discord.com/api/webhooks/1/x', kinds: ['ban' as const] };

describe('a webhook', () => {
  it.each([400, 422])('whose address is not taken (%s) is told from other refusals', async (status) => {
    expect(await refusing('refused', { status }).putWebhook(choice, 'en')).toEqual({ state: 'invalid' });
  });

  it('that may not be set is refused', async () => {
    expect(await refusing('refused', { status: 403 }).putWebhook(choice, 'en')).toEqual({ state: 'refused' });
    expect(await refusing('refused', 'not a problem').putWebhook(choice, 'en')).toEqual({ state: 'refused' });
  });

  it.each([
    ['refused', 409, 'gone'],
    ['refused', 409, 'refused'],
    ['unreachable', 503, 'limited'],
    ['unreachable', 503, 'failing'],
  ] as const)('says what Discord made of a test: %s, %s, %s', async (kind, status, reason) => {
    expect(await refusing(kind, { status, reason }).testWebhook()).toEqual({ state: 'untaken', why: reason });
  });

  it('blames Discord for nothing else', async () => {
    expect(await refusing('unreachable', { status: 503 }).testWebhook()).toEqual({ state: 'unreachable' });
    expect(await refusing('refused', { status: 403, reason: 'new' }).testWebhook()).toEqual({ state: 'refused' });
    expect(await refusing('unreachable', { status: 429, reason: 'limited' }).removeWebhook()).toEqual({
      state: 'unreachable',
    });
  });
});
