import { type BackendClient, BackendError } from '#extension/lookup/backend-client.ts';
import { createLimiter } from '#extension/lookup/limiter.ts';
import { isOld } from '#extension/lookup/views.ts';
import { type LookupResult, MAX_LOOKUP, type ScoreEntry } from '#shared/api/players.ts';
import { hashPrefix, steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The shortest prefix the API answers: the most players share it, so the backend learns least. */
const PREFIX_DIGITS = 4;
const BUCKETS_AT_ONCE = 6;
const LOOKUPS_AT_ONCE = 2;
/** Unknown players wait this long for others, so that one explicit lookup names many. */
const GATHER_MS = 60;

/** The prefix under which a player is looked for. */
async function prefixOf(steamId: SteamId): Promise<string> {
  return hashPrefix(await steamIdHash(steamId), PREFIX_DIGITS);
}

/** What the bucket of a player's hash says of the player: asks without naming anybody. */
export async function findInBucket(
  backend: Pick<BackendClient, 'bucket'>,
  steamId: SteamId,
): Promise<ScoreEntry | undefined> {
  const scores = await backend.bucket(await prefixOf(steamId));
  return scores.find((entry) => entry.steamId === steamId);
}

/** How the backend's answer about one player ended. */
export type RemoteResult =
  | LookupResult
  | { state: 'in-bucket'; steamId: SteamId; entry: ScoreEntry }
  | { state: 'unasked'; steamId: SteamId }
  | { state: 'backend-failed'; steamId: SteamId; error: BackendError };

export interface RemoteDeps {
  backend: Pick<BackendClient, 'bucket' | 'lookup'>;
  /** Whether players no bucket knows may be named to the backend. */
  mayAsk(): Promise<boolean>;
  /** False once nobody waits for this player any more: no request for it then. */
  wanted(steamId: SteamId): boolean;
  /** Called for every player asked that is still wanted; a second time when an old score of a bucket could be renewed. */
  done(result: RemoteResult): void;
  /** For players that are no longer wanted. */
  dropped(steamIds: SteamId[]): void;
  now(): number;
  setTimeout(work: () => void, ms: number): void;
}

/**
 * Asks the backend: first the buckets of the players' hashes, which do not tell it who is meant, then, where allowed, the
 * unknown ones by ID.
 */
export function createRemote({ backend, mayAsk, wanted, done, dropped, now, setTimeout }: RemoteDeps) {
  const runBucket = createLimiter(BUCKETS_AT_ONCE);
  const runLookup = createLimiter(LOOKUPS_AT_ONCE);
  const unknown = new Set<SteamId>();
  let bucketsOpen = 0;
  let gathering = false;

  const stillWanted = (steamIds: SteamId[]) => {
    const [yes, no]: [SteamId[], SteamId[]] = [[], []];
    for (const id of steamIds) (wanted(id) ? yes : no).push(id);
    if (no.length) dropped(no);
    return yes;
  };

  const failAll = (steamIds: SteamId[], error: unknown) => {
    const known =
      error instanceof BackendError
        ? error
        : new BackendError('unreachable', error instanceof Error ? error.message : '');
    for (const steamId of steamIds) done({ state: 'backend-failed', steamId, error: known });
  };

  const lookup = (batch: SteamId[]) =>
    runLookup(async () => {
      const steamIds = stillWanted(batch);
      if (!steamIds.length) return;
      try {
        const { players } = await backend.lookup(steamIds);
        const byId = new Map(players.map((result) => [result.steamId, result]));
        for (const steamId of steamIds) done(byId.get(steamId) ?? { state: 'failed', steamId });
      } catch (error) {
        failAll(steamIds, error);
      }
    });

  const flushUnknown = () => {
    const all = [...unknown];
    unknown.clear();
    for (let start = 0; start < all.length; start += MAX_LOOKUP) lookup(all.slice(start, start + MAX_LOOKUP));
  };

  /** Those no bucket knows, and those it knows only of old. */
  const askByName = async (missing: SteamId[], old: SteamId[]) => {
    if (!missing.length && !old.length) return;
    if (!(await mayAsk())) {
      for (const steamId of missing) done({ state: 'unasked', steamId });
      return;
    }
    for (const id of [...missing, ...old]) unknown.add(id);
    if (unknown.size >= MAX_LOOKUP || bucketsOpen === 0) return flushUnknown();
    if (gathering) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      flushUnknown();
    }, GATHER_MS);
  };

  const bucket = (prefix: string, members: SteamId[]) => {
    bucketsOpen += 1;
    runBucket(async () => {
      const steamIds = stillWanted(members);
      let missing: SteamId[] = [];
      const old: SteamId[] = [];
      try {
        if (!steamIds.length) return;
        const entries = new Map((await backend.bucket(prefix)).map((entry) => [entry.steamId, entry]));
        for (const steamId of steamIds) {
          const entry = entries.get(steamId);
          if (!entry) missing.push(steamId);
          else {
            done({ state: 'in-bucket', steamId, entry });
            if (isOld(entry, now())) old.push(steamId);
          }
        }
      } catch (error) {
        missing = [];
        failAll(steamIds, error);
      } finally {
        bucketsOpen -= 1;
        await askByName(missing, old);
        if (bucketsOpen === 0 && unknown.size) flushUnknown();
      }
    });
  };

  return {
    /** Asks for these players, in this order. */
    async ask(steamIds: SteamId[]): Promise<void> {
      const buckets = new Map<string, SteamId[]>();
      const prefixes = await Promise.all(steamIds.map(prefixOf));
      steamIds.forEach((steamId, index) => {
        const prefix = prefixes[index] ?? '';
        const members = buckets.get(prefix);
        if (members) members.push(steamId);
        else buckets.set(prefix, [steamId]);
      });
      for (const [prefix, members] of buckets) bucket(prefix, members);
    },
  };
}
