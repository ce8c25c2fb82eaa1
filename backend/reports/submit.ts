import { createHash } from 'node:crypto';
import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { CoPlay } from '#backend/reports/co-play.ts';
import { createGroupedWrites } from '#backend/reports/grouped-writes.ts';
import type { Origin } from '#backend/reports/origins.ts';
import { quotaRows } from '#backend/reports/quotas.ts';
import { exhaustedUntil, findKey, findReport, type Submission, submitStatements } from '#backend/reports/store.ts';
import type { MyReport, ReportRequest } from '#shared/api/reports.ts';
import { type AccountFigures, type AccountTier, accountTier } from '#shared/reports/reporter.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface SubmitDeps {
  database: Database;
  clock: Clock;
  coPlay: CoPlay;
  /** Multiplies every quota. */
  quotaFactor: number;
  figuresOf(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, AccountFigures>>;
}

/** How far a client's clock may be ahead, ms. */
const CLOCK_SKEW = 5 * MINUTE;
/** How long it is remembered how established an account is, ms, and of how many. */
const TIER_TTL = 10 * MINUTE;
const TIERS = 10_000;

/** What somebody wants to report. `exists` asks whether Steam knows the player; throws when that cannot be said now. */
export interface Wish {
  reporter: SteamId;
  target: SteamId;
  key: string;
  request: ReportRequest;
  origin: Origin;
  exists(): Promise<boolean>;
}

const refused = (path: string, message: string, detail: string) =>
  new ProblemError('bad-request', { detail, errors: [{ path, message }] });

export function createSubmit({ database, clock, coPlay, quotaFactor, figuresOf }: SubmitDeps) {
  const write = createGroupedWrites(database, clock);
  const tiers = new Map<SteamId, { tier: AccountTier; until: number }>();

  async function tierOf(reporter: SteamId): Promise<AccountTier> {
    const held = tiers.get(reporter);
    if (held && held.until > clock.now()) return held.tier;
    const tier = accountTier((await figuresOf([reporter])).get(reporter) ?? {});
    if (tiers.size >= TIERS) tiers.clear();
    tiers.set(reporter, { tier, until: clock.now() + TIER_TTL });
    return tier;
  }

  /** Throws the problem that names what is wrong. */
  async function check({ reporter, target, request, exists }: Wish): Promise<void> {
    if (reporter === target) throw refused('steamId', 'is your own', 'Nobody can report themselves.');
    if (request.playedAt !== undefined && request.playedAt > clock.now() + CLOCK_SKEW) {
      throw refused('playedAt', 'lies in the future', 'That has not happened yet.');
    }
    if (request.matchId !== undefined && !(await coPlay.hasMatch(request.matchId))) {
      throw refused('matchId', 'no such match', 'This match is not known here.');
    }
    if (!(await exists())) {
      const errors = [{ path: 'steamId', message: 'no such account' }];
      throw new ProblemError('not-found', { detail: 'Steam knows no such account.', errors });
    }
  }

  /** Why nothing was stored. */
  async function refusal(it: Submission): Promise<ProblemError> {
    const earlier = await findReport(database, it.reporter, it.target);
    if (earlier && earlier.outcome !== 'open') {
      return new ProblemError('conflict', { detail: 'Your report on this player has been decided already.' });
    }
    const until = await exhaustedUntil(database, it.quotas);
    if (until !== undefined) {
      return new ProblemError('rate-limited', {
        detail: 'That are many reports in a short time; nothing was stored.',
        errors: [{ path: 'steamId', message: 'too many players reported' }],
        retryAfterMs: Math.max(1, until - it.now),
      });
    }
    // Withdrawn after it was decided; or blocked a moment ago.
    return new ProblemError('conflict', { detail: 'This report can no longer be made.' });
  }

  /**
   * Stores a report or replaces the one there is; answers what was stored. The same key again is answered alike, also when
   * the report has been replaced or withdrawn since.
   */
  return async function submit(wish: Wish): Promise<MyReport> {
    const { reporter, target, key, request, origin } = wish;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([target, request]))
      .digest('base64url');
    const answer = (stored: { reportedAt: number; editedAt: number | null; playedTogether: boolean }): MyReport => ({
      ...request,
      steamId: target,
      ...stored,
      outcome: 'open',
      outcomeAt: null,
    });
    const again = (first: { fingerprint: string; at: number }): MyReport => {
      if (first.fingerprint === fingerprint)
        return answer({ reportedAt: first.at, editedAt: null, playedTogether: false });
      throw new ProblemError('conflict', {
        detail: 'This key was used for another report.',
        errors: [{ path: 'idempotency-key', message: 'used for something else' }],
      });
    };
    try {
      await check(wish);
    } catch (error) {
      // What was taken once is not refused when it comes again, even if it would not be taken any more.
      const first = error instanceof ProblemError ? await findKey(database, reporter, key) : undefined;
      if (first) return again(first);
      throw error;
    }
    const now = clock.now();
    const quotas = quotaRows({ reporter, tier: await tierOf(reporter), ...origin }, now, quotaFactor);
    const claim = crypto.randomUUID();
    const submission = { reporter, target, key, fingerprint, claim, now, request, origin, quotas };
    const row = (await write(submitStatements(submission))).at(-1)?.rows[0];
    if (row === undefined) throw await refusal(submission);
    if (row['claim'] !== claim) return again({ fingerprint: String(row['fingerprint']), at: Number(row['at']) });
    return answer({
      reportedAt: Number(row['reported_at']),
      editedAt: row['edited_at'] === null ? null : Number(row['edited_at']),
      playedTogether: Boolean(row['played_together']),
    });
  };
}
