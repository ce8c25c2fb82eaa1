import type { Cache } from '#extension/cache/cache.ts';
import type { ScoreRow } from '#extension/cache/rows.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import { HIGH_SCORE, type Rise } from '#extension/notifications/rise.ts';
import type { RiseStore } from '#extension/notifications/store.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import { BANDS } from '#shared/score/assessment.ts';

const DAY = 86_400_000;
/** A score that goes up and down around a limit is told of once in this time, ms. */
const QUIET = 30 * DAY;
/** A first score of somebody met counts as news this long after the meeting, ms: not for a whole history that is just read. */
const RECENT = 14 * DAY;

export interface RiseWatchDeps {
  cache: Cache;
  notes: Pick<NoteStore, 'all'>;
  people: Pick<HistoryStore, 'people'>;
  rises: RiseStore;
  /** Told of those who are watched. */
  announce(rises: readonly Rise[]): Promise<void>;
  now(): number;
  report(what: string, error: unknown): void;
}

const rank = (row: ScoreRow | undefined) => {
  const band = row?.entry?.band;
  return band === undefined || band === 'not-enough-data' ? -1 : BANDS.indexOf(band);
};

/** The cache, noticing on the way in whose score rose into a higher band, at least *highly suspicious*. */
export function watchRises({ cache, notes, people, rises, announce, now, report }: RiseWatchDeps): Cache {
  const notice = async (risen: readonly ScoreRow[], before: ReadonlyMap<string, ScoreRow>) => {
    const ids = risen.map(({ steamId }) => steamId);
    const [held, met, told] = await Promise.all([notes.all(), people.people(ids), rises.all()]);
    const byId = new Map(held.map((note) => [note.steamId, note]));
    const found = risen.flatMap((row): Rise[] => {
      const { steamId, entry } = row;
      const note = byId.get(steamId);
      const person = met.get(steamId);
      const watched = note?.watched === true;
      if (!entry || entry.score === null || note?.trusted || (!watched && !person)) return [];
      const old = before.get(steamId)?.entry;
      const at = now();
      if (!old && !watched && (person?.lastMetAt ?? 0) < at - RECENT) return [];
      const lately = told.find((each) => each.steamId === steamId && each.at > at - QUIET);
      if (lately && BANDS.indexOf(lately.band) >= BANDS.indexOf(entry.band)) return [];
      return [
        {
          id: `${steamId}-${entry.band}-${at}`,
          steamId,
          name: person?.name || note?.name || '',
          at,
          from: old?.score ?? null,
          to: entry.score,
          band: entry.band,
          watched,
          // Somebody only watched has a row of their own there, of when the watching began.
          lastMetAt: person && !(watched && person.lastMetAt === note.updatedAt) ? person.lastMetAt : null,
          seen: false,
        },
      ];
    });
    if (found.length === 0) return;
    await rises.put(found);
    await announce(found.filter(({ watched }) => watched));
  };

  return {
    ...cache,
    async putScores(rows) {
      const high = rows.filter(({ state, entry }) => state === 'scored' && (entry?.score ?? 0) >= HIGH_SCORE);
      const before = high.length ? await cache.scores(high.map(({ steamId }) => steamId)) : new Map();
      await cache.putScores(rows);
      const risen = high.filter((row) => rank(row) > rank(before.get(row.steamId)));
      if (risen.length) {
        await notice(risen, before).catch((error: unknown) => report('risen scores could not be noticed', error));
      }
    },
  };
}
