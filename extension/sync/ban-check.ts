import { type BackendClient, BackendError } from '#extension/lookup/backend-client.ts';
import type { LocalScorer } from '#extension/lookup/local-scorer.ts';
import type { Lookup } from '#extension/lookup/lookup.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import type { Reported } from '#extension/sync/reported.ts';
import type { BanMet, PersonRow } from '#extension/sync/rows.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import { MAX_LOOKUP } from '#shared/api/players.ts';
import { type BanState, bansSince } from '#shared/match-history/bans-since.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Somebody is looked at again after this long, ms: less than a day, so that a daily look finds everybody due. */
const DUE_AFTER_MS = 20 * 3_600_000;
/** Between two calls to the backend, ms. */
const GAP_MS = 500;
/** Without a backend each look costs Steam a page: so many people a day, those not looked at longest first. */
const MAX_LOCAL = 60;

export interface BanCheckDeps {
  store: HistoryStore;
  notes: Pick<NoteStore, 'all'>;
  backend: Pick<BackendClient, 'bans'>;
  local: Pick<LocalScorer, 'score'>;
  lookup: Pick<Lookup, 'route'>;
  reported: Reported;
  /** Whether players may be named to the backend. */
  mayAsk(): Promise<boolean>;
  now(): number;
  wait(ms: number): Promise<void>;
  report(what: string, error: unknown): void;
}

/** What a look at the bans brought. `complete`: everybody due was looked at; else it goes on at the next one. */
export interface BanCheckResult {
  found: BanMet[];
  complete: boolean;
  /** Earliest sensible next try, ms, when somebody asked us to wait. */
  retryAt?: number;
}

type BanFacts = NonNullable<PlayerFacts['bans']>;

export function banStateOf(bans: BanFacts, origin: 'backend' | 'local'): BanState {
  const { observedAt, vac, game, community, economy, lastBanAt } = bans;
  // The public profile tells whether there is a VAC ban and what trading is allowed, and no more.
  if (origin === 'local') return { observedAt, vac, counted: false, economy };
  return { observedAt, vac, counted: true, game, community, economy, ...(lastBanAt !== undefined && { lastBanAt }) };
}

