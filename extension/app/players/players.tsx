import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { useAccount } from '#extension/account/use-account.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import type { PageProps } from '#extension/app/page-props.ts';
import { BulkBar, RefreshProgress } from '#extension/app/players/bulk-bar.tsx';
import { playerColumns } from '#extension/app/players/columns.tsx';
import {
  countFilters,
  firstOrder,
  type PlayersFilter,
  readFilter,
  SORTS,
  searchedId,
  searchedVanity,
  writeFilter,
} from '#extension/app/players/filter.ts';
import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import { changedNotes, draftOf, type NoteAction } from '#extension/app/players/note-changes.ts';
import { NoteDialog } from '#extension/app/players/note-dialog.tsx';
import { createListing, type Listing } from '#extension/app/players/orders.ts';
import { PlayersFilters } from '#extension/app/players/players-filters.tsx';
import { useRefresh } from '#extension/app/players/refresh.ts';
import { StorageNotice } from '#extension/app/players/storage-notice.tsx';
import { useAddress } from '#extension/app/players/use-address.ts';
import { type Known, useKnown } from '#extension/app/players/use-known.ts';
import { useListed } from '#extension/app/players/use-listed.ts';
import { useNoteChanges } from '#extension/app/players/use-note-changes.ts';
import { useSelection } from '#extension/app/players/use-selection.ts';
import type { Settings } from '#extension/settings.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import { DataTable } from '#extension/ui/table/table.tsx';
import { useViews } from '#extension/ui/use-views.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import './players.css';

/** px. */
const ROW = 46;
/** Rows before the end of what is read at which the backend is asked for more. */
const AHEAD = 30;

/** After the last key, before Steam is asked whose custom URL it is, ms. */
const RESOLVE_MS = 400;

const idOf = ({ steamId }: KnownPlayer) => steamId;

/** `#/players`: everybody known here, or on the backend. */
export default function PlayersPage({ settings, query }: PageProps) {
  const words = useWords();
  useEffect(() => {
    document.title = words.t('app.title', { page: words.t('players.title') });
  }, [words]);
  const known = useKnown();
  const [filter, change] = useAddress<PlayersFilter>(query, readFilter, writeFilter);
  // Another backend is another account.
  return (
    <div class="players-page">
      <h1>{words.t('players.title')}</h1>
      <Players
        key={`${settings.backendUrl} ${settings.localOnly}`}
        settings={settings}
        known={known}
        filter={filter}
        change={change}
      />
    </div>
  );
}

interface PlayersProps {
  settings: Settings;
  known: Known;
  filter: PlayersFilter;
  change: (part: Partial<PlayersFilter>) => void;
}

/** A listing of these players, made ready column by column while nothing else is to do. */
function useListing(players: readonly KnownPlayer[] | undefined, headline: Settings['headline']): Listing | undefined {
  const [last] = useState<{ players?: readonly KnownPlayer[]; headline?: string; listing?: Listing }>({});
  const listing = useMemo(() => {
    if (!players) return undefined;
    const before = last.headline === headline && last.players?.length === players.length ? last.listing : undefined;
    const samePlaces = before && players.every(({ steamId }, i) => last.players?.[i]?.steamId === steamId);
    const now = samePlaces ? before.renewed(players) : createListing(players, headline);
    Object.assign(last, { players, headline, listing: now });
    return now;
  }, [players, headline, last]);
  useEffect(() => {
    if (!listing) return;
    let timer = 0;
    const prepare = () => {
      if (listing.prepare()) timer = window.setTimeout(prepare, 50);
    };
    timer = window.setTimeout(prepare, 200);
    return () => clearTimeout(timer);
  }, [listing]);
  return listing;
}

