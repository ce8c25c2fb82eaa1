import { describe, expect, it, vi } from 'vitest';
import type { Browser } from 'webextension-polyfill';
import { createAnnouncer } from '#extension/sync/announce.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { createSync } from '#extension/sync/sync.ts';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 10, 12);

const ban = (account: number, change: Partial<BanMet> = {}): BanMet => ({
  id: `ban-${account}`,
  steamId: someone(account),
  name: `P${account}`,
  kinds: ['vac'],
  certain: true,
  metAt: START - 100 * HOUR,
  match: { id: 'm', map: 'Nuke' },
  noticedAt: START,
  seen: false,
  ...change,
});

function createScene(found: BanMet[] = []) {
  const listeners: ((id: string) => void)[] = [];
  const notify = vi.fn();
  const badge = vi.fn();
  const openTab = vi.fn();
  const browser = {
    runtime: { getURL: (path: string) => `ext://${path}` },
    tabs: { create: openTab },
    notifications: {
      create: notify,
      clear: vi.fn(),
      onClicked: { addListener: (listener: (id: string) => void) => listeners.push(listener) },
    },
    browserAction: { setBadgeText: badge, setBadgeBackgroundColor: vi.fn() },
  };
  let stored: unknown;
  let bans: BanMet[] = [];
  let now = START;
  const reading = { state: 'never' as 'never' | 'done', finishedAt: 0, starts: 0, resumed: 0, uploads: 0 };
  const counts = { tabsDone: 0, tabs: 5, found: 0, added: 0, matches: 0, problems: [] };
  const status = async () => ({ ...counts, state: reading.state, finishedAt: reading.finishedAt });
  const check = vi.fn(async () => {
    bans = [...bans, ...found];
    return { found, complete: true };
  });
  const sync = createSync({
    reader: {
      start: async () => {
        reading.starts += 1;
        reading.state = 'done';
        reading.finishedAt = now;
        return status();
      },
      stop: status,
      status,
      resume: async () => {
        reading.resumed += 1;
      },
      settled: async () => undefined,
      forget: async () => undefined,
    },
    store: {
      bansMet: async () => bans,
      putBansMet: async (rows) => {
        const others = bans.filter(({ id }) => !rows.some((row) => row.id === id));
        bans = [...others, ...rows];
      },
      clear: async () => {
        bans = [];
      },
      countMatches: async () => 0,
    },
    check,
    uploader: {
      ring: async () => {
        reading.uploads += 1;
      },
    },
    // Only what announcing uses is there.
    announcer: createAnnouncer(browser as unknown as Browser, async () => translatorOf('background')),
    load: async () => stored,
    save: async (state) => {
      stored = state;
    },
    now: () => now,
    report: vi.fn(),
  });
  return {
    sync,
    check,
    notify,
    badge,
    openTab,
    reading,
    click: (id: string) => {
      for (const listener of listeners) listener(id);
    },
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe('keeping up to date', () => {
  it('looks once a day, and reads nothing from Steam that was not asked for once', async () => {
    const { sync, check, reading, later } = createScene();
    await sync.ring();
    later(HOUR);
    await sync.ring();
    expect(check).toHaveBeenCalledTimes(1);
    later(23 * HOUR);
    await sync.ring();
    expect(check).toHaveBeenCalledTimes(2);
    expect(reading.starts).toBe(0);
    await sync.readHistory();
    later(25 * HOUR);
    await sync.ring();
    expect(reading.starts).toBe(2);
    expect(reading.resumed).toBe(4);
  });

  it('shares one look among all who ask', async () => {
    const { sync, check } = createScene();
    await Promise.all([sync.checkBans(), sync.checkBans()]);
    expect(check).toHaveBeenCalledTimes(1);
    expect(check).toHaveBeenCalledWith(true);
  });
});

describe('a ban since we met', () => {
  it('is said with who, when met, and where, and counted on the toolbar until it was seen', async () => {
    const { sync, notify, badge, click, openTab } = createScene([ban(1)]);
    await sync.checkBans();
    expect(notify).toHaveBeenCalledExactlyOnceWith('bans-met-ban-1', {
      type: 'basic',
      iconUrl: 'ext://icon/128.png',
      title: 'Banned since you met: P1',
      message: expect.stringMatching(/^VAC ban\. You met on .*2026, Nuke$/),
    });
    expect(badge).toHaveBeenLastCalledWith({ text: '1' });
    click('bans-met-ban-1');
    click('somebody-else');
    expect(openTab).toHaveBeenCalledExactlyOnceWith({ url: 'ext://app.html#/people' });
    await sync.bansSeen();
    expect(badge).toHaveBeenLastCalledWith({ text: '' });
    expect((await sync.bansMet()).bans).toMatchObject([{ seen: true }]);
  });

  it('of which there are many is said once', async () => {
    const { sync, notify, badge } = createScene(Array.from({ length: 120 }, (_, index) => ban(index + 1)));
    await sync.checkBans();
    expect(notify).toHaveBeenCalledOnce();
    expect(notify.mock.calls[0]?.[1]).toMatchObject({
      title: '120 players you met have been banned since',
      message: 'P1, P2, P3, P4, P5 …',
    });
    expect(badge).toHaveBeenLastCalledWith({ text: '99+' });
  });

  it('of somebody one had reported says so, alone and among many', async () => {
    const reported = ban(1, { reportedAt: START - 200 * HOUR });
    const one = createScene([reported, ban(2)]);
    await one.sync.checkBans();
    const messages = one.notify.mock.calls.map(([, { message }]) => message);
    expect(messages[0]).toMatch(/Nuke\. You reported them on .*2026$/);
    expect(messages[1]).toMatch(/Nuke$/);
    const many = createScene([reported, ban(2), ban(3)]);
    await many.sync.checkBans();
    expect(many.notify.mock.calls[0]?.[1]).toMatchObject({ message: 'P1, P2, P3. You had reported 1 of them' });
  });

  it('that is not certain is listed and not announced', async () => {
    const { sync, notify, badge } = createScene([ban(1, { certain: false })]);
    await sync.checkBans();
    expect(notify).not.toHaveBeenCalled();
    expect(badge).toHaveBeenLastCalledWith({ text: '1' });
  });

  it('is gone when the history is forgotten', async () => {
    const { sync, badge } = createScene([ban(1)]);
    await sync.checkBans();
    await sync.forgetHistory();
    expect((await sync.bansMet()).bans).toEqual([]);
    expect(badge).toHaveBeenLastCalledWith({ text: '' });
  });
});
