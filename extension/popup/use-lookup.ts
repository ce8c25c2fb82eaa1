import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import { createLimiter } from '#extension/popup/limiter.ts';
import { readInput } from '#extension/popup/read-input.ts';
import { send } from '#extension/ui/send.ts';
import { useViews } from '#extension/ui/use-views.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Names resolved at a time. */
const RESOLVING_AT_ONCE = 4;

interface Task {
  /** In the order named; names that resolve join at the end. */
  steamIds: readonly SteamId[];
  /** Custom URLs still being resolved. */
  pending: number;
  /** Named and not recognised: not an ID, or a custom URL nobody has. */
  unrecognised: number;
  /** Custom URLs that could not be resolved now. */
  unresolved: number;
  tooMany: boolean;
}

export interface Lookup extends Task {
  views: ReadonlyMap<SteamId, PlayerView>;
  /** Players with an answer, of `total` (which counts names that are still being resolved). */
  done: number;
  total: number;
  running: boolean;
  interrupted: boolean;
}

/** Whether nothing more is to be expected for this player just now. */
function isSettled(view: PlayerView | undefined): boolean {
  return view !== undefined && view.state !== 'loading';
}

/** Looks up whatever players a text names. `lookup` is undefined until the first, and when nobody was named it says so. */
export function useLookup() {
  const [task, setTask] = useState<Task>();
  const current = useRef(0);
  const none = useMemo<readonly SteamId[]>(() => [], []);
  const { views, interrupted } = useViews(task?.steamIds ?? none);

  const start = useCallback((text: string) => {
    const mine = ++current.current;
    const { references, tooMany, unrecognised } = readInput(text);
    const steamIds = references.flatMap((each) => (each.kind === 'id' ? [each.steamId] : []));
    const names = references.flatMap((each) => (each.kind === 'vanity' ? [each.name] : []));
    setTask({ steamIds, pending: names.length, unrecognised, unresolved: 0, tooMany });
    remember(steamIds);

    const limited = createLimiter(RESOLVING_AT_ONCE);
    for (const vanity of names) {
      limited(() => (mine === current.current ? send('resolve', { vanity }) : Promise.resolve(undefined))).then(
        (answer) => settle(answer ?? { steamId: null, failed: true }),
        () => settle({ steamId: null, failed: true }),
      );
    }
    function settle({ steamId, failed }: { steamId: SteamId | null; failed: boolean }) {
      if (mine !== current.current) return;
      if (steamId) remember([steamId]);
      setTask((old) => {
        if (!old) return old;
        const known = steamId === null || old.steamIds.includes(steamId);
        return {
          ...old,
          pending: old.pending - 1,
          steamIds: known ? old.steamIds : [...old.steamIds, steamId],
          unrecognised: old.unrecognised + (steamId === null && !failed ? 1 : 0),
          unresolved: old.unresolved + (steamId === null && failed ? 1 : 0),
        };
      });
    }
  }, []);

  const clear = useCallback(() => {
    current.current++;
    setTask(undefined);
  }, []);
  useEffect(() => () => void current.current++, []);

  const lookup = useMemo<Lookup | undefined>(() => {
    if (!task) return undefined;
    const done = task.steamIds.filter((id) => isSettled(views.get(id))).length;
    const total = task.steamIds.length + task.pending;
    return { ...task, views, done, total, interrupted, running: done < total && !interrupted };
  }, [task, views, interrupted]);
  return { lookup, start, clear };
}

/** For the list of recent lookups; a lookup is none the worse when this fails. */
export function remember(steamIds: readonly SteamId[], name?: string): void {
  if (steamIds.length === 0) return;
  const players = steamIds.map((steamId) => (name === undefined ? { steamId } : { steamId, name }));
  send('remember', { players }).catch((error: unknown) => console.warn('recent lookups were not kept', error));
}
