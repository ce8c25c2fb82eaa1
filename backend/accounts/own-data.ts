import type { AuditStatement } from '#backend/accounts/audit.ts';
import type { Sessions } from '#backend/accounts/sessions.ts';
import { steamHash } from '#backend/accounts/sign-in.ts';
import {
  type AuditRow,
  actionsOn,
  anonymiseStatements,
  auditPage,
  deletionStatements,
  findUser,
  loadSettings,
  rememberStatement,
} from '#backend/accounts/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import { type Clock, DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';
import type { AuditEntry, DeletionReceipt, HeldResponse } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What the rest of the backend holds about somebody as a player, read without asking Steam. */
export interface AboutPlayer {
  /** As last seen at Steam. */
  name: string | null;
  assessment: HeldResponse['assessment'];
  sources: HeldResponse['sources'];
  /** Records of each kind. */
  counts: Record<string, number>;
  /** The case on this account as its owner may see it; absent when there is none. */
  moderation?: HeldResponse['moderation'];
}

/** How long it is remembered that a deleted account was blocked or banned, ms. */
const MEMORY = 365 * DAY;
/** Log entries read at a time for an export, and shown at most as actions. */
const PAGE = 500;
const MAX_ACTIONS = 200;

export interface OwnDataDeps {
  database: Database;
  clock: Clock;
  key: string;
  audit: AuditStatement;
  sessions: Sessions;
  about: (steamId: SteamId) => Promise<AboutPlayer>;
  auditRetention: number;
  /** What other features hold. */
  personal: readonly PersonalData[];
}

/** The rights over one's own data: see, take along, delete. */
export interface OwnData {
  held(identity: Identity): Promise<HeldResponse>;
  /** Everything held, as one JSON document that is read from the database while it is sent. */
  export(identity: Identity, client: string): Promise<ReadableStream<Uint8Array>>;
  delete(identity: Identity): Promise<DeletionReceipt>;
}

function entryOf(row: AuditRow, userId: string): AuditEntry {
  const detail: unknown = JSON.parse(row.detail);
  return {
    at: row.at,
    action: row.action,
    by: row.actorId === null ? 'the-system' : row.actorId === userId ? 'you' : 'somebody-else',
    detail: typeof detail === 'object' && detail !== null ? { ...detail } : {},
  };
}

export function createOwnData(deps: OwnDataDeps): OwnData {
  const { database, clock, audit, sessions, about, personal } = deps;

  async function held({ userId, steamId }: Identity): Promise<HeldResponse> {
    const { assessment, sources, counts: own, moderation } = await about(steamId);
    const more = await Promise.all(personal.map((each) => each.counts?.(steamId)));
    const counts = Object.assign({}, own, ...more);
    const actions = (await actionsOn(database, userId, MAX_ACTIONS)).map((row) => entryOf(row, userId));
    return { steamId, assessment, sources, counts, actions, ...(moderation && { moderation }) };
  }

  async function* exported(identity: Identity, at: number): AsyncGenerator<string> {
    const { userId, sessionId } = identity;
    const user = await findUser(database, { id: userId });
    yield `{"exportedAt":${at},"user":${JSON.stringify(user ?? null)}`;
    yield `,"settings":${JSON.stringify(await loadSettings(database, userId))}`;
    yield `,"sessions":${JSON.stringify(await sessions.list(userId, sessionId))}`;
    yield `,"asPlayer":${JSON.stringify(await held(identity))}`;
    for (const { name, entries } of personal) {
      yield `,${JSON.stringify(name)}:[`;
      let first = true;
      for await (const entry of entries(identity)) {
        yield (first ? '' : ',') + JSON.stringify(entry);
        first = false;
      }
      yield ']';
    }
    yield ',"log":[';
    let after = 0;
    for (;;) {
      const rows = await auditPage(database, userId, after, PAGE);
      const entries = rows.map((row) => JSON.stringify({ ...entryOf(row, userId), addressHash: row.address }));
      if (entries.length > 0) yield (after === 0 ? '' : ',') + entries.join(',');
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) break;
    }
    yield ']}';
  }

  return {
    held,

    async export(identity, client) {
      const { userId } = identity;
      await database.write([audit({ action: 'exported', actorId: userId, subjectId: userId, client })]);
      const parts = exported(identity, clock.now());
      const encoder = new TextEncoder();
      return new ReadableStream({
        // What fails here breaks the connection: half an export must not look like a whole one.
        async pull(controller) {
          const { done, value } = await parts.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        },
        async cancel() {
          await parts.return(undefined);
        },
      });
    },

    async delete(identity) {
      const { userId, steamId, state } = identity;
      const now = clock.now();
      const receiptId = crypto.randomUUID();
      // In this order: what refers to the user goes before the user.
      const removals = [
        ...personal.flatMap(({ name, deletion }) => deletion(identity).map((statement) => ({ name, statement }))),
        ...Object.entries(deletionStatements(userId)).map(([name, statement]) => ({ name, statement })),
      ];
      const kept: DeletionReceipt['kept'] = [
        { what: 'public-scores', until: null },
        { what: 'anonymous-audit', until: now + deps.auditRetention },
      ];
      const memory = [];
      if (state !== 'active') {
        kept.push({ what: 'state-hash', until: now + MEMORY });
        memory.push(rememberStatement(steamHash(deps.key, steamId), state, now + MEMORY));
      }
      const results = await database.write([
        ...removals.map(({ statement }) => statement),
        ...anonymiseStatements(userId),
        ...memory,
        audit({ action: 'account-deleted', actorId: null, subjectId: null, detail: { receiptId } }),
      ]);
      sessions.forget(userId);
      const deleted: DeletionReceipt['deleted'] = {};
      for (const [index, { name }] of removals.entries()) {
        deleted[name] = (deleted[name] ?? 0) + (results[index]?.rowsAffected ?? 0);
      }
      return { receiptId, deletedAt: now, deleted, kept };
    },
  };
}
