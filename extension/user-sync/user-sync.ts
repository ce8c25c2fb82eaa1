import type { Account } from '#extension/account/account.ts';
import { AccountError } from '#extension/account/client.ts';
import type { SettingsStore } from '#extension/background/settings-store.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import type { NoteChange } from '#extension/user-sync/merge.ts';
import type { OwnSyncRequests, OwnSyncStatus } from '#extension/user-sync/messages.ts';
import type { UserSyncStore } from '#extension/user-sync/store.ts';
import { MAX_SYNC_BYTES, MAX_SYNC_CHANGES, type SyncResponse, syncResponseSchema } from '#shared/api/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Rings when a try is due, or a worker ended before what was changed could be sent. */
export const OWN_SYNC_ALARM = 'own-sync';
/** From an edit to its sending, ms: what is done in one go is sent in one go. */
const SOON_MS = 2_000;
/** Should the worker end in between. */
const WATCH_MS = 60_000;
/** Others' changes are asked for no more often than this, ms. */
const FRESH_MS = 30_000;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 6 * 3_600_000;
/** What the frame around the changes may take, bytes. */
const FRAME = 200;

export interface OwnSyncDeps {
  store: UserSyncStore;
  notes: Pick<NoteStore, 'onChange' | 'renewed'>;
  account: Pick<Account, 'asked' | 'kept'>;
  settings: Pick<SettingsStore, 'get' | 'set'>;
  /** Sets the alarm, ms. */
  wakeAt(when: number): Promise<unknown>;
  now(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

/** Watchlist, notes and tags, the same in all of a person's browsers. */
export interface OwnSync {
  status(): Promise<OwnSyncStatus>;
  /** Syncs when something is to be sent, or some time has passed. Never rejects. */
  ring(): Promise<void>;
  /** Somebody signed in: everything is read anew. */
  signedIn(): Promise<void>;
  /** It was switched on. */
  wanted(): Promise<void>;
  /** The account is gone: it is not synced with any more. */
  forget(): Promise<void>;
  texts(steamId: SteamId): Promise<OwnSyncRequests['noteTexts']['out']>;
  settle(steamId: SteamId, version: number): Promise<void>;
}

/** As many of the first ones as one request may have. */
export function firstOf(changes: readonly NoteChange[]): NoteChange[] {
  const encoder = new TextEncoder();
  let size = FRAME;
  const portion: NoteChange[] = [];
  for (const change of changes.slice(0, MAX_SYNC_CHANGES)) {
    size += encoder.encode(JSON.stringify(change)).length + 1;
    if (size > MAX_SYNC_BYTES && portion.length > 0) break;
    portion.push(change);
  }
  return portion;
}

export function createOwnSync(deps: OwnSyncDeps): OwnSync {
  const { store, notes, account, settings, wakeAt, now, report } = deps;
  let running: Promise<void> | undefined;
  let soon = false;

  /** With whom to sync; undefined for not at all. */
  async function who(): Promise<string | undefined> {
    if (!(await settings.get()).syncNotes) return undefined;
    const kept = await account.kept();
    return kept && `${kept.origin} ${kept.steamId}`;
  }

  /** Whether the sync may go on: people sign out and switch it off in the middle. */
  async function isOwner(): Promise<boolean> {
    const [owner, state] = [await who(), await store.state()];
    return owner !== undefined && state?.owner === owner;
  }

  /** One request, taken in. False when it had no answer; what then is noted. */
  async function exchange(changes: readonly NoteChange[]): Promise<SyncResponse | undefined> {
    if (!(await isOwner())) return undefined;
    const since = (await store.state())?.cursor ?? 0;
    let retryAt: number | undefined;
    const answer = await account.asked(async (client) => {
      try {
        return changes.length === 0
          ? await client.ask('GET', `/v1/me/sync?since=${since}`, syncResponseSchema)
          : await client.ask('POST', '/v1/me/sync', syncResponseSchema, { since, changes });
      } catch (error) {
        if (error instanceof AccountError) retryAt = error.retryAt;
        throw error;
      }
    });
    if (answer.state === 'expired') return undefined;
    if (answer.state !== 'ok' || answer.value.results.length !== changes.length) {
      const failures = (await store.state())?.failures ?? 0;
      const rest = now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** failures);
      const next = Math.max(rest, retryAt ?? 0);
      await store.putState({ failures: failures + 1, retryAt: next });
      await wakeAt(next);
      return undefined;
    }
    if (!(await isOwner())) return undefined;
    // The account is not the one it was: its versions began anew.
    if (answer.value.cursor < since) await store.again();
    else if (await store.take(answer.value, changes)) notes.renewed();
    return answer.value;
  }

  /** False when it came to no end. */
  async function readAll(): Promise<boolean> {
    for (;;) {
      const state = await store.state();
      const answer = await exchange([]);
      if (!answer) return false;
      const restarted = (await store.state())?.pass !== state?.pass;
      if (!answer.more && !restarted) break;
    }
    await store.readWhole();
    return true;
  }

  async function run(): Promise<void> {
    const owner = await who();
    if (owner === undefined) return;
    const state = await store.state();
    if (state && state.owner !== owner) {
      // Somebody else's account: these notes go there only when that is wanted anew.
      await store.forget();
      await settings.set({ syncNotes: false });
      return;
    }
    if (!state) await store.begin(owner);
    if (!(await readAll())) return;
    const tried = new Set<string>();
    for (;;) {
      const open = (await store.pending()).filter((change) => !tried.has(JSON.stringify(change)));
      if (open.length === 0) break;
      const portion = firstOf(open);
      for (const change of portion) tried.add(JSON.stringify(change));
      const answer = await exchange(portion);
      if (!answer || (answer.more && !(await readAll()))) return;
    }
    await store.putState({ failures: 0, lastAt: now() });
  }

  /** One run at a time; what is wanted meanwhile is done after it. */
  function begin(): Promise<void> {
    const work = (running ?? Promise.resolve())
      .then(run)
      .catch((error: unknown) => report('watchlist and notes could not be synced', error))
      .finally(() => {
        if (running === work) running = undefined;
      });
    running = work;
    return work;
  }

  async function ring(): Promise<void> {
    try {
      if (running || (await who()) === undefined) return;
      const state = await store.state();
      if (state?.retryAt !== undefined && state.retryAt > now()) {
        await wakeAt(state.retryAt);
        return;
      }
      const fresh = state?.lastAt !== undefined && Math.abs(now() - state.lastAt) < FRESH_MS;
      if (fresh && (await store.pending()).length === 0) return;
      await begin();
    } catch (error) {
      report('watchlist and notes could not be synced', error);
    }
  }

  async function anew(): Promise<void> {
    try {
      if ((await who()) === undefined) return;
      await store.again();
      await store.putState({ failures: 0 });
      await begin();
    } catch (error) {
      report('watchlist and notes could not be synced', error);
    }
  }

  async function changed(): Promise<void> {
    if (soon || (await who()) === undefined) return;
    soon = true;
    deps.setTimeout(() => {
      soon = false;
      // One under way may have looked already.
      void (running ?? Promise.resolve()).then(ring);
    }, SOON_MS);
    await wakeAt(now() + WATCH_MS);
  }
  const noticed = () => {
    changed().catch((error: unknown) => report('a changed note will be synced later', error));
  };
  notes.onChange((own) => {
    if (own) noticed();
  });

  return {
    ring,
    texts: store.others,

    async status() {
      const nothing = { unsettled: [], full: 0 };
      const { syncNotes, localOnly, backendUrl } = await settings.get();
      if (!syncNotes || localOnly || backendUrl === '') return { state: 'off', ...nothing };
      if ((await who()) === undefined) return { state: 'signed-out', ...nothing };
      const [state, open, { notes: unsettled, full }] = await Promise.all([
        store.state(),
        store.pending(),
        store.unsettled(),
      ]);
      const failed = state !== undefined && state.failures > 0 && !running;
      const waiting = running || state?.lastAt === undefined || open.length > full;
      return {
        state: failed ? 'failed' : waiting ? 'waiting' : 'done',
        ...(state?.lastAt !== undefined && { lastAt: state.lastAt }),
        unsettled,
        full,
      };
    },

    signedIn: anew,
    async wanted() {
      const [owner, state] = [await who(), await store.state()];
      if (owner !== undefined && state?.owner !== owner) await store.forget();
      await anew();
    },

    async forget() {
      await store.forget();
      await settings.set({ syncNotes: false });
    },

    async settle(steamId, version) {
      await store.settle(steamId, version, now());
      noticed();
    },
  };
}