function Players({ settings, known, filter, change }: PlayersProps) {
  const words = useWords();
  const now = useNow();
  const { headline } = settings;
  const { view: account, failed: accountFailed, reload: reloadAccount } = useAccount();
  const signedIn = account?.state === 'signed-in';
  const here = filter.list === 'here';
  const listed = useListed(filter, known.notes, signedIn);

  const listing = useListing(known.players, headline);
  // Time enters only through "met within", to which a minute is nothing.
  const minute = Math.floor(now / 60_000);
  const found = useMemo(() => listing?.select(filter, minute * 60_000), [listing, filter, minute]);
  const items = (here ? found : listed.players) ?? NOBODY;
  const selected = useSelection(items, idOf);

  const [asked, setAsked] = useState<readonly SteamId[]>([]);
  const { views } = useViews(asked);
  const save = useNoteChanges(known);
  const onWatch = useCallback(
    (player: KnownPlayer) => {
      const draft = draftOf(player);
      save([{ ...draft, watched: !draft.watched }], draft.watched ? 'unwatched' : 'watched');
    },
    [save],
  );
  const [editing, setEditing] = useState<KnownPlayer>();
  const columns = useMemo(
    () => playerColumns({ words, headline, views, now, onWatch, onNote: setEditing }),
    [words, headline, views, now, onWatch],
  );
  const refresh = useRefresh(known.reload);

  const onRest = (from: number, until: number) => {
    const inView = items.slice(from, until);
    if (here)
      setAsked(inView.filter(({ band, freshUntil }) => band === undefined || freshUntil <= Date.now()).map(idOf));
    else if (listed.more && until > items.length - AHEAD) listed.loadMore();
  };
  const tags = useMemo(
    () => [...new Set([...known.notes.values()].flatMap((note) => note.tags))].sort((a, b) => a.localeCompare(b)),
    [known.notes],
  );
  const act = (action: NoteAction) => {
    const changes = changedNotes(selected.items, action);
    const what =
      action.kind === 'watch'
        ? action.on
          ? 'watched'
          : 'unwatched'
        : action.kind === 'trust'
          ? action.on
            ? 'trusted'
            : 'untrusted'
          : action.kind === 'tag'
            ? 'tagged'
            : 'untagged';
    return save(changes, what);
  };
  const loading = here
    ? found === undefined && known.failed === undefined
    : listed.players === undefined && !listed.failed;
  const status = loading
    ? words.t('players.loading')
    : here
      ? words.t('players.count', { count: items.length, total: known.players?.length ?? 0 })
      : words.t(listed.more ? 'players.countMore' : 'players.countAll', { count: items.length });

  return (
    <>
      <PlayersFilters filter={filter} tags={tags} backend={signedIn} onChange={change} />
      <StorageNotice failed={known.failed} onRetry={known.reload} />
      <RefreshProgress refresh={refresh} />
      {(here
        ? !known.failed && known.players?.length !== 0
        : signedIn && !(listed.failed && !listed.players) && listed.players?.length !== 0) && (
        <p role="status" class="small muted list-count">
          {status}
        </p>
      )}
      {/* What is known here and the account are asked for in the same way: said once is enough. */}
      {!here && !account && accountFailed && !known.failed && <Silent onRetry={reloadAccount} />}
      {!here && account && !signedIn && <SignInFirst />}
      {!here && signedIn && listed.failed && (
        <Failed title={words.t('players.listFailed')} state={listed.failed} retry={listed.retry} />
      )}
      {loading && (here || signedIn || (!account && !accountFailed)) && <Loading lines={10} />}
      {!loading && items.length > 0 && (
        <DataTable
          caption={words.t('players.caption')}
          columns={columns}
          items={items}
          keyOf={idOf}
          rowHeight={ROW}
          sort={{ by: filter.sort, order: filter.order }}
          onSort={(column) => {
            const sort = SORTS.find((each) => each === column);
            if (!sort) return;
            const flipped = filter.order === 'asc' ? 'desc' : 'asc';
            change({ sort, order: sort === filter.sort ? flipped : firstOrder(sort) });
          }}
          selection={{
            size: selected.items.length,
            has: (key) => selected.keys.has(key),
            toggle: selected.toggle,
            all: selected.all,
            labelOf: (index) => {
              const player = items[index];
              return words.t('table.select', { name: player?.name || (player?.steamId ?? '') });
            },
          }}
          onRest={onRest}
        />
      )}
      {!loading && here && known.players && items.length === 0 && (
        <Nobody filter={filter} anybody={known.players.length > 0} onClear={change} />
      )}
      {!here && signedIn && listed.players?.length === 0 && <NobodyListed filter={filter} onClear={change} />}
      {editing && (
        <NoteDialog
          draft={draftOf(editing)}
          onKeep={(draft) => save([draft], 'noted')}
          onClose={() => setEditing(undefined)}
        />
      )}
      <BulkBar selected={selected.items} refresh={refresh} onAction={act} onClear={selected.clear} />
    </>
  );
}
const NOBODY: readonly KnownPlayer[] = [];

