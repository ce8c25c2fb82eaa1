import type { Accounts } from '#backend/accounts/accounts.ts';
import { type CaseViewsDeps, createCaseViews } from '#backend/moderation/case-views.ts';
import { appendStatements, findCase, loadEvents, statusOf, strengthStatement } from '#backend/moderation/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Reports } from '#backend/reports/reports.ts';
import type { AccountState } from '#shared/api/accounts.ts';
import type {
  CaseList,
  CaseQuery,
  CaseResponse,
  HeldCase,
  LogQuery,
  LogResponse,
  ModerationAction,
} from '#shared/api/moderation.ts';
import type { ModerationEvent, NewEvent } from '#shared/moderation/events.ts';
import { type Attempt, type Person, type Refusal, refusal } from '#shared/moderation/refusal.ts';
import { apply, type CaseStatus, measureAt } from '#shared/moderation/status.ts';
import { subjectView } from '#shared/moderation/subject-view.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export { caseNewsAfter, lastCaseNews } from '#backend/moderation/news.ts';
export { reportsUnderReview } from '#backend/moderation/store.ts';

export interface ModerationDeps extends CaseViewsDeps {
  accounts: Pick<Accounts, 'people' | 'stateChange'>;
  reports: CaseViewsDeps['reports'] & Pick<Reports, 'decision'>;
}

/** What the reports on a player came to, as far as a case needs it. */
interface StrongReports {
  /** Times of the reports of people who are not muted, ms. */
  reportedAt: readonly number[];
  strong: boolean;
  independent: number;
  share: number;
}

/** Cases: their logs, what follows from them, and who may add to them. */
export interface Moderation {
  /** What a moderator does; answers with the case as it is then. Throws the 409 with the newer case. */
  act(moderator: Identity, steamId: SteamId, action: ModerationAction): Promise<CaseResponse>;
  /** What the product does by itself; false when it may not, or there is nothing to do. */
  system(steamId: SteamId, event: NewEvent): Promise<boolean>;
  appeal(person: Identity, text: string): Promise<HeldCase>;
  queue(query: CaseQuery): Promise<CaseList>;
  view(moderator: Identity, steamId: SteamId): Promise<CaseResponse>;
  /** Changes whenever `view` would answer something else, and costs little. */
  basis(moderator: Identity, steamId: SteamId): Promise<string>;
  log(moderator: Identity, query: LogQuery): Promise<LogResponse>;
  /** The case on somebody as they may see it; undefined when there is none. */
  held(steamId: SteamId): Promise<HeldCase | undefined>;
  /** The reports on a player were weighed: keeps the order of the queue, and opens a case when they became strong. */
  weighed(steamId: SteamId, reports: StrongReports): Promise<void>;
  /** Steam has banned the player: the reports were right. */
  borneOut(steamId: SteamId): Promise<void>;
  /** Brings the account of somebody who has just signed in into the state that the case on them asks for. */
  enforce(steamId: SteamId): Promise<void>;
}

/** How often an event is tried again when another one came first. */
const TRIES = 20;

const WORDS: Record<Refusal, string> = {
  'not-allowed': 'That is not for you to do.',
  'account-blocked': 'This account is blocked or banned.',
  'own-case': 'Nobody decides their own case.',
  'reported-it': 'You reported this player, so others decide the case.',
  outranked: 'Moderators are judged by admins, and nobody by their equals.',
  'not-yours': 'That is not your case.',
  stale: 'The case has changed meanwhile.',
  'nothing-in-force': 'There is nothing in force or open to be decided.',
  'already-appealed': 'There is an appeal already that nobody has answered yet.',
  'already-over': 'It would end in the past.',
  'not-over-yet': 'It has not run out yet.',
};

const FORBIDDEN: ReadonlySet<Refusal> = new Set<Refusal>([
  'not-allowed',
  'account-blocked',
  'own-case',
  'reported-it',
  'outranked',
  'not-yours',
]);

function problemOf(why: Refusal): ProblemError {
  const detail = WORDS[why];
  if (FORBIDDEN.has(why)) return new ProblemError('forbidden', { detail, more: { reason: why } });
  if (why === 'already-over') {
    return new ProblemError('bad-request', { detail, errors: [{ path: 'expiresAt', message: 'lies in the past' }] });
  }
  return new ProblemError('conflict', { detail, more: { reason: why } });
}

/** Whether an event changes what is in force. */
function touchesAccount({ type }: NewEvent): boolean {
  return type === 'block' || type === 'ban' || type === 'flag' || type === 'clear' || type === 'expire';
}

/** The state of an account on which this measure is in force. */
function accountStateOf(status: CaseStatus, now: number): AccountState {
  const measure = measureAt(status, now);
  return measure === 'ban' ? 'banned' : measure === 'block' ? 'blocked' : 'active';
}

