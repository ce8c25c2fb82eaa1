import { z } from 'zod';
import type { BanCheckStatus, HistoryStatus } from '#extension/messages.ts';
import type { Announcer } from '#extension/sync/announce.ts';
import type { BanCheckResult } from '#extension/sync/ban-check.ts';
import type { Reader } from '#extension/sync/reader.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import type { Uploader } from '#extension/sync/upload.ts';

/** Rings every hour; whether anything is due is decided then. */
export const SYNC_ALARM = 'sync';
export const SYNC_MINUTES = 60;
/** The bans of everybody met are looked at, and new matches read, once in this time, ms. */
const EVERY_MS = 24 * 3_600_000;

const stateSchema = z.object({
  /** When a look at everybody was last finished, ms. */
  lastAt: z.number().exactOptional(),
  /** Not before this, ms: somebody asked us to wait. */
  retryAt: z.number().exactOptional(),
});
type State = z.infer<typeof stateSchema>;

export interface Sync {
  readHistory(): Promise<HistoryStatus>;
  stopHistory(): Promise<HistoryStatus>;
  historyStatus(): Promise<HistoryStatus>;
  forgetHistory(): Promise<HistoryStatus>;
  bansMet(): Promise<{ bans: BanMet[]; check: BanCheckStatus }>;
  bansSeen(): Promise<void>;
  /** Looks at everybody, not only at who is due. One look at a time: who asks meanwhile waits for the same. */
  checkBans(): Promise<BanCheckStatus>;
  /** Does what is due. */
  ring(): Promise<void>;
}

export interface SyncDeps {
  reader: Reader;
  store: Pick<HistoryStore, 'bansMet' | 'putBansMet' | 'clear' | 'countMatches'>;
  check(everybody: boolean): Promise<BanCheckResult>;
  announcer: Announcer;
  uploader: Pick<Uploader, 'ring'>;
  load(): Promise<unknown>;
  save(state: unknown): Promise<void>;
  now(): number;
  report(what: string, error: unknown): void;
}

/** The history and its people, kept up to date in the background. Nothing is read from Steam before the user asked once. */
export function createSync(deps: SyncDeps): Sync {
  const { reader, store, check, announcer, load, save, now, report } = deps;
  let looking: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const stateNow = async (): Promise<State> => stateSchema.safeParse(await load()).data ?? {};

  const countUnseen = async () => {
    const bans = await store.bansMet();
    await announcer.count(bans.filter(({ seen }) => !seen).length);
  };

  const look = async (everybody: boolean) => {
    const { found, complete, retryAt } = await check(everybody);
    const { lastAt } = await stateNow();
    await save({
      ...(complete ? { lastAt: now() } : lastAt !== undefined && { lastAt }),
      ...(retryAt !== undefined && { retryAt }),
    });
    await countUnseen();
    await announcer.announce(found);
  };

  const checkStatus = async (): Promise<BanCheckStatus> => {
    const { lastAt } = await stateNow();
    return { running: looking !== undefined, ...(lastAt !== undefined && { lastAt }) };
  };

  const checkBans = async (everybody: boolean) => {
    looking ??= look(everybody).finally(() => {
      looking = undefined;
    });
    await looking;
    return checkStatus();
  };

  /** Neither waits for the other, and one that fails leaves the other alone. */
  const upload = () =>
    deps.uploader.ring().catch((error: unknown) => report('whether to upload could not be told', error));

  /** What has just been read is looked at at once: later looks are measured against it. */
  const follow = () => {
    if (following) return;
    following = reader
      .settled()
      .then(async () => {
        await upload();
        if ((await reader.status()).state !== 'running') await checkBans(false);
      })
      .catch((error: unknown) => report('bans could not be looked at', error))
      .finally(() => {
        following = undefined;
      });
  };

  return {
    async readHistory() {
      const status = await reader.start();
      follow();
      return status;
    },
    stopHistory: () => reader.stop(),
    historyStatus: () => reader.status(),
    async forgetHistory() {
      await reader.forget();
      await store.clear();
      await save({});
      await announcer.count(0);
      return reader.status();
    },
    async bansMet() {
      return { bans: await store.bansMet(), check: await checkStatus() };
    },
    async bansSeen() {
      const unseen = (await store.bansMet()).filter(({ seen }) => !seen);
      await store.putBansMet(unseen.map((ban) => ({ ...ban, seen: true })));
      await announcer.count(0);
    },
    checkBans: () => checkBans(true),
    async ring() {
      await reader.resume();
      await upload();
      const { lastAt, retryAt } = await stateNow();
      const due = (lastAt === undefined || lastAt + EVERY_MS <= now()) && (retryAt === undefined || retryAt <= now());
      if (!due) return;
      const { state, finishedAt = 0 } = await reader.status();
      // Read once by the user's wish, it is kept up to date; signed out, it waits for them.
      if (state === 'done' && finishedAt + EVERY_MS <= now()) await reader.start();
      await reader.settled();
      await upload();
      await checkBans(false);
    },
  };
}
