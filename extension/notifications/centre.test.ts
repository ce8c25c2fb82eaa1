import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountNotices } from '#extension/notifications/account-notices.ts';
import { createNoticeAnnouncer, type NotifyKind } from '#extension/notifications/announce.ts';
import { createCentre } from '#extension/notifications/centre.ts';
import { createRiseStore } from '#extension/notifications/store.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { translatorOf } from '#extension/words/fixture.ts';
import type { Notification } from '#shared/api/notifications.ts';
import { someone } from '#shared/match-history/fixture.ts';

const NOW = Date.UTC(2026, 10, 20);
const HOUR = 3_600_000;
let count = 0;

const ban = (n: number, seen = false): BanMet => ({
  id: `b${n}`,
  steamId: someone(n),
  name: `P${n}`,
  kinds: ['vac'],
  certain: true,
  metAt: NOW - 9 * HOUR,
  match: { id: 'm', map: 'Nuke' },
  noticedAt: NOW - n * HOUR,
  seen,
});
const report = (id: number, readAt: number | null = null): Notification => ({
  kind: 'report',
  id,
  at: NOW - id,
  readAt,
  steamId: someone(50 + id),
  name: `R${id}`,
  outcome: 'upheld',
});

function scene() {
  const rises = createRiseStore(`centre-${++count}`, () => {});
  let banned: BanMet[] = [ban(2), ban(3, true)];
  let there: Notification[] = [];
  let signedIn: string | undefined = 'backend me';
  let kept: unknown;
  let wanted: NotifyKind[] = ['ban', 'score', 'report', 'appeal'];
  const failing = { state: undefined as 'unreachable' | undefined };
  const create = vi.fn(async () => 'id');
  const tabs = vi.fn(async () => ({}));
  const clicked: ((id: string) => void)[] = [];
  const read = vi.fn<AccountNotices['read']>(async (change) => {
    const ids = 'ids' in change ? change.ids : there.map(({ id }) => id).filter((id) => id <= change.until);
    there = there.map((each) => (ids.includes(each.id) ? { ...each, readAt: NOW } : each));
    return { state: 'ok', value: { unread: there.filter(({ readAt }) => readAt === null).length } };
  });
  const account: AccountNotices = {
    page: async (cursor) => {
      if (signedIn === undefined) return undefined;
      if (failing.state) return { state: failing.state };
      const items = cursor === undefined ? there.slice(0, 2) : there.slice(2);
      const unread = there.filter(({ readAt }) => readAt === null).length;
      return { state: 'ok', value: { items, unread, next: cursor === undefined && there.length > 2 ? '2' : null } };
    },
    read,
    settings: async () => ({ state: 'refused' }),
    webhook: async () => ({ state: 'refused' }),
    putWebhook: async () => ({ state: 'refused' }),
    removeWebhook: async () => ({ state: 'refused' }),
    testWebhook: async () => ({ state: 'refused' }),
  };
  const toolbar = vi.fn(async () => {});
  const centre = createCentre({
    rises,
    bans: {
      bansMet: async () => banned,
      putBansMet: async (rows) => {
        banned = banned.map((old) => rows.find(({ id }) => id === old.id) ?? old);
      },
    },
    account,
    owner: async () => signedIn,
    announce: createNoticeAnnouncer(
      {
        runtime: { getURL: (path: string) => `ext/${path}` },
        tabs: { create: tabs },
        notifications: {
          create,
          clear: async () => true,
          onClicked: { addListener: (listener: (id: string) => void) => clicked.push(listener) },
        },
        // Only what the announcer uses is there.
      } as unknown as Parameters<typeof createNoticeAnnouncer>[0],
      async () => translatorOf('background'),
      async () => wanted,
    ),
    count: toolbar,
    load: async () => kept,
    save: async (state) => {
      kept = structuredClone(state);
    },
  });
  return {
    centre,
    rises,
    create,
    tabs,
    toolbar,
    read,
    failing,
    click: (id: string) => {
      for (const listener of clicked) listener(id);
    },
    put: (...notifications: Notification[]) => {
      there = notifications;
    },
    signOut: () => {
      signedIn = undefined;
    },
    want: (...kinds: NotifyKind[]) => {
      wanted = kinds;
    },
  };
}
let world: ReturnType<typeof scene>;
beforeEach(() => {
  world = scene();
});

