import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decide, type HeldEntry } from '#backend/user-sync/decide.ts';
import { AccountError } from '#extension/account/client.ts';
import type { Note } from '#extension/notes/note.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { type Settings, settingsSchema } from '#extension/settings.ts';
import { createUserSyncStore } from '#extension/user-sync/store.ts';
import { createOwnSync, firstOf } from '#extension/user-sync/user-sync.ts';
import {
  type SyncChange,
  type SyncEntry,
  type SyncResponse,
  syncChangesSchema,
  syncEntrySchema,
} from '#shared/api/user-sync.ts';
import { someone } from '#shared/match-history/fixture.ts';

const ANNA = someone(1);
const BORIS = someone(2);
const opened: string[] = [];
let clock = 1_800_000_000_000;

/** The account, deciding as the backend does. */
function createServer() {
  const held = new Map<string, { change: SyncChange; entry: HeldEntry }>();
  let version = 0;
  const server = {
    page: 500,
    requests: [] as { method: string; changes: number }[],
    /** Failures to come: before or after the work is done. */
    faults: [] as { at: 'before' | 'after'; error: AccountError }[],
    forget: () => {
      held.clear();
      version = 0;
    },
    value: (field: string, steamId: string) => held.get(`${field} ${steamId}`)?.entry,
    answer(method: string, path: string, body: unknown): SyncResponse {
      const sent = method === 'POST' ? syncChangesSchema.parse(body) : undefined;
      server.requests.push({ method, changes: sent?.changes.length ?? 0 });
      const fault = server.faults.shift();
      if (fault?.at === 'before') throw fault.error;
      const results = (sent?.changes ?? []).map((change) => {
        const key = `${change.field} ${change.field === 'setting' ? change.name : change.steamId}`;
        const { result, entry } = decide(change, held.get(key)?.entry, clock);
        version += 1;
        if (entry) held.set(key, { change, entry: { ...entry, version } });
        return result;
      });
      if (fault) throw fault.error;
      const since = sent?.since ?? Number(new URL(path, 'https://x').searchParams.get('since'));
      const from = since > version ? 0 : since;
      const all: SyncEntry[] = [...held.values()]
        .filter(({ entry }) => entry.version > from)
        .sort((a, b) => a.entry.version - b.entry.version)
        .map(({ change, entry }) => syncEntrySchema.parse({ ...change, ...entry }));
      const entries = all.slice(0, server.page);
      return { results, entries, cursor: entries.at(-1)?.version ?? from, more: all.length > entries.length };
    },
  };
  return server;
}

function createDevice(name: string, server: ReturnType<typeof createServer>, skew = 0) {
  const report = vi.fn();
  opened.push(name);
  const notes = createNoteStore(name, report);
  const store = createUserSyncStore(name);
  let settings: Settings = settingsSchema.parse({ syncNotes: true });
  const device = {
    owner: { origin: 'https://x', steamId: someone(9) } as { origin: string; steamId: typeof ANNA } | undefined,
    alarms: [] as number[],
    later: [] as (() => void)[],
    online: true,
    settings: () => settings,
    set: (change: Partial<Settings>) => {
      settings = { ...settings, ...change };
    },
  };
  const sync = createOwnSync({
    store,
    notes,
    account: {
      kept: async () => device.owner,
      async asked(work) {
        try {
          // Only `ask` is used.
          const client = {
            ask: async (method: string, path: string, _: unknown, body?: unknown) => {
              if (!device.online) throw new AccountError('unreachable', 'offline');
              return structuredClone(server.answer(method, path, structuredClone(body)));
            },
          };
          return { state: 'ok', value: await work(client as unknown as Parameters<typeof work>[0]) };
        } catch (error) {
          if (!(error instanceof AccountError)) throw error;
          return { state: error.kind };
        }
      },
    },
    settings: {
      get: async () => settings,
      set: async (change) => {
        device.set(change);
        return settings;
      },
    },
    wakeAt: async (when) => void device.alarms.push(when),
    now: () => clock + skew,
    setTimeout: (work) => void device.later.push(work),
    report,
  });
  const write = async (steamId: Note['steamId'], change: Partial<Note>) => {
    clock += 1_000;
    const before = (await notes.all()).find((note) => note.steamId === steamId);
    const empty = { steamId, watched: false, trusted: false, text: '', tags: [] };
    await notes.put({ ...empty, ...before, ...change, updatedAt: clock + skew });
  };
  return Object.assign(device, {
    sync,
    store,
    notes,
    report,
    write,
    remove: (steamId: Note['steamId']) => write(steamId, { watched: false, trusted: false, text: '', tags: [] }),
    /** A ring after some time. */
    ring: async () => {
      clock += 60_000;
      await sync.ring();
      expect(report).not.toHaveBeenCalled();
    },
    note: async (steamId: Note['steamId']) => (await notes.all()).find((note) => note.steamId === steamId),
  });
}