export function createModeration(deps: ModerationDeps): Moderation {
  const { database, clock, accounts, reports } = deps;
  const views = createCaseViews(deps);

  async function roleOf(steamId: SteamId) {
    return (await accounts.people([steamId])).get(steamId)?.role ?? 'user';
  }

  /**
   * Appends an event, with everything that follows from it in one transaction: the case, the account's state, the
   * reports' outcome. Whoever comes second decides on what the first one made of it.
   */
  async function append(steamId: SteamId, attempt: Attempt, actorId: string | null): Promise<Refusal | undefined> {
    const { event } = attempt;
    for (let tried = 0; tried < TRIES; tried++) {
      const status = statusOf(await findCase(database, steamId));
      const why = refusal(status, attempt);
      if (why !== undefined) return why;
      const placed: ModerationEvent = { ...event, sequence: status.sequence + 1 };
      const next = apply(status, placed);
      const change = touchesAccount(event) ? await stateChangeFor(steamId, next, event.type, actorId) : undefined;
      // What Steam's ban has borne out has its outcome already.
      const decided =
        event.actor === 'system'
          ? undefined
          : event.type === 'uphold'
            ? 'upheld'
            : event.type === 'reject'
              ? 'rejected'
              : undefined;
      const statements = [
        ...appendStatements(steamId, placed, next),
        ...(change?.statements ?? []),
        ...(decided ? reports.decision(steamId, decided, event.at) : []),
      ];
      try {
        await database.write(statements);
        change?.done();
        return undefined;
      } catch (error) {
        // Somebody else's event took the place, and nothing of this one is stored: decide on what there is now.
        if (statusOf(await findCase(database, steamId)).sequence === status.sequence) throw error;
      }
    }
    throw new ProblemError('unavailable', { detail: 'Too many are at this case just now; nothing was stored.' });
  }

  /** What brings the account in line with the case; undefined when it is, or when nobody has signed in with it. */
  function stateChangeFor(steamId: SteamId, status: CaseStatus, reason: string, actorId: string | null) {
    return accounts.stateChange(steamId, accountStateOf(status, clock.now()), { actorId, reason });
  }

  /** An event by the product, if it may; a refusal is no error. */
  async function system(steamId: SteamId, event: NewEvent): Promise<boolean> {
    const subject = { steamId, role: await roleOf(steamId) };
    return (await append(steamId, { event, subject, actorReported: false }, null)) === undefined;
  }

  async function held(steamId: SteamId): Promise<HeldCase | undefined> {
    const row = await findCase(database, steamId);
    if (row === undefined) return undefined;
    const status = statusOf(row);
    const now = clock.now();
    const me: Person = { steamId, role: 'user', state: 'active' };
    const event = { type: 'appeal', at: now, actor: steamId, source: 'manual', text: '-' } as const;
    const measure = measureAt(status, now);
    return {
      measure,
      expiresAt: measure === 'none' ? null : status.expiresAt,
      appealed: status.appealed,
      mayAppeal: refusal(status, { event, subject: me, actor: me, actorReported: false }) === undefined,
      events: subjectView(await loadEvents(database, steamId)),
    };
  }

  return {
    system,
    held,
    queue: views.queue,
    view: views.view,
    basis: views.basis,
    log: views.log,

    async act(moderator, steamId, action) {
      const { steamId: actor, userId, role, state } = moderator;
      const common = { at: clock.now(), actor, source: 'manual' } as const;
      const { version, ...rest } = { version: undefined, ...action };
      const event: NewEvent = { ...rest, ...common };
      const attempt: Attempt = {
        event,
        subject: { steamId, role: await roleOf(steamId) },
        actor: { steamId: actor, role, state },
        actorReported: await reports.hasReported(actor, steamId),
        ...(version !== undefined && { expectedVersion: version }),
      };
      const why = await append(steamId, attempt, userId);
      if (why === undefined) return views.view(moderator, steamId);
      if (why !== 'stale') throw problemOf(why);
      const newer = await views.view(moderator, steamId);
      throw new ProblemError('conflict', { detail: WORDS.stale, more: { reason: why, case: newer } });
    },

    async appeal({ steamId, userId, role, state }, text) {
      const event: NewEvent = { type: 'appeal', at: clock.now(), actor: steamId, source: 'manual', text };
      const me: Person = { steamId, role, state };
      const why = await append(steamId, { event, subject: me, actor: me, actorReported: false }, userId);
      if (why !== undefined) throw problemOf(why);
      const after = await held(steamId);
      if (after === undefined) throw new Error('a case that was appealed is not there');
      return after;
    },

    async weighed(steamId, { reportedAt, strong, independent, share }) {
      const status = statusOf(await findCase(database, steamId));
      const since = status.decidedAt ?? 0;
      const reporters = reportedAt.filter((at) => at > since).length;
      if (strong && status.state === 'closed' && reporters > 0) {
        const common = { at: clock.now(), actor: 'system', source: 'reports' } as const;
        await system(steamId, { type: 'reports-strong', ...common, reporters, independent, share });
      }
      await database.write([strengthStatement(steamId, share)]);
    },

    async borneOut(steamId) {
      const row = await findCase(database, steamId);
      // Where nobody asked, there is no case to be told of it.
      if (row === undefined || row.reports === 'upheld') return;
      const common = { at: clock.now(), actor: 'system', source: 'reports' } as const;
      await system(steamId, { type: 'uphold', ...common, reason: 'Steam has banned this account.' });
    },

    async enforce(steamId) {
      const row = await findCase(database, steamId);
      if (row === undefined || measureAt(row, clock.now()) === 'none') return;
      const change = await stateChangeFor(steamId, statusOf(row), 'moderation', null);
      if (change === undefined) return;
      await database.write(change.statements);
      change.done();
    },
  };
}
