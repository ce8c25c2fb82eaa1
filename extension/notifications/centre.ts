import { z } from 'zod';
import { type AccountNotices, idOf, noticeFrom, numberOf } from '#extension/notifications/account-notices.ts';
import type { Notice, Notices } from '#extension/notifications/notice.ts';
import type { Rise } from '#extension/notifications/rise.ts';
import type { RiseStore } from '#extension/notifications/store.ts';
import type { HistoryStore } from '#extension/sync/store.ts';

/** What is kept here beyond these is on the pages of bans and of players. */
const MAX_LOCAL = 200;
/** A ban noticed here and by the backend within this time is the same one, ms. */
const SAME = 30 * 86_400_000;

const stateSchema = z.object({
  /** Number of the newest notification of the account there was. */
  newest: z.int().min(0).catch(0),
  /** Those not read there, when it was last asked. */
  unread: z.int().min(0).catch(0),
  /** Whose. */
  owner: z.string().catch(''),
});
type State = z.infer<typeof stateSchema>;

export interface Centre {
  list(cursor?: string): Promise<Notices>;
  unread(): Promise<number>;
  read(ids: readonly string[], read: boolean): Promise<number>;
  readAll(): Promise<number>;
  /** The history is deleted: of people only met nothing is kept. */
  forgetMet(): Promise<void>;
  /** Asks the account, where somebody is signed in, and tells of what is new there. */
  ring(): Promise<void>;
}

export interface CentreDeps {
  rises: RiseStore;
  bans: Pick<HistoryStore, 'bansMet' | 'putBansMet'>;
  account: AccountNotices;
  /** Who is signed in where, in one word; undefined: nobody. */
  owner(): Promise<string | undefined>;
  /** Outside the window of the browser, as far as that is wanted. */
  announce(notices: readonly Notice[]): Promise<void>;
  /** The bans of this browser that are not read, for the toolbar. */
  count(unread: number): Promise<void>;
  load(): Promise<unknown>;
  save(state: State): Promise<void>;
}

export function noticeOf({ id, seen, lastMetAt: _, ...rise }: Rise): Notice {
  return { ...rise, id: `rise:${id}`, read: seen, kind: 'score' };
}

/** What a person is told of: kept in this browser, and by the backend for the account. */
export function createCentre({ rises, bans, account, owner, announce, count, load, save }: CentreDeps): Centre {
  const local = async (): Promise<Notice[]> => {
    const [banned, risen] = await Promise.all([bans.bansMet(), rises.all()]);
    const notices = [
      ...banned.map(
        (ban): Notice => ({
          id: `ban:${ban.id}`,
          at: ban.noticedAt,
          read: ban.seen,
          steamId: ban.steamId,
          name: ban.name,
          kind: 'ban',
          kinds: ban.kinds,
          certain: ban.certain,
          lastMetAt: ban.match ? ban.metAt : null,
        }),
      ),
      ...risen.map(noticeOf),
    ];
    return notices.sort((a, b) => b.at - a.at).slice(0, MAX_LOCAL);
  };

  /** What the backend noticed and this browser has noticed, too. */
  const knownHere = (notice: Notice, here: readonly Notice[]) =>
    (notice.kind === 'ban' || notice.kind === 'score') &&
    here.some(
      ({ kind, steamId, at }) => kind === notice.kind && steamId === notice.steamId && Math.abs(at - notice.at) < SAME,
    );

  const stateOf = async (who: string | undefined): Promise<State> => {
    const state = stateSchema.safeParse(await load()).data;
    return state && who !== undefined && state.owner === who ? state : { newest: 0, unread: 0, owner: who ?? '' };
  };

  const unread = async () => {
    const [here, { unread: there }] = await Promise.all([local(), owner().then(stateOf)]);
    return here.filter(({ read }) => !read).length + there;
  };

  const markLocal = async (wanted: (id: string) => boolean, read: boolean) => {
    const [banned, risen] = await Promise.all([bans.bansMet(), rises.all()]);
    const changedBans = banned.filter(({ id, seen }) => seen !== read && wanted(`ban:${id}`));
    const changedRises = risen.filter(({ id, seen }) => seen !== read && wanted(`rise:${id}`));
    if (changedBans.length) {
      await bans.putBansMet(changedBans.map((ban) => ({ ...ban, seen: read })));
      await count((await bans.bansMet()).filter(({ seen }) => !seen).length);
    }
    if (changedRises.length) await rises.put(changedRises.map((rise) => ({ ...rise, seen: read })));
  };

  const remember = async (change: Partial<State>) => {
    const who = await owner();
    if (who !== undefined) await save({ ...(await stateOf(who)), ...change });
  };

  return {
    unread,
    async list(cursor) {
      const [answer, here] = await Promise.all([account.page(cursor), cursor === undefined ? local() : []]);
      const there = answer?.state === 'ok' ? answer.value : undefined;
      if (there && cursor === undefined) {
        await remember({ unread: there.unread, newest: Math.max(0, ...there.items.map(({ id }) => id)) });
      }
      const known = cursor === undefined ? here : await local();
      const more = (there?.items ?? []).map(noticeFrom).filter((notice) => !knownHere(notice, known));
      return {
        items: [...here, ...more].sort((a, b) => b.at - a.at),
        unread: await unread(),
        account: answer?.state ?? 'none',
        next: there?.next ?? null,
      };
    },
    async read(ids, read) {
      const wanted = new Set(ids);
      await markLocal((id) => wanted.has(id), read);
      const numbers = ids.filter((id) => id.startsWith('account:')).map(numberOf);
      if (numbers.length) {
        const answer = await account.read({ ids: numbers, read });
        if (answer.state === 'ok') await remember({ unread: answer.value.unread });
      }
      return unread();
    },
    async readAll() {
      await markLocal(() => true, true);
      const { newest } = await stateOf(await owner());
      if (newest > 0) {
        const answer = await account.read({ until: newest });
        if (answer.state === 'ok') await remember({ unread: answer.value.unread });
      }
      return unread();
    },
    async forgetMet() {
      const watched = (await rises.all()).filter((rise) => rise.watched);
      await rises.clear();
      await rises.put(watched.map((rise) => ({ ...rise, lastMetAt: null })));
    },
    async ring() {
      const who = await owner();
      const answer = await account.page();
      if (who === undefined || answer?.state !== 'ok') return;
      const { items, unread: there } = answer.value;
      const before = await stateOf(who);
      await save({ owner: who, unread: there, newest: Math.max(before.newest, ...items.map(({ id }) => id)) });
      // Of an account that was just signed in to, everything would be new.
      if (before.newest === 0) return;
      const here = await local();
      const fresh = items.filter(({ id, readAt }) => id > before.newest && readAt === null);
      const known = new Set(fresh.filter((each) => knownHere(noticeFrom(each), here)).map(idOf));
      await announce(fresh.map(noticeFrom).filter(({ id }) => !known.has(id)));
    },
  };
}
