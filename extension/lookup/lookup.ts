import type { Cache } from '#extension/cache/cache.ts';
import type { ScoreRow } from '#extension/cache/rows.ts';
import type { BackOff } from '#extension/lookup/back-off.ts';
import type { BackendClient } from '#extension/lookup/backend-client.ts';
import type { LocalScorer } from '#extension/lookup/local-scorer.ts';
import { createRemote, type RemoteResult } from '#extension/lookup/remote.ts';
import { type RowMaker, unanswered, viewOf } from '#extension/lookup/views.ts';
import type { PlayerView } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { PlayerResponse } from '#shared/api/players.ts';
import { scoreEntryOf } from '#shared/score/engine.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Players are read from the cache in portions, so that the first badges do not wait for two thousand rows. */
const FIRST_PORTION = 64;
const PORTION = 256;

/** Somebody who shows players: a page or the popup. */
interface Subscription {
  /** Adds players; what is cached comes at once. */
  watch(steamIds: readonly SteamId[]): void;
  /** Of the watched ones, those a person sees: only they cost requests. */
  visible(steamIds: readonly SteamId[]): void;
  close(): void;
}

export interface Lookup {
  subscribe(emit: (views: PlayerView[]) => void): Subscription;
  /**
   * Where answers come from now. `nobody`: the backend asked us to wait until then · `local` with `until`: there is a
   * backend, it cannot be reached, and is tried again then. Times in ms.
   */
  route(): Promise<{ to: 'backend' } | { to: 'local'; until?: number } | { to: 'nobody'; until: number }>;
  /** Takes in details fetched otherwise, so that badges agree with the card. */
  learn(response: PlayerResponse, origin: ScoreRow['origin']): Promise<void>;
  /** The same for a player found not to exist. */
  learnMissing(steamId: SteamId, origin: ScoreRow['origin']): Promise<void>;
  /** Another backend, or none: what is watched is judged anew. */
  reconsider(): Promise<void>;
}