/** Looks at the bans of everybody met or watched who is due, a hundred a call, and finds those that came after a meeting. */
export function createBanCheck(deps: BanCheckDeps) {
  const { store, notes, backend, local, lookup, mayAsk, now, wait } = deps;
  /** The latest meeting that a ban is newer than; an uncertain one only where no meeting gives a certain one. */
  const sinceMeeting = async (person: PersonRow, state: BanState): Promise<BanMet | undefined> => {
    const matches = await store.matchesWith(person.steamId);
    // Somebody only watched counts as met when the watching began.
    const meetings = matches.length
      ? matches.map(({ playedAt, id, map }) => ({ at: playedAt, match: { id, map } }))
      : [{ at: person.lastMetAt, match: null }];
    const told = meetings.flatMap(({ at, match }) => {
      const bans = bansSince(at, state, person.bans);
      return bans ? [{ at, match, bans }] : [];
    });
    const best = told.find(({ bans }) => bans.certain) ?? told[0];
    if (!best) return undefined;
    const { kinds, certain, bannedAt } = best.bans;
    return {
      id: `${person.steamId}-${kinds.join('+')}-${bannedAt ?? state.observedAt}`,
      steamId: person.steamId,
      name: person.name,
      kinds,
      certain,
      ...(bannedAt !== undefined && { bannedAt }),
      metAt: best.at,
      match: best.match,
      noticedAt: now(),
      seen: false,
    };
  };

  /** With the time they were reported at. A ban is told whether that can be said or not. */
  const withReports = async (bans: readonly BanMet[]): Promise<BanMet[]> => {
    if (bans.length === 0) return [];
    const reported = await deps.reported(bans.map(({ steamId }) => steamId)).catch((error: unknown) => {
      deps.report('whether they had been reported could not be asked', error);
      return new Map<SteamId, number>();
    });
    return bans.map((ban) => {
      const reportedAt = reported.get(ban.steamId);
      return reportedAt === undefined ? ban : { ...ban, reportedAt };
    });
  };

  const learn = async (rows: readonly PersonRow[], states: ReadonlyMap<SteamId, BanState | null>) => {
    const fresh: BanMet[] = [];
    const checked: PersonRow[] = [];
    for (const person of rows) {
      if (!states.has(person.steamId)) continue;
      const state = states.get(person.steamId);
      // An older look than the one held says nothing new.
      if (state && (!person.bans || person.bans.observedAt < state.observedAt)) {
        const banned = state.vac > 0 || state.game || state.community || state.economy === 'banned';
        const met = banned ? await sinceMeeting(person, state) : undefined;
        if (met) fresh.push(met);
      }
      const newer = state && (!person.bans || person.bans.observedAt < state.observedAt) ? { bans: state } : {};
      checked.push({ ...person, bansCheckedAt: now(), ...newer });
    }
    const found = await withReports(fresh);
    // Bans first: should the browser end in between, the people are still due and are found again.
    await store.putBansMet(found);
    await store.putPeople(checked);
    return found;
  };

  /** Who is watched but was never met is looked at like everybody else. */
  const addWatched = async () => {
    const watched = (await notes.all()).filter((note) => note.watched);
    const known = await store.people(watched.map(({ steamId }) => steamId));
    const rows = watched
      .filter(({ steamId }) => !known.has(steamId))
      .map(({ steamId, name, updatedAt }) => ({ steamId, name: name ?? '', lastMetAt: updatedAt, bansCheckedAt: 0 }));
    if (rows.length) await store.putPeople(rows);
  };

  const askBackend = async (
    rows: readonly PersonRow[],
  ): Promise<{ states: Map<SteamId, BanState | null>; waitMs?: number }> => {
    const { players } = await backend.bans(rows.map(({ steamId }) => steamId));
    const states = new Map<SteamId, BanState | null>();
    let waitMs: number | undefined;
    for (const player of players) {
      if (player.state === 'ok') states.set(player.steamId, banStateOf(player.bans, 'backend'));
      else if (player.state === 'not-found') states.set(player.steamId, null);
      else if (player.state === 'limited') waitMs = Math.max(waitMs ?? 0, player.retryAfterMs);
      else waitMs ??= 60 * 60_000;
    }
    return { states, ...(waitMs !== undefined && { waitMs }) };
  };

  const checkLocally = async (since: number, until: number | undefined): Promise<BanCheckResult> => {
    const found: BanMet[] = [];
    const rows = await store.due(since, MAX_LOCAL);
    for (const row of rows) {
      // Last in line: whoever is on a page somebody looks at comes first.
      const result = await local.score(row.steamId, () => 0);
      if (!result || result.state === 'limited' || result.state === 'failed') {
        return { found, complete: false, ...(result && { retryAt: result.retryAt }) };
      }
      const bans = result.state === 'ok' ? result.response.facts.bans : undefined;
      found.push(...(await learn([row], new Map([[row.steamId, bans ? banStateOf(bans, 'local') : null]]))));
    }
    // A backend that is only away will do the rest when it is back.
    return {
      found,
      complete: until === undefined && rows.length < MAX_LOCAL,
      ...(until !== undefined && { retryAt: until }),
    };
  };

  /** `everybody`: also those who are not due yet. */
  return async function checkBans(everybody = false): Promise<BanCheckResult> {
    const since = everybody ? now() : now() - DUE_AFTER_MS;
    await addWatched();
    const found: BanMet[] = [];
    for (let first = true; ; first = false) {
      const route = await lookup.route();
      if (route.to === 'nobody') return { found, complete: false, retryAt: route.until };
      if (route.to === 'local' || !(await mayAsk())) {
        const rest = await checkLocally(since, route.to === 'local' ? route.until : undefined);
        return { ...rest, found: [...found, ...rest.found] };
      }
      const rows = await store.due(since, MAX_LOOKUP);
      if (rows.length === 0) return { found, complete: true };
      if (!first) await wait(GAP_MS);
      try {
        const { states, waitMs } = await askBackend(rows);
        found.push(...(await learn(rows, states)));
        if (waitMs !== undefined) return { found, complete: false, retryAt: now() + waitMs };
        // An answer that leaves people out would be asked for for ever.
        if (states.size === 0) return { found, complete: false };
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        return { found, complete: false, ...(error.retryAt !== undefined && { retryAt: error.retryAt }) };
      }
    }
  };
}
