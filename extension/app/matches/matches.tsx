import { useMemo } from 'preact/hooks';
import { useAccount } from '#extension/account/use-account.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import { matchColumns } from '#extension/app/matches/columns.tsx';
import {
  countMatchFilters,
  LISTS,
  type MatchesFilter,
  MODE_CHOICES,
  matchesFitting,
  RESULTS,
  readMatchesFilter,
  WHEN,
  writeMatchesFilter,
} from '#extension/app/matches/filter.ts';
import type { MatchItem } from '#extension/app/matches/match-item.ts';
import { type LocalMatches, useLocalMatches, useRemoteMatches } from '#extension/app/matches/use-matches.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { StorageNotice } from '#extension/app/players/storage-notice.tsx';
import { useAddress } from '#extension/app/players/use-address.ts';
import { useTitle } from '#extension/app/use-title.ts';
import type { Settings } from '#extension/settings.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Choice, FilterPanel, SearchField } from '#extension/ui/filters.tsx';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import { DataTable } from '#extension/ui/table/table.tsx';
import '../players/players.css';
import './matches.css';

/** px. */
const ROW = 46;
/** Rows before the end of what is read at which the backend is asked for more. */
const AHEAD = 30;
/** Numbers to choose from for "somebody has at least": the limits of the bands. */
const SCORES = [0, 31, 61, 81];

const idOf = ({ id }: MatchItem) => id;
const NONE: readonly MatchItem[] = [];

/** `#/matches`: one's own matches, kept here or on the backend. */
export default function MatchesPage({ settings, query }: PageProps) {
  const words = useWords();
  useTitle(words.t('matches.title'));
  const local = useLocalMatches();
  const [filter, change] = useAddress<MatchesFilter>(query, readMatchesFilter, writeMatchesFilter);
  return (
    <div class="players-page">
      <h1>{words.t('matches.title')}</h1>
      <Matches
        key={`${settings.backendUrl} ${settings.localOnly}`}
        settings={settings}
        local={local}
        filter={filter}
        change={change}
      />
    </div>
  );
}

function Matches({
  settings,
  local,
  filter,
  change,
}: {
  settings: Settings;
  local: LocalMatches;
  filter: MatchesFilter;
  change: (part: Partial<MatchesFilter>) => void;
}) {
  const words = useWords();
  const now = useNow();
  const { view: account, failed: accountFailed, reload: reloadAccount } = useAccount();
  const signedIn = account?.state === 'signed-in';
  const here = filter.list === 'here';
  const remote = useRemoteMatches(!here && signedIn);
  const all = here ? local.matches : remote.matches;
  const banned = useMemo(() => new Set(local.bans.keys()), [local.bans]);
  const minute = Math.floor(now / 60_000);
  const found = useMemo(
    () => all && matchesFitting(all, filter, local.scores, banned, minute * 60_000),
    [all, filter, local.scores, banned, minute],
  );
  const maps = useMemo(() => [...new Set((all ?? NONE).map(({ map }) => map))].sort(), [all]);
  const columns = useMemo(
    () =>
      matchColumns({ words, now, scores: local.scores, bans: local.bans, headline: settings.headline, others: here }),
    [words, now, local.scores, local.bans, settings.headline, here],
  );
  const loading =
    found === undefined && (here ? local.failed === undefined : signedIn ? !remote.failed : !account && !accountFailed);
  return (
    <>
      <MatchFilters filter={filter} maps={maps} backend={signedIn} onChange={change} />
      {here && <StorageNotice failed={local.failed} onRetry={local.reload} />}
      {(here ? local.failed === undefined : signedIn && (found || !remote.failed)) && all?.length !== 0 && (
        <p role="status" class="small muted list-count">
          {found
            ? words.t(remote.more && !here ? 'matches.countMore' : 'matches.count', {
                count: found.length,
                total: all?.length ?? 0,
              })
            : words.t('matches.loading')}
        </p>
      )}
      {loading && <Loading lines={10} />}
      {!here && !account && accountFailed && <Silent onRetry={reloadAccount} />}
      {!here && account && !signedIn && (
        <Notice title={words.t('players.signIn')}>
          <p>{words.t('players.signInText')}</p>
          <a class="button" href="#/sign-in">
            {words.t('account.signIn')}
          </a>
        </Notice>
      )}
      {!here && signedIn && remote.failed && (
        <Failed title={words.t('matches.listFailed')} state={remote.failed} retry={remote.retry} />
      )}
      {found && found.length > 0 && (
        <DataTable
          caption={words.t('matches.caption')}
          columns={columns}
          items={found}
          keyOf={idOf}
          rowHeight={ROW}
          onRest={(_, until) => {
            if (!here && remote.more && until > found.length - AHEAD) remote.loadMore();
          }}
        />
      )}
      {found?.length === 0 && all?.length === 0 && (
        <Notice title={words.t('people.empty')}>
          <p>{words.t(here ? 'matches.emptyText' : 'matches.emptyBackend')}</p>
          <a class="button" href={here ? '#/people' : '#/sources'}>
            {words.t(here ? 'people.read' : 'matches.sources')}
          </a>
        </Notice>
      )}
      {found?.length === 0 && all && all.length > 0 && (
        <Notice title={words.t('matches.none')}>
          <p>{words.t('matches.noneText')}</p>
          <button
            type="button"
            onClick={() => change({ ...readMatchesFilter(new URLSearchParams()), list: filter.list })}
          >
            {words.t('filter.clear')}
          </button>
        </Notice>
      )}
    </>
  );
}

