import { z } from 'zod';
import type { Lookup } from '#extension/lookup/lookup.ts';
import type { NoteStore } from '#extension/notes/store.ts';

/** Less than a day, so that a daily look finds everybody due, ms. */
const EVERY = 20 * 3_600_000;
/** A long watchlist takes several days. */
const MOST = 100;
/** Whoever has not been answered by then is asked about tomorrow, ms. */
const PATIENCE = 120_000;

const stateSchema = z.object({ lastAt: z.number().catch(0), next: z.int().min(0).catch(0) });

export interface WatchedScoresDeps {
  notes: Pick<NoteStore, 'all'>;
  lookup: Pick<Lookup, 'subscribe'>;
  load(): Promise<unknown>;
  save(state: z.infer<typeof stateSchema>): Promise<void>;
  now(): number;
  setTimeout(work: () => void, ms: number): void;
}

/** Has the scores of watched players looked at once a day, whether or not anybody opens their pages. */
export function createWatchedScores({ notes, lookup, load, save, now, setTimeout }: WatchedScoresDeps) {
  return async function ring(): Promise<void> {
    const { lastAt, next } = stateSchema.safeParse(await load()).data ?? { lastAt: 0, next: 0 };
    if (lastAt + EVERY > now() && lastAt <= now()) return;
    const watched = (await notes.all()).filter((note) => note.watched).map(({ steamId }) => steamId);
    const start = next < watched.length ? next : 0;
    const some = watched.slice(start, start + MOST);
    await save({ lastAt: now(), next: start + some.length });
    if (some.length === 0) return;
    // What comes in goes to the cache, and on the way there it is noticed who rose.
    const subscription = lookup.subscribe(() => {});
    subscription.watch(some);
    subscription.visible(some);
    setTimeout(() => subscription.close(), PATIENCE);
  };
}