function twoDevices(skew = 0) {
  const server = createServer();
  const id = opened.length;
  return { server, a: createDevice(`sync-a-${id}`, server), b: createDevice(`sync-b-${id}`, server, skew) };
}

afterEach(async () => {
  for (const name of opened.splice(0)) await Dexie.delete(name);
});

describe('notes of two browsers', () => {
  it('become the same, whichever was there before', async () => {
    const { a, b, server } = twoDevices();
    await a.write(ANNA, { watched: true, name: 'Anna', text: 'flicks', tags: ['aim'] });
    await b.write(BORIS, { trusted: true });
    for (const each of [a, b, a]) await each.ring();
    for (const each of [a, b]) {
      expect(await each.note(ANNA)).toMatchObject({ watched: true, name: 'Anna', text: 'flicks', tags: ['aim'] });
      expect(await each.note(BORIS)).toMatchObject({ trusted: true });
      expect(await each.store.pending()).toEqual([]);
    }
    const before = server.requests.length;
    await a.sync.ring();
    expect(server.requests).toHaveLength(before);
    expect(await a.sync.status()).toMatchObject({ state: 'done', unsettled: [] });
  });

  it('join field by field what was edited offline on both', async () => {
    const { a, b } = twoDevices();
    await a.write(ANNA, { watched: true, tags: ['old'] });
    for (const each of [a, b]) await each.ring();
    for (const each of [a, b]) each.online = false;
    await a.write(ANNA, { text: 'from A', tags: ['old', 'a'] });
    await b.write(ANNA, { watched: false, tags: ['old', 'b'] });
    for (const each of [a, b]) each.online = true;
    for (const each of [a, b, a]) await each.ring();
    for (const each of [a, b])
      expect(await each.note(ANNA)).toMatchObject({ watched: false, text: 'from A', tags: ['a', 'b', 'old'] });
  });

  it.each([0, -7_200_000, 7_200_000])(
    'lose no text to each other, with a clock %i ms off, until it is settled',
    async (skew) => {
      const { a, b } = twoDevices(skew);
      await a.write(ANNA, { text: 'first' });
      for (const each of [a, b]) await each.ring();
      await a.write(ANNA, { text: 'from A' });
      await b.write(ANNA, { text: 'from B' });
      for (const each of [a, b, a]) await each.ring();
      const text = (await a.note(ANNA))?.text;
      expect((await b.note(ANNA))?.text).toBe(text);
      for (const each of [a, b]) {
        const { others } = await each.store.others(ANNA);
        expect([text, ...others.map((other) => other.text)].sort()).toEqual(['from A', 'from B']);
        expect((await each.sync.status()).unsettled).toMatchObject([{ steamId: ANNA }]);
      }
      const { version } = await b.store.others(ANNA);
      await b.write(ANNA, { text: 'from A and B' });
      await b.sync.settle(ANNA, version);
      for (const each of [b, a]) await each.ring();
      for (const each of [a, b]) {
        expect((await each.note(ANNA))?.text).toBe('from A and B');
        expect((await each.store.others(ANNA)).others).toEqual([]);
        expect(await each.store.pending()).toEqual([]);
      }
    },
  );

  it('can be settled by keeping the text that is there', async () => {
    const { a, b, server } = twoDevices();
    await a.write(ANNA, { text: 'from A' });
    await b.write(ANNA, { text: 'from B' });
    for (const each of [a, b, a]) await each.ring();
    await a.sync.settle(ANNA, (await a.store.others(ANNA)).version);
    for (const each of [a, b]) await each.ring();
    expect(server.value('text', ANNA)).toMatchObject({ value: 'from B', others: [] });
    expect((await b.sync.status()).unsettled).toEqual([]);
    expect(await a.store.pending()).toEqual([]);
  });

  it('are deleted in both; but a text edited meanwhile stays', async () => {
    const { a, b } = twoDevices();
    await a.write(ANNA, { watched: true, text: 'x', name: 'Anna' });
    await a.write(BORIS, { text: 'y' });
    for (const each of [a, b]) await each.ring();
    await a.remove(ANNA);
    for (const each of [a, b]) await each.ring();
    expect(await b.note(ANNA)).toBeUndefined();
    await b.write(BORIS, { text: 'y, and more' });
    await a.remove(BORIS);
    for (const each of [b, a, b, a]) await each.ring();
    for (const each of [a, b]) {
      expect((await each.note(BORIS))?.text).toBe('y, and more');
      expect((await each.store.others(BORIS)).others).toEqual([]);
      expect(await each.store.pending()).toEqual([]);
    }
  });

  it('that were lost here come back, and are not deleted there', async () => {
    const { a, b, server } = twoDevices();
    await a.write(ANNA, { watched: true, text: 'x' });
    for (const each of [a, b]) await each.ring();
    // A single note, lost to a damaged database: it comes back with the next change of it.
    const lost = new Dexie(opened.find((name) => name.startsWith('sync-b')) ?? '');
    await lost.open();
    await lost.table('notes').clear();
    lost.close();
    await a.write(ANNA, { tags: ['t'] });
    for (const each of [b, a, b]) await each.ring();
    expect(await b.note(ANNA)).toMatchObject({ watched: true, text: 'x', tags: ['t'] });
    expect(await a.note(ANNA)).toMatchObject({ watched: true, text: 'x', tags: ['t'] });
    // Everything deleted in this browser: databases, and the settings with it.
    await Dexie.delete(opened.find((name) => name.startsWith('sync-a')) ?? '');
    expect(server.value('text', ANNA)?.value).toBe('x');
    await b.ring();
    expect(await b.note(ANNA)).toMatchObject({ watched: true, text: 'x' });
  });

  it('come in pages, and go in portions', async () => {
    const { a, b, server } = twoDevices();
    server.page = 70;
    for (let index = 0; index < 120; index++) await a.write(someone(100 + index), { watched: true, text: `n${index}` });
    for (const each of [a, b]) await each.ring();
    expect(server.requests.filter(({ method }) => method === 'POST').map(({ changes }) => changes)).toEqual([
      100, 100, 40,
    ]);
    expect(await b.notes.all()).toHaveLength(120);
    expect(await a.store.pending()).toEqual([]);
  });

  it('are sent again in full when the account was made anew', async () => {
    const { a, server } = twoDevices();
    await a.write(ANNA, { text: 'x' });
    await a.ring();
    server.forget();
    await a.ring();
    expect(server.value('text', ANNA)?.value).toBe('x');
    server.forget();
    await a.sync.signedIn();
    expect(server.value('text', ANNA)?.value).toBe('x');
  });
});

