import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  type Filter,
  MODES,
  mapsOf,
  mostSuspiciousFirst,
  peopleIn,
  RANGES,
  SIDES,
  START_FILTER,
} from '#extension/people/filter.ts';
import { PersonRow } from '#extension/people/person-row.tsx';
import { Select } from '#extension/people/select.tsx';
import { useSteadyOrder } from '#extension/people/steady-order.ts';
import type { Notes } from '#extension/people/use-notes.ts';
import { useScores } from '#extension/people/use-scores.ts';
import { useReports } from '#extension/reports/use-reports.ts';
import type { Settings } from '#extension/settings.ts';
import type { BanMet, MatchRow } from '#extension/sync/rows.ts';
import { useWords } from '#extension/ui/context.tsx';
import type { PersonMet } from '#shared/match-history/people.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long after the last change the page is taken to be idle, ms. */
const IDLE_MS = 150;

/** Finds people by filter, each filter's only once. */
function createFinder(matches: readonly MatchRow[], banned: ReadonlySet<SteamId>) {
  const found = new Map<string, PersonMet[]>();
  return (filter: Filter): PersonMet[] => {
    const key = JSON.stringify(filter);
    const people = found.get(key) ?? peopleIn(matches, filter, banned, Date.now());
    found.set(key, people);
    return people;
  };
}

/** Rows drawn at once; more when asked for. */
const PAGE = 30;

const steamIdOf = ({ steamId }: PersonMet) => steamId;

interface PeopleListProps {
  matches: readonly MatchRow[];
  /** Whether `matches` are all there are. */
  complete: boolean;
  bans: readonly BanMet[];
  notes: Notes;
  settings: Settings;
}

/** Whom one met, most suspicious first, by side, map, mode and date. */
export function PeopleList({ matches, complete, bans, notes, settings }: PeopleListProps) {
  const words = useWords();
  const [filter, setFilter] = useState<Filter>(START_FILTER);
  const [shown, setShown] = useState(PAGE);
  const change = (part: Partial<Filter>) => {
    setFilter({ ...filter, ...part });
    setShown(PAGE);
  };
  const maps = useMemo(() => mapsOf(matches), [matches]);
  const banOf = useMemo(() => new Map(bans.map((ban) => [ban.steamId, ban])), [bans]);
  const find = useMemo(() => createFinder(matches, new Set(banOf.keys())), [matches, banOf]);
  const people = find(filter);
  // The longest list is made ready while nothing else is to do, so that choosing it waits for nothing.
  useEffect(() => {
    if (!complete) return;
    const ready = () =>
      mostSuspiciousFirst(find({ ...START_FILTER, range: 'all' }), new Map(), 'calibrated', new Set());
    const handle = setTimeout(ready, IDLE_MS);
    return () => clearTimeout(handle);
  }, [find, complete]);
  const steamIds = useMemo(() => people.map(({ steamId }) => steamId), [people]);
  const views = useScores(steamIds);
  const ordered = useMemo(
    () => mostSuspiciousFirst(people, views, settings.headline, notes.trusted),
    [people, views, settings.headline, notes.trusted],
  );
  const reports = useReports();
  const { items: rows, handlers } = useSteadyOrder(ordered, steamIdOf, filter);
  // A map that is gone from the list must not keep everything hidden.
  useEffect(() => {
    if (filter.map !== '' && !maps.includes(filter.map)) setFilter((old) => ({ ...old, map: '' }));
  }, [maps, filter.map]);
  return (
    <>
      <div class="filters">
        <Select
          label={words.t('people.filter.range')}
          value={filter.range}
          options={RANGES.map((value) => ({ value, label: words.t(`people.range.${value}`) }))}
          onChange={(range) => change({ range })}
        />
        <Select
          label={words.t('people.filter.side')}
          value={filter.side}
          options={SIDES.map((value) => ({ value, label: words.t(`people.side.${value}`) }))}
          onChange={(side) => change({ side })}
        />
        <Select
          label={words.t('people.filter.mode')}
          value={filter.mode}
          options={MODES.map((value) => ({ value, label: words.t(`people.mode.${value}`) }))}
          onChange={(mode) => change({ mode })}
        />
        <Select
          label={words.t('people.filter.map')}
          value={filter.map}
          options={[{ value: '', label: words.t('people.map.all') }, ...maps.map((value) => ({ value, label: value }))]}
          onChange={(map) => change({ map })}
        />
        <label class="filter-ban small">
          <input
            type="checkbox"
            checked={filter.bannedSince}
            onChange={(event) => change({ bannedSince: event.currentTarget.checked })}
          />
          {words.t('people.filter.banned')}
        </label>
        <p class="small muted filter-count" role="status">
          {words.t('people.count', { count: people.length })}
        </p>
      </div>
      <ol class="people" {...handlers}>
        {rows.slice(0, shown).map((person) => (
          <PersonRow
            key={person.steamId}
            person={person}
            view={views.get(person.steamId)}
            kind={settings.headline}
            note={notes.byId.get(person.steamId)}
            ban={banOf.get(person.steamId)}
            onNote={notes.known ? notes.keep : undefined}
            own={reports.byId.get(person.steamId)}
            onReport={reports.reload}
          />
        ))}
      </ol>
      {ordered.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + PAGE)}>
          {words.t('people.more', { count: Math.min(PAGE, ordered.length - shown) })}
        </button>
      )}
    </>
  );
}