export interface LookupDeps {
  cache: Cache;
  backend: Pick<BackendClient, 'bucket' | 'lookup'>;
  local: LocalScorer;
  backOff: BackOff;
  settings(): Promise<Settings>;
  rows: RowMaker;
  now(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

interface Interest {
  emits: Set<(views: PlayerView[]) => void>;
  seenBy: Set<(views: PlayerView[]) => void>;
  /** The higher, the later somebody came to see the player: served first where requests are paced. */
  seen: number;
  read: boolean;
  row?: ScoreRow;
}

/** From the players on all pages to their scores: cache first, then one shared request per player, whoever asks. */
export function createLookup(deps: LookupDeps): Lookup {
  const { cache, backend, local, backOff, settings, rows, now, report } = deps;
  const interests = new Map<SteamId, Interest>();
  const inFlight = new Set<SteamId>();
  let looks = 0;

  const wanted = (steamId: SteamId) => (interests.get(steamId)?.seenBy.size ?? 0) > 0;

  const publish = (views: PlayerView[]) => {
    const byEmit = new Map<(views: PlayerView[]) => void, PlayerView[]>();
    for (const view of views) {
      for (const emit of interests.get(view.steamId)?.emits ?? []) {
        const list = byEmit.get(emit);
        if (list) list.push(view);
        else byEmit.set(emit, [view]);
      }
    }
    for (const [emit, list] of byEmit) emit(list);
  };

  const keep = async (row: ScoreRow) => {
    inFlight.delete(row.steamId);
    const interest = interests.get(row.steamId);
    if (interest) interest.row = row;
    publish([viewOf(row, now())]);
    await cache.putScores([row]);
  };

  const route: Lookup['route'] = async () => {
    const { localOnly, backendUrl } = await settings();
    if (localOnly || !backendUrl) return { to: 'local' };
    const pause = await backOff.pause('backend');
    if (!pause) return { to: 'backend' };
    return pause.kind === 'limited' ? { to: 'nobody', until: pause.until } : { to: 'local', until: pause.until };
  };

  /** Tells the waiting pages to be patient, and asks again when it is allowed, for whoever is still looking then. */
  const postpone = (steamIds: SteamId[], until: number) => {
    for (const steamId of steamIds) inFlight.delete(steamId);
    publish(steamIds.map((steamId) => unanswered(steamId, 'limited', interests.get(steamId)?.row)));
    deps.setTimeout(() => want(steamIds), Math.max(0, until - now()) + 50);
  };

  /** Players answered without the backend because it is away: asked of it when it may be back. */
  const missed = new Set<SteamId>();
  const comeBack = (steamId: SteamId, until: number) => {
    const first = missed.size === 0;
    missed.add(steamId);
    if (!first) return;
    const again = () => {
      const all = [...missed];
      missed.clear();
      want(all, true);
    };
    deps.setTimeout(again, Math.max(0, until - now()) + 50);
  };

  /** `backAt`: there is a backend, which is away until then at least. */
  const scoreLocally = async (steamId: SteamId, backAt: number | undefined) => {
    const held = interests.get(steamId)?.row;
    if (backAt !== undefined) {
      comeBack(steamId, backAt);
      // It saw more than the profile page shows: its older score stands.
      if (held?.origin === 'backend' && held.entry) return keep(rows.failed(steamId, 'backend', held));
    }
    const result = await local.score(steamId, () => (wanted(steamId) ? (interests.get(steamId)?.seen ?? 0) : -1));
    if (!result) inFlight.delete(steamId);
    else if (result.state === 'ok') await learn(result.response, 'local');
    else if (result.state === 'not-found') await keep(rows.notFound(steamId, 'local'));
    else if (result.state === 'limited') postpone([steamId], result.retryAt);
    else await keep(rows.failed(steamId, 'local', interests.get(steamId)?.row));
  };

  const onRemote = async (result: RemoteResult): Promise<void> => {
    const { steamId } = result;
    const held = interests.get(steamId)?.row;
    switch (result.state) {
      case 'in-bucket':
        return keep(rows.scored(result.entry, 'backend'));
      case 'scored':
        return keep(rows.scored(result.entry, 'backend', result.stale));
      case 'not-found':
        return keep(rows.notFound(steamId, 'backend'));
      case 'unasked':
        inFlight.delete(steamId);
        return publish([unanswered(steamId, 'unasked', held)]);
      case 'limited':
        return postpone([steamId], now() + result.retryAfterMs);
      case 'failed':
        return keep(rows.failed(steamId, 'backend', held));
      case 'backend-failed': {
        const { kind, retryAt } = result.error;
        if (kind === 'limited') return postpone([steamId], retryAt ?? now() + 60_000);
        return kind === 'unreachable'
          ? scoreLocally(steamId, retryAt ?? now())
          : keep(rows.failed(steamId, 'backend', held));
      }
    }
  };

  const watched = (what: string, steamId: SteamId, work: Promise<void>) =>
    void work.catch(async (error: unknown) => {
      report(what, error);
      await keep(rows.failed(steamId, 'backend', interests.get(steamId)?.row));
    });

  const remote = createRemote({
    backend,
    mayAsk: async () => (await settings()).askUnknown,
    wanted,
    done: (result) => watched('an answer could not be used', result.steamId, onRemote(result)),
    dropped: (steamIds) => {
      for (const steamId of steamIds) inFlight.delete(steamId);
    },
    now,
    setTimeout: deps.setTimeout,
  });

  const needs = ({ row }: Interest, to: 'backend' | 'local' | 'nobody') =>
    !row || row.expiresAt <= now() || (to === 'backend' && row.origin === 'local' && row.state === 'scored');

  /**
   * Asks for those of `steamIds` that somebody sees, that are not fresh and not being asked already. `again`: what failed
   * is asked for before its time.
   */
  const want = (steamIds: readonly SteamId[], again = false) => {
    const work = async () => {
      const way = await route();
      const due = steamIds.filter((steamId) => {
        const interest = interests.get(steamId);
        if (!interest?.read || !wanted(steamId) || inFlight.has(steamId)) return false;
        return needs(interest, way.to) || (again && interest.row?.state === 'failed');
      });
      if (!due.length) return;
      for (const steamId of due) inFlight.add(steamId);
      if (way.to === 'nobody') postpone(due, way.until);
      else if (way.to === 'backend') await remote.ask(due);
      else for (const steamId of due) watched('local scoring failed', steamId, scoreLocally(steamId, way.until));
    };
    void work().catch((error: unknown) => {
      for (const steamId of steamIds) inFlight.delete(steamId);
      report('players could not be asked for', error);
    });
  };

  const readCached = async (steamIds: readonly SteamId[]) => {
    for (let start = 0, size = FIRST_PORTION; start < steamIds.length; start += size, size = PORTION) {
      const portion = steamIds.slice(start, start + size);
      const found = await cache.scores(portion);
      const views: PlayerView[] = [];
      for (const steamId of portion) {
        const interest = interests.get(steamId);
        if (!interest) continue;
        const row = found.get(steamId);
        // What came in meanwhile is newer than what was read.
        if (row && !interest.row) interest.row = row;
        interest.read = true;
        if (interest.row) views.push(viewOf(interest.row, now()));
      }
      publish(views);
      want(portion);
    }
  };

  const learn: Lookup['learn'] = async (response, origin) => {
    const { steamId, assessment, stale } = response;
    if (assessment) await keep(rows.scored(scoreEntryOf(steamId, assessment), origin, stale));
    else inFlight.delete(steamId);
  };

  return {
    route,
    learn,
    learnMissing: (steamId, origin) => keep(rows.notFound(steamId, origin)),
    subscribe(emit) {
      const mine = new Set<SteamId>();
      return {
        watch(steamIds) {
          const unread: SteamId[] = [];
          const known: PlayerView[] = [];
          for (const steamId of steamIds) {
            mine.add(steamId);
            const interest: Interest = interests.get(steamId) ?? {
              emits: new Set(),
              seenBy: new Set(),
              seen: 0,
              read: false,
            };
            interests.set(steamId, interest);
            interest.emits.add(emit);
            if (!interest.read) unread.push(steamId);
            else if (interest.row) known.push(viewOf(interest.row, now()));
          }
          if (known.length) emit(known);
          void readCached(unread).catch((error: unknown) => report('cached scores could not be read', error));
        },
        visible(steamIds) {
          const seen = steamIds.filter((steamId) => mine.has(steamId));
          looks += 1;
          for (const steamId of seen) {
            const interest = interests.get(steamId);
            if (!interest) continue;
            interest.seenBy.add(emit);
            interest.seen = looks;
          }
          want(seen);
        },
        close() {
          for (const steamId of mine) {
            const interest = interests.get(steamId);
            interest?.emits.delete(emit);
            interest?.seenBy.delete(emit);
            if (interest?.emits.size === 0) interests.delete(steamId);
          }
          mine.clear();
        },
      };
    },
    async reconsider() {
      inFlight.clear();
      want([...interests.keys()]);
    },
  };
}
