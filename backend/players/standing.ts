import { type Clock, DAY, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Budget } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { type AccountFacts, loadFigures } from '#backend/players/figures-store.ts';
import type { Players } from '#backend/players/players.ts';
import type { HistoryRun, PlayerRecord } from '#backend/players/record.ts';
import { loadRecords, loadSummaries } from '#backend/players/store.ts';
import type { AccountFigures } from '#shared/reports/reporter.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface StandingDeps {
  database: Database;
  clock: Clock;
  players: Pick<Players, 'lookup'>;
}

/** What is held of players, as those need it who weigh reports and judge cases. Only `exists` may ask Steam. */
export interface Standing {
  /** Whether Steam knows the account; throws the 503 or 429 when that cannot be said just now. */
  exists(steamId: SteamId, looks: Budget): Promise<boolean>;
  /** What the accounts show; those never seen are missing. */
  figures(steamIds: readonly SteamId[]): Promise<Map<SteamId, AccountFigures>>;
  /** Names as last seen. */
  names(steamIds: readonly SteamId[]): Promise<Map<SteamId, string>>;
  /** For each with a VAC or game ban: the latest time, ms, at which the newest of them certainly was not there yet. */
  cleanUntil(steamIds: readonly SteamId[]): Promise<Map<SteamId, number>>;
}

/** How long it stands that Steam knows an account, ms, and for how many. That it knows none is asked each time. */
const KNOWN_TTL = 10 * MINUTE;
const KNOWN = 50_000;

/** Records read at a time. */
const GROUP = 500;

function figuresOf({ createdAt, cs2Minutes, level }: AccountFacts, now: number): AccountFigures {
  return {
    ...(createdAt !== null && { ageDays: Math.max(0, (now - createdAt) / DAY) }),
    // Play time of zero is hidden play time.
    ...(cs2Minutes && { hours: cs2Minutes / 60 }),
    ...(level !== null && { level }),
  };
}

/** VAC and game bans in a run of the history; a damaged one has none. */
function bansIn(run: HistoryRun): number {
  const value: unknown = JSON.parse(run.value);
  if (typeof value !== 'object' || value === null || !('vac' in value) || !('game' in value)) return 0;
  return Number(value.vac) + Number(value.game);
}

function cleanUntil({ facts, history }: PlayerRecord): number | undefined {
  const { bans } = facts;
  if (bans === undefined || bans.vac + bans.game === 0) return undefined;
  const runs = history.filter(({ kind }) => kind === 'bans');
  const last = runs.findLastIndex((run, index) => index > 0 && bansIn(run) > bansIn(runs[index - 1] ?? run));
  const seenWithout = last > 0 ? runs[last - 1]?.lastSeenAt : undefined;
  // Steam dates bans by the day, counted back from the beginning of today: it was no earlier than that day.
  const dated = bans.lastBanAt === undefined ? undefined : bans.lastBanAt - DAY;
  const times = [seenWithout, dated].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

export function createStanding({ database, clock, players }: StandingDeps): Standing {
  async function collect<T>(steamIds: readonly SteamId[], of: (record: PlayerRecord, now: number) => T | undefined) {
    const found = new Map<SteamId, T>();
    const now = clock.now();
    for (let start = 0; start < steamIds.length; start += GROUP) {
      for (const [steamId, record] of await loadRecords(database, steamIds.slice(start, start + GROUP), now)) {
        const value = of(record, now);
        if (value !== undefined) found.set(steamId, value);
      }
    }
    return found;
  }

  const known = new Map<SteamId, number>();
  function remember(steamId: SteamId): true {
    if (known.size >= KNOWN) known.clear();
    known.set(steamId, clock.now() + KNOWN_TTL);
    return true;
  }

  return {
    async figures(steamIds) {
      const now = clock.now();
      const found = await loadFigures(database, steamIds);
      return new Map([...found].map(([steamId, figures]) => [steamId, figuresOf(figures, now)]));
    },
    names: (steamIds) => collect(steamIds, ({ facts }) => facts.profile?.name),
    cleanUntil: (steamIds) => collect(steamIds, cleanUntil),

    async exists(steamId, looks) {
      if ((known.get(steamId) ?? 0) > clock.now()) return true;
      const held = (await loadSummaries(database, [steamId])).get(steamId);
      if (held) return held.missing ? false : remember(steamId);
      const [result] = (await players.lookup([steamId], looks)).players;
      if (result?.state === 'scored') return remember(steamId);
      if (result?.state === 'not-found') return false;
      throw new ProblemError('upstream-unavailable', {
        detail: 'Steam could not be asked about this player; nothing was stored.',
        retryAfterMs: result?.state === 'limited' ? result.retryAfterMs : 30_000,
      });
    },
  };
}