describe('the list', () => {
  it('has what this browser knows, newest first, without an account', async () => {
    world.signOut();
    const { items, unread, account, next } = await world.centre.list();
    expect(items.map(({ id, read }) => [id, read])).toEqual([
      ['ban:b2', false],
      ['ban:b3', true],
    ]);
    expect([unread, account, next]).toEqual([1, 'none', null]);
  });

  it('adds the account’s, page by page, and the same ban once', async () => {
    const twin: Notification = {
      kind: 'ban',
      id: 9,
      at: NOW,
      readAt: null,
      steamId: someone(2),
      name: null,
      vac: 1,
      game: 0,
      watched: false,
      lastMetAt: null,
    };
    world.put(twin, report(8), report(7, NOW));
    const first = await world.centre.list();
    expect(first.items.map(({ id }) => id)).toEqual(['account:8', 'ban:b2', 'ban:b3']);
    expect(first.next).toBe('2');
    const second = await world.centre.list('2');
    expect(second.items.map(({ id }) => id)).toEqual(['account:7']);
  });

  it('says when the account does not answer, and shows the rest', async () => {
    world.failing.state = 'unreachable';
    await expect(world.centre.list()).resolves.toMatchObject({ account: 'unreachable', items: [{}, {}] });
  });
});

describe('reading', () => {
  it('one by one, here and there, and back', async () => {
    world.put(report(8), report(7));
    await world.centre.list();
    await expect(world.centre.read(['ban:b2', 'account:8'], true)).resolves.toBe(1);
    expect(world.toolbar).toHaveBeenLastCalledWith(0);
    expect(world.read).toHaveBeenCalledExactlyOnceWith({ ids: [8], read: true });
    await world.centre.read(['ban:b2'], false);
    expect(world.toolbar).toHaveBeenLastCalledWith(1);
  });

  it('all of them leaves nothing, not on later pages either', async () => {
    world.put(report(9), report(8), report(7));
    await world.centre.list();
    await expect(world.centre.readAll()).resolves.toBe(0);
    expect(world.read).toHaveBeenCalledExactlyOnceWith({ until: 9 });
  });
});

describe('a deleted history', () => {
  it('leaves nothing of people only met', async () => {
    const rise = { name: '', at: NOW, from: 5, to: 90, band: 'near-certain' as const, lastMetAt: NOW, seen: false };
    await world.rises.put([
      { ...rise, id: 'met', steamId: someone(4), watched: false },
      { ...rise, id: 'watched', steamId: someone(5), watched: true },
    ]);
    await world.centre.forgetMet();
    await expect(world.rises.all()).resolves.toMatchObject([{ id: 'watched', lastMetAt: null }]);
  });
});

describe('the alarm', () => {
  it('tells of what is new since it last rang, not of what was there at the first time', async () => {
    world.put(report(5));
    await world.centre.ring();
    expect(world.create).not.toHaveBeenCalled();
    world.put(report(6), report(5));
    await world.centre.ring();
    expect(world.create).toHaveBeenCalledExactlyOnceWith('notice-account:6', {
      type: 'basic',
      iconUrl: 'ext/icon/128.png',
      title: 'Your report was borne out',
      message: 'R6',
    });
    await world.centre.ring();
    expect(world.create).toHaveBeenCalledOnce();
    await expect(world.centre.unread()).resolves.toBe(3);
  });

  it('tells of nothing that is not wanted, and of many in one', async () => {
    world.put(report(1));
    await world.centre.ring();
    world.want('ban');
    world.put(report(3), report(2));
    await world.centre.ring();
    expect(world.create).not.toHaveBeenCalled();
  });

  it('does nothing while nobody is signed in', async () => {
    world.signOut();
    await expect(world.centre.ring()).resolves.toBeUndefined();
    expect(world.create).not.toHaveBeenCalled();
  });

  it('opens the list on a click, and leaves other notifications alone', () => {
    world.click('bans-met-1');
    expect(world.tabs).not.toHaveBeenCalled();
    world.click('notice-account:6');
    expect(world.tabs).toHaveBeenCalledExactlyOnceWith({ url: 'ext/app.html#/notifications' });
  });
});
