import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import type { Kept } from '#extension/account/vault.ts';
import { createOutbox, mineRow, type OutboxDeps } from '#extension/reports/outbox.ts';
import { draftOf, ownOf, requestOf, rowFor } from '#extension/reports/own.ts';
import {
  type MatchChoice,
  type MyReports,
  type OwnReport,
  type ReportDraft,
  type ReportTaken,
  type ReportView,
  UNDO_MS,
} from '#extension/reports/report.ts';
import { type MineRow, type OutboxRow, storedReportSchema } from '#extension/reports/rows.ts';
import type { Change, Held, ReportStore } from '#extension/reports/store.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Rings when something waits to be sent. */
export const OUTBOX_ALARM = 'reports-outbox';
/** Rings now and then to hear what became of reports. */
export const OUTCOMES_ALARM = 'reports-outcomes';
export const OUTCOMES_MINUTES = 12 * 60;

/** One's own reports fetched at most: pages of so many. */
const PAGE = 100;
const MAX_PAGES = 20;
/** Matches offered to choose from. */
const MAX_MATCHES = 20;

const pageSchema = z.object({ items: z.array(storedReportSchema), next: z.string().nullable() });

export interface ReportsDeps extends Pick<OutboxDeps, 'alarm' | 'now' | 'random' | 'setTimeout' | 'report'> {
  store: ReportStore;
  account: Pick<Account, 'asked'>;
  /** Origin of the backend, or undefined for none. */
  origin(): Promise<string | undefined>;
  /** Newest first. */
  matchesWith(steamId: SteamId): Promise<readonly MatchChoice[]>;
}

/** One's own reports of players: made here, sent when they can be, and what became of them. */
export interface Reports {
  view(steamId: SteamId): Promise<ReportView>;
  submit(what: { steamId: SteamId; name?: string | undefined; draft: ReportDraft }): Promise<ReportTaken>;
  /** Takes back what has not been sent; false when it is too late. What was typed stays as a draft. */
  undo(steamId: SteamId): Promise<boolean>;
  /** Takes a report back: at once where the backend cannot have it, else after the time in which that can be undone. */
  withdraw(steamId: SteamId): Promise<void>;
  keepDraft(steamId: SteamId, draft: ReportDraft | undefined): Promise<void>;
  /** Everything known here of one's reports; `renew` asks the backend before. */
  mine(renew: boolean): Promise<MyReports>;
  /** Sends what waits, without waiting any longer. */
  sendNow(): Promise<void>;
  /** The background has started, an alarm rang, or the backend is another one: what is due is sent. */
  wake(): Promise<void>;
  /** Somebody has signed in: what waited for that is sent, and what they reported elsewhere is fetched. */
  signedIn(): Promise<void>;
  /** What the backend told is not for the next person at this browser; with `unsent` not even what waits here. */
  signedOut(unsent: boolean): Promise<void>;
  /** Asks what became of open reports, where there are any. */
  hear(): Promise<void>;
}

const ownerOf = ({ origin, me }: Kept): string => `${origin} ${me.steamId}`;

