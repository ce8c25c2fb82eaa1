import { DAY, MINUTE } from '#backend/platform/clock.ts';
import type { BanFacts, GameFacts, LevelFacts, ProfileFacts, StatsFacts } from '#backend/steam/client.ts';
import type { Outcome } from '#backend/steam/http.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import type { PlayerFacts, Source, SourceStatus } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A run of one value of something that changes: `lastSeenAt` is when it was last confirmed. */
export interface HistoryRun {
  kind: 'name' | 'country' | 'bans';
  value: string;
  lastSeenAt: number;
}

/** Everything held about one player. */
export interface PlayerRecord {
  steamId: SteamId;
  firstSeenAt: number;
  checkedAt: number;
  /** Until when the last look counts as fresh. */
  freshUntil: number;
  /** Steam knows no such account. */
  missing: boolean;
  assessment: Assessment | null;
  /** Facts as last seen, with history. */
  facts: PlayerFacts;
  sources: SourceStatus[];
  /** Oldest run first. */
  history: HistoryRun[];
}

/** What one look at Steam brought. A source that is left out was not looked at. */
export interface Observation {
  profile?: Outcome<ProfileFacts>;
  bans?: Outcome<BanFacts>;
  games?: Outcome<GameFacts>;
  level?: Outcome<LevelFacts>;
  stats?: Outcome<StatsFacts>;
}

/** An answer that lacks a source is asked for again after this long, instead of the whole time to live. */
const INCOMPLETE_TTL = 10 * MINUTE;

const ORDER: readonly Source[] = ['profile', 'bans', 'games', 'level', 'stats'];

/** The facts' part "kept by us": earlier values other than the present one, each once, newest first. */
function earlier(history: readonly HistoryRun[], kind: HistoryRun['kind'], present: string | undefined) {
  const seen = new Map<string, number>();
  for (const run of history) {
    if (run.kind !== kind || run.value === present) continue;
    seen.set(run.value, Math.max(run.lastSeenAt, seen.get(run.value) ?? 0));
  }
  return [...seen].map(([value, lastSeenAt]) => ({ value, lastSeenAt })).sort((a, b) => b.lastSeenAt - a.lastSeenAt);
}

/** The facts with `history` filled in from the runs; `present` values are the profile's own. */
export function withHistory(
  facts: PlayerFacts,
  history: readonly HistoryRun[],
  since: number,
  now: number,
): PlayerFacts {
  return {
    ...facts,
    history: {
      observedAt: now,
      since,
      names: earlier(history, 'name', facts.profile?.name),
      // A country that is hidden now has not changed: the last one seen counts as the present one.
      countries: earlier(history, 'country', facts.profile?.country ?? lastValue(history, 'country')),
    },
  };
}

function lastValue(history: readonly HistoryRun[], kind: HistoryRun['kind']): string | undefined {
  return history.findLast((run) => run.kind === kind)?.value;
}

/** Steam gives the days since a ban, and its days do not end when ours do: a day's difference is the same ban. */
function steadyBanDate(before: BanFacts | undefined, now: BanFacts): BanFacts {
  if (before?.lastBanAt === undefined || now.lastBanAt === undefined) return now;
  const same = before.vac === now.vac && before.game === now.game && Math.abs(before.lastBanAt - now.lastBanAt) <= DAY;
  return same ? { ...now, lastBanAt: before.lastBanAt } : now;
}

/** The ban state as its history keeps it. */
function banValue({ vac, game, community, economy, lastBanAt }: BanFacts): string {
  return JSON.stringify({ vac, game, community, economy, ...(lastBanAt !== undefined && { lastBanAt }) });
}

/**
 * What is known after a look: facts of sources that answered are replaced, facts of sources that could not be reached
 * stay. An answer of `private` or `not-found` keeps older facts too, under its own state, since they were true when seen.
 * The assessment is left for the caller to renew.
 */
export function applyObservation(
  steamId: SteamId,
  before: PlayerRecord | undefined,
  observation: Observation,
  now: number,
  ttl: number,
): PlayerRecord {
  const facts: PlayerFacts = { ...before?.facts };
  const statuses = new Map(before?.sources.map((status) => [status.source, status]));

  for (const source of ORDER) {
    const outcome = observation[source];
    if (!outcome) continue;
    const observedAt = outcome.state === 'ok' ? now : statuses.get(source)?.observedAt;
    statuses.set(source, {
      source,
      state: outcome.state,
      checkedAt: now,
      ...(observedAt !== undefined && { observedAt }),
    });
  }
  if (observation.profile?.state === 'ok') {
    // The day an account was made does not change when its owner hides it.
    const createdAt = observation.profile.value.createdAt ?? before?.facts.profile?.createdAt;
    facts.profile = { ...observation.profile.value, ...(createdAt !== undefined && { createdAt }), observedAt: now };
  }
  if (observation.bans?.state === 'ok') {
    facts.bans = { ...steadyBanDate(before?.facts.bans, observation.bans.value), observedAt: now };
  }
  if (observation.games?.state === 'ok') facts.games = { ...observation.games.value, observedAt: now };
  if (observation.level?.state === 'ok') facts.level = { ...observation.level.value, observedAt: now };
  if (observation.stats?.state === 'ok') facts.stats = { ...observation.stats.value, observedAt: now };

  const history = [...(before?.history ?? [])];
  const append = (kind: HistoryRun['kind'], value: string | undefined) => {
    if (value === undefined) return;
    const at = history.findLastIndex((run) => run.kind === kind);
    if (at >= 0 && history[at]?.value === value) history[at] = { kind, value, lastSeenAt: now };
    else history.push({ kind, value, lastSeenAt: now });
  };
  if (observation.profile?.state === 'ok') {
    append('name', facts.profile?.name);
    append('country', facts.profile?.country);
  }
  if (observation.bans?.state === 'ok' && facts.bans) append('bans', banValue(facts.bans));

  const firstSeenAt = before?.firstSeenAt ?? now;
  return {
    steamId,
    firstSeenAt,
    checkedAt: observation.profile ? now : (before?.checkedAt ?? now),
    freshUntil: freshness(before, observation, now, ttl),
    missing: observation.profile ? isMissing(before, observation.profile) : (before?.missing ?? false),
    assessment: before?.assessment ?? null,
    facts: withHistory(facts, history, firstSeenAt, now),
    sources: ORDER.flatMap((source) => statuses.get(source) ?? []),
    history,
  };
}

function isMissing(before: PlayerRecord | undefined, profile: Outcome<unknown>): boolean {
  if (profile.state === 'not-found') return true;
  return profile.state === 'ok' ? false : (before?.missing ?? false);
}

function freshness(before: PlayerRecord | undefined, observation: Observation, now: number, ttl: number): number {
  const { profile } = observation;
  if (profile?.state !== 'ok' && profile?.state !== 'not-found') return before?.freshUntil ?? 0;
  const open = Object.values(observation).some(({ state }) => state === 'limited' || state === 'failed');
  return now + (open ? Math.min(ttl, INCOMPLETE_TTL) : ttl);
}