describe('the sync', () => {
  it('does no harm when an answer is lost', async () => {
    const { a, b, server } = twoDevices();
    await a.write(ANNA, { text: 'x' });
    await a.ring();
    await a.write(ANNA, { text: 'y' });
    server.faults = [{ at: 'before', error: new AccountError('unreachable', '500') }];
    await a.ring();
    server.faults = [];
    clock += 3_600_000;
    server.page = 500;
    // The reading is answered, the sending's answer is lost.
    const answer = server.answer;
    server.answer = (method, path, body) => {
      if (method === 'POST') server.faults = [{ at: 'after', error: new AccountError('unreachable', 'lost') }];
      return answer(method, path, body);
    };
    await a.ring();
    expect(server.value('text', ANNA)?.value).toBe('y');
    expect(await a.sync.status()).toMatchObject({ state: 'failed' });
    server.answer = answer;
    clock += 3_600_000;
    for (const each of [a, b]) await each.ring();
    for (const each of [a, b]) {
      expect((await each.note(ANNA))?.text).toBe('y');
      expect(await each.sync.status()).toMatchObject({ state: 'done', unsettled: [] });
    }
  });

  it('waits as long as it is told, and then tries again', async () => {
    const { a, server } = twoDevices();
    await a.write(ANNA, { text: 'x' });
    clock += 60_000;
    const retryAt = clock + 400_000;
    server.faults = [{ at: 'before', error: new AccountError('unreachable', '429', undefined, retryAt) }];
    await a.sync.ring();
    expect(a.alarms.at(-1)).toBe(retryAt);
    await a.ring();
    expect(server.requests).toHaveLength(1);
    clock = retryAt + 1;
    await a.ring();
    expect(server.value('text', ANNA)?.value).toBe('x');
  });

  it('stops at the end of the session, and goes on after the next sign-in', async () => {
    const { a, server } = twoDevices();
    await a.write(ANNA, { text: 'x' });
    server.faults = [{ at: 'before', error: new AccountError('expired', '401') }];
    await a.ring();
    const { owner } = a;
    a.owner = undefined;
    await a.ring();
    expect(server.requests).toHaveLength(1);
    expect(await a.sync.status()).toMatchObject({ state: 'signed-out' });
    expect((await a.note(ANNA))?.text).toBe('x');
    a.owner = owner;
    await a.sync.signedIn();
    expect(server.value('text', ANNA)?.value).toBe('x');
  });

  it('sends nothing when it is not wanted, nor to another account unasked', async () => {
    const { a, server } = twoDevices();
    a.set({ syncNotes: false });
    await a.write(ANNA, { text: 'x' });
    await a.ring();
    expect(server.requests).toEqual([]);
    a.set({ syncNotes: true });
    await a.sync.wanted();
    a.owner = { origin: 'https://x', steamId: BORIS };
    const before = server.requests.length;
    await a.sync.signedIn();
    expect(server.requests).toHaveLength(before);
    expect(a.settings().syncNotes).toBe(false);
    a.set({ syncNotes: true });
    await a.sync.wanted();
    expect(server.requests.length).toBeGreaterThan(before);
  });

  it('begins soon after a change, once for several', async () => {
    const { a, server } = twoDevices();
    await a.write(ANNA, { text: 'x' });
    await a.write(ANNA, { watched: true });
    await vi.waitFor(() => expect(a.alarms.length).toBeGreaterThan(0));
    expect(a.later).toHaveLength(1);
    a.later[0]?.();
    await vi.waitFor(() => expect(server.value('watched', ANNA)?.value).toBe(true));
  });

  it('sends no more at once than the account takes', () => {
    const change = { field: 'text', steamId: ANNA, value: '語'.repeat(2_000), base: 0, at: 1 } as const;
    const portion = firstOf(Array.from({ length: 100 }, () => change));
    expect(portion.length).toBeLessThan(40);
    expect(firstOf(Array.from({ length: 300 }, () => ({ ...change, value: 'x' })))).toHaveLength(100);
  });
});