export function createReports(deps: ReportsDeps): Reports {
  const { store, account, now, report } = deps;

  async function kept(): Promise<Kept | undefined> {
    const answer = await account.asked((client) => client.kept());
    return answer.state === 'ok' ? answer.value : undefined;
  }

  /** Who is signed in, and whose reports are to be shown: signed out, still those of who was, without what the backend told. */
  async function who(): Promise<{ account: MyReports['account']; owner?: string; self?: SteamId }> {
    const origin = await deps.origin();
    if (origin === undefined) return { account: 'off' };
    const held = await kept();
    if (held) {
      const owner = ownerOf(held);
      if ((await store.owner()) !== owner) await store.putOwner(owner);
      return { account: held.me.state, owner, self: held.me.steamId };
    }
    const before = await store.owner();
    return { account: 'signed-out', ...(before?.startsWith(`${origin} `) && { owner: before }) };
  }

  const outbox = createOutbox({
    ...deps,
    owner: async () => {
      const held = await kept();
      return held && ownerOf(held);
    },
    async as(owner, work) {
      const answer = await account.asked(async (client) => {
        const held = await client.kept();
        return held && ownerOf(held) === owner ? { done: await work(client) } : undefined;
      });
      return answer.state === 'ok' ? answer.value?.done : undefined;
    },
  });
  const { alone } = outbox;

  const ownFrom = async (held: Held, account: MyReports['account']): Promise<OwnReport | undefined> =>
    ownOf(held, { signedIn: account !== 'signed-out', pause: await outbox.pause() });

  async function view(steamId: SteamId): Promise<ReportView> {
    const { account: state, owner, self } = await who();
    const own = owner === undefined ? undefined : await ownFrom(await store.get(owner, steamId), state);
    const draft = await store.draft(steamId);
    const matches = await deps.matchesWith(steamId).catch((error: unknown) => {
      report('the matches with a player could not be read', error);
      return [];
    });
    return {
      account: self === steamId ? 'self' : state,
      ...(own && { own }),
      ...(draft && { draft }),
      matches: matches.slice(0, MAX_MATCHES).map(({ playedAt, map, mode }) => ({ playedAt, map, mode })),
    };
  }

  async function fetchMine(): Promise<boolean> {
    const held = await kept();
    if (!held) return false;
    const owner = ownerOf(held);
    const answer = await account.asked(async (client) => {
      const found: MineRow['report'][] = [];
      let cursor: string | null = '';
      for (let page = 0; page < MAX_PAGES && cursor !== null; page++) {
        const query = new URLSearchParams({ limit: String(PAGE), ...(cursor !== '' && { cursor }) });
        const { items, next }: z.infer<typeof pageSchema> = await client.ask('GET', `/v1/reports?${query}`, pageSchema);
        found.push(...items);
        cursor = next;
      }
      return found;
    });
    if (answer.state !== 'ok') return false;
    const names = new Map((await store.mine(owner)).map(({ steamId, name }) => [steamId, name]));
    await store.replaceMine(
      owner,
      answer.value.map((each) => mineRow(owner, each, each.name ?? names.get(each.steamId), now())),
    );
    return true;
  }

  return {
    view,
    keepDraft: (steamId, draft) => store.putDraft(steamId, draft),
    sendNow: outbox.sendNow,
    wake: outbox.flush,

    async submit({ steamId, name, draft }) {
      const { account: state, owner, self } = await who();
      const read = requestOf(draft, now());
      if (!read.ok) return { state: 'invalid', why: read.why, fields: read.fields };
      if (state === 'off' || state === 'signed-out' || owner === undefined) {
        await store.putDraft(steamId, draft);
        return { state: 'signed-out' };
      }
      if (state !== 'active') return { state: 'invalid', why: 'blocked', fields: [] };
      if (self === steamId) return { state: 'invalid', why: 'self', fields: [] };
      let decided = false;
      await store.change(owner, steamId, ({ row, mine }): Change | undefined => {
        decided = mine !== undefined && mine.report.outcome !== 'open';
        if (decided) return undefined;
        const wish = {
          owner,
          steamId,
          name,
          action: 'report',
          request: read.request,
          now: now(),
          holdFor: UNDO_MS,
        } as const;
        return { row: rowFor(wish, row), draft: null };
      });
      if (decided) return { state: 'invalid', why: 'decided', fields: [] };
      await outbox.nudge();
      return { state: 'held', view: await view(steamId) };
    },

    async undo(steamId) {
      const { owner } = await who();
      if (owner === undefined) return false;
      let undone = false;
      await store.change(owner, steamId, ({ row }): Change | undefined => {
        undone = row?.state === 'held';
        if (!undone || !row) return undefined;
        return { row: row.before ?? null, ...(row.action === 'report' && { draft: draftOf(row.request) }) };
      });
      await outbox.nudge();
      return undone;
    },

    async withdraw(steamId) {
      const { owner } = await who();
      if (owner === undefined) return;
      await store.change(owner, steamId, ({ row, mine }): Change | undefined => {
        if (row?.action === 'withdraw' && row.state !== 'refused') return undefined;
        const draft = row?.action === 'report' ? { draft: draftOf(row.request) } : {};
        const mayBeThere = (entry: Pick<OutboxRow, 'attempts' | 'state'> | undefined) =>
          entry !== undefined && entry.attempts > 0 && entry.state !== 'refused';
        if (!mine && !mayBeThere(row) && !mayBeThere(row?.before)) return { row: null, ...draft };
        const said = row?.request ?? mine?.report;
        if (!said) return undefined;
        const request = { category: said.category, evidence: said.evidence, words: said.words };
        const wish = {
          owner,
          steamId,
          name: mine?.name,
          action: 'withdraw',
          request,
          now: now(),
          holdFor: UNDO_MS,
        } as const;
        return { row: rowFor(wish, row), ...draft };
      });
      await outbox.nudge();
    },

    async mine(renew) {
      const fresh = renew && (await alone(fetchMine));
      const { account: state, owner } = await who();
      if (owner === undefined) return { account: state, reports: [], fresh };
      const rows = new Map((await store.outbox(owner)).map((row) => [row.steamId, row]));
      const mine = new Map((await store.mine(owner)).map((row) => [row.steamId, row]));
      const steamIds = [...new Set([...rows.keys(), ...mine.keys()])];
      const reports: OwnReport[] = [];
      for (const steamId of steamIds) {
        const own = await ownFrom({ row: rows.get(steamId), mine: mine.get(steamId) }, state);
        if (own) reports.push(own);
      }
      const underway = ({ state }: OwnReport) => (state === 'sent' ? 0 : 1);
      reports.sort((a, b) => underway(b) - underway(a) || b.at - a.at);
      return { account: state, reports, fresh };
    },

    async signedIn() {
      const { owner } = await who();
      if (owner === undefined) return;
      await outbox.sendNow();
      await alone(fetchMine);
    },

    async signedOut(unsent) {
      const owner = await store.owner();
      if (owner !== undefined) await alone(() => store.forget(owner, unsent));
    },

    async hear() {
      const { owner } = await who();
      if (owner === undefined) return;
      const open = (await store.mine(owner)).some(({ report: { outcome } }) => outcome === 'open');
      if (open) await alone(fetchMine);
    },
  };
}
