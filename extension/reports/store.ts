import { Dexie, type Table } from 'dexie';
import { z } from 'zod';
import type { ReportDraft } from '#extension/reports/report.ts';
import {
  draftRowSchema,
  type MineRow,
  mineRowSchema,
  type OutboxRow,
  outboxRowSchema,
  type Pause,
  pauseSchema,
} from '#extension/reports/rows.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What of a report and its player the store decides by, inside one transaction. */
export interface Held {
  row: OutboxRow | undefined;
  mine: MineRow | undefined;
}

/** What is to be there afterwards; what is left out stays, null goes. */
export interface Change {
  row?: OutboxRow | null;
  mine?: MineRow | null;
  draft?: ReportDraft | null;
}

/** Reports in IndexedDB. Every change is one transaction, so that a worker that ends in between leaves one state or the other. */
export interface ReportStore {
  /** Reads what there is of one player and makes the change `decide` wants; answers what there is then. */
  change(owner: string, steamId: SteamId, decide: (held: Held) => Change | undefined): Promise<Held>;
  get(owner: string, steamId: SteamId): Promise<Held>;
  outbox(owner: string): Promise<OutboxRow[]>;
  mine(owner: string): Promise<MineRow[]>;
  /** The first whose time has come, marked as being sent. */
  claim(owner: string): Promise<OutboxRow | undefined>;
  /** After a start: what was being sent when a worker ended has to be sent again; old drafts go. */
  recover(): Promise<void>;
  replaceMine(owner: string, rows: readonly MineRow[]): Promise<void>;
  draft(steamId: SteamId): Promise<ReportDraft | undefined>;
  putDraft(steamId: SteamId, draft: ReportDraft | undefined): Promise<void>;
  pause(): Promise<Pause | undefined>;
  putPause(pause: Pause | undefined): Promise<void>;
  /** Who reported from here last. */
  owner(): Promise<string | undefined>;
  putOwner(owner: string): Promise<void>;
  /** A random name of this browser, the same every time; for the backend to tell careless double accounts by. */
  device(): Promise<string>;
  /** What the backend told to `owner`; with `unsent` also what it was not told yet. */
  forget(owner: string, unsent: boolean): Promise<void>;
}

export const idOf = (owner: string, steamId: SteamId): string => `${owner} ${steamId}`;

/** What was typed and never handed in goes after this long, ms. */
const KEEP_DRAFTS = 90 * 86_400_000;

export interface ReportStoreDeps {
  /** Of the database. */
  name: string;
  now(): number;
  report(what: string, error: unknown): void;
}

export function createReportStore({ name, now, report }: ReportStoreDeps): ReportStore {
  const database = new Dexie(name);
  // One table for reports under way, one for what the backend has, one for what was typed and not handed in.
  database.version(1).stores({ outbox: 'id, owner', mine: 'id, owner', drafts: 'steamId', kept: '' });
  const outbox: Table<unknown, string> = database.table('outbox');
  const mine: Table<unknown, string> = database.table('mine');
  const drafts: Table<unknown, string> = database.table('drafts');
  const kept: Table<unknown, string> = database.table('kept');

  /** Rows the schema accepts; what an older version or a defect left is dropped and said. */
  function read<S extends z.ZodType>(schema: S, rows: readonly unknown[], what: string): z.infer<S>[] {
    return rows.flatMap((row) => {
      if (row === undefined) return [];
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      report(`a row of "${what}" is unreadable and left out`, parsed.error);
      return [];
    });
  }
  const held = async (owner: string, steamId: SteamId): Promise<Held> => {
    const id = idOf(owner, steamId);
    const [row] = read(outboxRowSchema, [await outbox.get(id)], 'outbox');
    const [own] = read(mineRowSchema, [await mine.get(id)], 'mine');
    return { row, mine: own };
  };
  const keepDraft = async (steamId: SteamId, draft: ReportDraft | undefined) => {
    if (draft) await drafts.put({ ...draft, steamId, savedAt: now() });
    else await drafts.delete(steamId);
  };

  return {
    change: (owner, steamId, decide) =>
      database.transaction('rw', outbox, mine, drafts, async () => {
        const before = await held(owner, steamId);
        const change = decide(before);
        if (!change) return before;
        const id = idOf(owner, steamId);
        if (change.row) await outbox.put(change.row);
        if (change.row === null) await outbox.delete(id);
        if (change.mine) await mine.put(change.mine);
        if (change.mine === null) await mine.delete(id);
        if (change.draft !== undefined) await keepDraft(steamId, change.draft ?? undefined);
        return held(owner, steamId);
      }),
    get: held,
    outbox: async (owner) => read(outboxRowSchema, await outbox.where('owner').equals(owner).toArray(), 'outbox'),
    mine: async (owner) => read(mineRowSchema, await mine.where('owner').equals(owner).toArray(), 'mine'),
    claim: (owner) =>
      database.transaction('rw', outbox, async () => {
        const rows = read(outboxRowSchema, await outbox.where('owner').equals(owner).toArray(), 'outbox');
        const [first] = rows
          .filter(({ state }) => state === 'held' || state === 'waiting')
          // A clock that was set back must not hold anything for long.
          .filter(({ dueAt, madeAt }) => dueAt <= now() || madeAt > now())
          .sort((a, b) => a.dueAt - b.dueAt || a.madeAt - b.madeAt);
        if (!first) return undefined;
        const { why: _, ...rest } = first;
        const claimed: OutboxRow = { ...rest, state: 'sending', attempts: first.attempts + 1 };
        await outbox.put(claimed);
        return claimed;
      }),
    recover: () =>
      database.transaction('rw', outbox, drafts, async () => {
        const rows = read(outboxRowSchema, await outbox.toArray(), 'outbox');
        const waiting = ({ state }: Pick<OutboxRow, 'state'>) => (state === 'sending' ? 'waiting' : state);
        await outbox.bulkPut(
          rows.map((row) => ({
            ...row,
            state: waiting(row),
            ...(row.before && { before: { ...row.before, state: waiting(row.before) } }),
          })),
        );
        const typed = read(draftRowSchema, await drafts.toArray(), 'drafts');
        const old = typed.filter(({ savedAt }) => savedAt < now() - KEEP_DRAFTS);
        await drafts.bulkDelete(old.map(({ steamId }) => steamId));
      }),
    replaceMine: (owner, rows) =>
      database.transaction('rw', mine, async () => {
        await mine.where('owner').equals(owner).delete();
        await mine.bulkPut([...rows]);
      }),
    async draft(steamId) {
      const [row] = read(draftRowSchema, [await drafts.get(steamId)], 'drafts');
      if (!row) return undefined;
      const { steamId: _, savedAt: __, ...draft } = row;
      return draft;
    },
    putDraft: keepDraft,
    pause: async () => pauseSchema.safeParse(await kept.get('pause')).data,
    putPause: async (pause) => void (pause ? await kept.put(pause, 'pause') : await kept.delete('pause')),
    owner: async () => z.string().safeParse(await kept.get('owner')).data,
    putOwner: async (owner) => void (await kept.put(owner, 'owner')),
    device: () =>
      database.transaction('rw', kept, async () => {
        const known = z.uuid().safeParse(await kept.get('device')).data;
        if (known !== undefined) return known;
        const made = crypto.randomUUID();
        await kept.put(made, 'device');
        return made;
      }),
    forget: (owner, unsent) =>
      database.transaction('rw', outbox, mine, async () => {
        await mine.where('owner').equals(owner).delete();
        if (unsent) await outbox.where('owner').equals(owner).delete();
      }),
  };
}
