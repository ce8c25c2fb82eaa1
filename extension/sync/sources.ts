import type { Account } from '#extension/account/account.ts';
import type { AccountAnswer, Polled } from '#extension/answers.ts';
import { type SyncSource, type SyncStatus, syncStatusSchema } from '#shared/api/matches.ts';

const STATUS = '/v1/matches/sync/status';
const SHARE_CODES = '/v1/matches/sync/share-codes';

/** The backend's sync of matches, as the person signed in. */
export interface Sources {
  /** Costs the backend next to nothing while nothing changes. */
  status(): Promise<AccountAnswer<SyncStatus>>;
  /** Begins with these sources, or all. */
  request(sources?: readonly SyncSource[]): Promise<AccountAnswer<SyncStatus>>;
  setShareCodes(codes: { authCode: string; knownCode: string }): Promise<AccountAnswer<SyncStatus>>;
  forgetShareCodes(): Promise<AccountAnswer<SyncStatus>>;
}

export function createSources({ ask, poll, kept }: Pick<Account, 'ask' | 'poll' | 'kept'>): Sources {
  /** The last answer, and whose it is: a tag means nothing to another account. */
  let held: { account: string; polled: Polled<SyncStatus> } | undefined;
  return {
    async status() {
      const who = await kept();
      const account = who && `${who.origin} ${who.steamId}`;
      const before = held && held.account === account ? held.polled : undefined;
      const answer = await poll(STATUS, syncStatusSchema, before);
      if (answer.state !== 'ok') return answer;
      held = account === undefined ? undefined : { account, polled: answer.value };
      return { state: 'ok', value: answer.value.value };
    },
    request: (sources) => ask('POST', '/v1/matches/sync', syncStatusSchema, sources ? { sources } : {}),
    setShareCodes: (codes) => ask('PUT', SHARE_CODES, syncStatusSchema, codes),
    forgetShareCodes: () => ask('DELETE', SHARE_CODES, syncStatusSchema),
  };
}