/** Whose custom URL this is, where Steam tells. */
function useResolved(vanity: string | undefined): SteamId | undefined {
  const [found, setFound] = useState<{ vanity: string; steamId: SteamId }>();
  useEffect(() => {
    if (vanity === undefined) return;
    let gone = false;
    const timer = setTimeout(() => {
      send('resolve', { vanity }).then(
        ({ steamId }) => !gone && steamId !== null && setFound({ vanity, steamId }),
        (error: unknown) => console.warn('a custom URL could not be resolved', error),
      );
    }, RESOLVE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [vanity]);
  return found && found.vanity === vanity ? found.steamId : undefined;
}

/** Why the list is empty, and what to do: somebody named by ID can be looked up though nobody here knows them. */
function Nobody({
  filter,
  anybody,
  onClear,
}: {
  filter: PlayersFilter;
  anybody: boolean;
  onClear: (change: Partial<PlayersFilter>) => void;
}) {
  const words = useWords();
  const resolved = useResolved(searchedVanity(filter.q));
  const id = searchedId(filter.q) ?? resolved;
  if (id) {
    return (
      <Notice title={words.t('players.unknown')}>
        <p>{words.t('players.unknownText')}</p>
        <a class="button" href={`#/players/${id}`}>
          {words.t('players.lookUp', { id })}
        </a>
      </Notice>
    );
  }
  if (!anybody) {
    return (
      <Notice title={words.t('players.empty')}>
        <p>{words.t('players.emptyText')}</p>
        <a class="button" href="#/people">
          {words.t('people.read')}
        </a>
      </Notice>
    );
  }
  return <NobodyFits filter={filter} onClear={onClear} />;
}

interface NobodyProps {
  filter: PlayersFilter;
  onClear: (change: Partial<PlayersFilter>) => void;
}

const isFiltered = (filter: PlayersFilter) => countFilters(filter) > 0 || filter.q !== '';

function NobodyFits({ filter, onClear }: NobodyProps) {
  const words = useWords();
  return (
    <Notice title={words.t('players.none')}>
      <p>{words.t('players.noneText')}</p>
      {isFiltered(filter) && (
        <button type="button" onClick={() => onClear({ ...readFilter(new URLSearchParams()), list: filter.list })}>
          {words.t('filter.clear')}
        </button>
      )}
    </Notice>
  );
}

/** A list of the backend has nobody in it: because of the filters, or because nothing has come there yet. */
function NobodyListed({ filter, onClear }: NobodyProps) {
  const words = useWords();
  if (isFiltered(filter)) return <NobodyFits filter={filter} onClear={onClear} />;
  return (
    <Notice title={words.t('players.listEmpty')}>
      {filter.list === 'met' && (
        <>
          <p>{words.t('matches.emptyBackend')}</p>
          <a class="button" href="#/sources">
            {words.t('matches.sources')}
          </a>
        </>
      )}
    </Notice>
  );
}

function SignInFirst() {
  const words = useWords();
  return (
    <Notice title={words.t('players.signIn')}>
      <p>{words.t('players.signInText')}</p>
      <a class="button" href="#/sign-in">
        {words.t('account.signIn')}
      </a>
    </Notice>
  );
}
