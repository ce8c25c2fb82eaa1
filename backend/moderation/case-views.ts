import type { Accounts } from '#backend/accounts/accounts.ts';
import {
  type CaseRow,
  countCases,
  findCase,
  listCases,
  listEvents,
  loadEvents,
  type QueuePlace,
  statusOf,
} from '#backend/moderation/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Reports } from '#backend/reports/reports.ts';
import type { MatchSummary } from '#shared/api/matches.ts';
import type { CaseList, CaseQuery, CaseResponse, LogQuery, LogResponse } from '#shared/api/moderation.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import { refusal } from '#shared/moderation/refusal.ts';
import { NEW_CASE } from '#shared/moderation/status.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export interface CaseViewsDeps {
  database: Database;
  clock: Clock;
  accounts: Pick<Accounts, 'people'>;
  reports: Pick<Reports, 'hasReported' | 'on' | 'summaries' | 'weigh'>;
  names(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, string>>;
  /** A player's latest matches, as others may be shown them. */
  matches(steamId: SteamId, limit: number): Promise<MatchSummary[]>;
}

/** What moderators see. */
export interface CaseViews {
  queue(query: CaseQuery): Promise<CaseList>;
  view(moderator: Identity, steamId: SteamId): Promise<CaseResponse>;
  /** What `view` rests on, without weighing anything: the same until the view would say something else. */
  basis(moderator: Identity, steamId: SteamId): Promise<string>;
  log(moderator: Identity, query: LogQuery): Promise<LogResponse>;
}

const noCursor = () =>
  new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });

function writePlace({ appealed, strength, steamId }: QueuePlace): string {
  return `${Number(appealed)}_${strength}_${steamId}`;
}

function readPlace(cursor: string): QueuePlace {
  const [, appealed, strength, steamId] = /^([01])_([\d.e-]{1,30})_(\d{17})$/.exec(cursor) ?? [];
  const number = Number(strength);
  if (!isSteamId(steamId) || !Number.isFinite(number)) throw noCursor();
  return { appealed: appealed === '1', strength: number, steamId };
}

/** Standing of a reporter beyond those who are weighed. */
const GONE = { tier: 'new', confirmed: 0, rejected: 0, lapsed: 0, muted: false, weight: 0 } as const;
/** Matches shown on a case. */
const MATCHES = 10;

/** People named by events who are not the product itself. */
function actorsOf(events: readonly ModerationEvent[]): SteamId[] {
  return events.flatMap(({ actor }) => (actor === 'system' ? [] : [actor]));
}

export function createCaseViews(deps: CaseViewsDeps): CaseViews {
  const { database, clock, accounts, reports, names, matches } = deps;

  async function namesOf(steamIds: readonly SteamId[]): Promise<Record<string, string>> {
    return Object.fromEntries(await names([...new Set(steamIds)]));
  }

  /** Why this moderator may not decide the case, as the schema of the answer has it. */
  async function barredFrom(moderator: Identity, steamId: SteamId): Promise<CaseResponse['barred']> {
    const subject = { steamId, role: (await accounts.people([steamId])).get(steamId)?.role ?? 'user' } as const;
    const at = clock.now();
    const why = refusal(NEW_CASE, {
      event: { type: 'flag', at, actor: moderator.steamId, source: 'manual', reason: '-' },
      subject,
      actor: moderator,
      actorReported: await reports.hasReported(moderator.steamId, steamId),
      expectedVersion: NEW_CASE.version,
    });
    return why === 'own-case' || why === 'reported-it' || why === 'outranked' ? why : null;
  }

  async function reportListOf(steamId: SteamId): Promise<CaseResponse['reportList']> {
    const weighed = new Map((await reports.weigh(steamId)).reports.map((each) => [each.reporter, each]));
    const shown = await reports.on(steamId);
    const originsOf = shown.map(({ reporter }) => weighed.get(reporter)?.origins ?? []);
    return shown.map((report, index) => {
      const { weight = 0, playedTogether = false, standing = GONE } = weighed.get(report.reporter) ?? {};
      return {
        category: report.category,
        ...(report.matchId !== undefined && { matchId: report.matchId }),
        ...(report.playedAt !== undefined && { playedAt: report.playedAt }),
        evidence: report.evidence,
        words: report.words,
        reportedAt: report.reportedAt,
        reporter: index + 1,
        ...{ weight, playedTogether, standing },
        sameOrigin: originsOf.flatMap((origins, other) =>
          other !== index && origins.some((each) => originsOf[index]?.includes(each)) ? [other + 1] : [],
        ),
      };
    });
  }

  return {
    async queue({ filter, source, limit, cursor }) {
      const now = clock.now();
      const after = cursor === undefined ? undefined : readPlace(cursor);
      const rows: CaseRow[] = await listCases(database, { filter, source, limit: limit + 1, after, now });
      const page = rows.slice(0, limit);
      const steamIds = page.map(({ steamId }) => steamId);
      const [known, summaries] = [await names(steamIds), await reports.summaries(steamIds)];
      const last = page.at(-1);
      return {
        items: page.map((row) => ({
          steamId: row.steamId,
          name: known.get(row.steamId) ?? null,
          status: statusOf(row),
          reports: summaries.get(row.steamId) ?? null,
          lastEventAt: row.lastEventAt,
        })),
        next: rows.length > limit && last ? writePlace(last) : null,
        counts: await countCases(database, source, now),
      };
    },

    async view(moderator, steamId) {
      const row = await findCase(database, steamId);
      const barred = await barredFrom(moderator, steamId);
      // What a moderator may know of their own case is on their account's page, as it is for everybody else.
      const own = barred === 'own-case';
      const events = own ? [] : await loadEvents(database, steamId);
      const known = await namesOf([steamId, ...actorsOf(events)]);
      return {
        steamId,
        name: known[steamId] ?? null,
        status: statusOf(row),
        reports: (await reports.summaries([steamId])).get(steamId) ?? null,
        lastEventAt: row?.lastEventAt ?? 0,
        events,
        reportList: own ? [] : await reportListOf(steamId),
        matches: own ? [] : await matches(steamId, MATCHES),
        names: known,
        barred,
      };
    },

    async basis(moderator, steamId) {
      const row = await findCase(database, steamId);
      const summary = (await reports.summaries([steamId])).get(steamId);
      return JSON.stringify([steamId, row, summary, await barredFrom(moderator, steamId)]);
    },

    async log(moderator, { source, measure, limit, cursor }) {
      const before = cursor === undefined ? undefined : Number(/^\d{1,15}$/.exec(cursor)?.[0] ?? Number.NaN);
      if (Number.isNaN(before)) throw noCursor();
      const rows = await listEvents(database, {
        ...{ source, measure, before },
        limit: limit + 1,
        except: moderator.steamId,
      });
      const items = rows.slice(0, limit).map(({ steamId, event }) => ({ steamId, event }));
      const last = rows[limit - 1];
      const people = [...items.map(({ steamId }) => steamId), ...actorsOf(items.map(({ event }) => event))];
      return {
        items,
        names: await namesOf(people),
        next: rows.length > limit && last ? String(last.id) : null,
      };
    },
  };
}