function MatchFilters({
  filter,
  maps,
  backend,
  onChange,
}: {
  filter: MatchesFilter;
  maps: readonly string[];
  backend: boolean;
  onChange: (part: Partial<MatchesFilter>) => void;
}) {
  const words = useWords();
  const here = filter.list === 'here';
  const shownMaps = [...new Set([...maps, ...(filter.map === '' ? [] : [filter.map])])];
  const { list, q } = filter;
  return (
    <search class="list-controls">
      {(backend || !here) && (
        <Choice
          label={words.t('players.list')}
          value={filter.list}
          options={LISTS.map((value) => ({ value, label: words.t(`matches.list.${value}`) }))}
          onChange={(value) => onChange({ list: value })}
        />
      )}
      {here && (
        <SearchField label={words.t('matches.search')} value={filter.q} onChange={(value) => onChange({ q: value })} />
      )}
      <FilterPanel
        active={countMatchFilters(filter)}
        onClear={() => onChange({ ...readMatchesFilter(new URLSearchParams()), list, q })}
      >
        <Choice
          label={words.t('matches.filter.when')}
          value={filter.when}
          options={WHEN.map((value) => ({ value, label: words.t(`matches.when.${value}`) }))}
          onChange={(when) => onChange({ when })}
        />
        <Choice
          label={words.t('people.filter.map')}
          value={filter.map}
          options={[
            { value: '', label: words.t('people.map.all') },
            ...shownMaps.map((value) => ({ value, label: value })),
          ]}
          onChange={(map) => onChange({ map })}
        />
        <Choice
          label={words.t('people.filter.mode')}
          value={filter.mode}
          options={MODE_CHOICES.map((value) => ({ value, label: words.t(`people.mode.${value}`) }))}
          onChange={(mode) => onChange({ mode })}
        />
        <Choice
          label={words.t('matches.column.result')}
          value={filter.result}
          options={RESULTS.map((value) => ({
            value,
            label: value === 'any' ? words.t('filter.any') : words.t(`people.result.${value}`),
          }))}
          onChange={(result) => onChange({ result })}
        />
        {here && (
          <Choice
            label={words.t('matches.filter.score')}
            value={String(filter.score)}
            options={[...new Set([...SCORES, filter.score])]
              .sort((a, b) => a - b)
              .map((value) => ({
                value: String(value),
                label: value === 0 ? words.t('filter.any') : words.t('matches.filter.scoreFrom', { score: value }),
              }))}
            onChange={(score) => onChange({ score: Number(score) })}
          />
        )}
        {here && (
          <label class="filter-ban">
            <input
              type="checkbox"
              checked={filter.banned}
              onChange={(event) => onChange({ banned: event.currentTarget.checked })}
            />
            {words.t('matches.filter.banned')}
          </label>
        )}
      </FilterPanel>
    </search>
  );
}
