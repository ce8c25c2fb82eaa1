import { useCallback, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '#extension/app/page-props.ts';
import { playerColumns } from '#extension/app/players/columns.tsx';
import { NO_FILTER } from '#extension/app/players/filter.ts';
import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import { draftOf } from '#extension/app/players/note-changes.ts';
import { NoteDialog } from '#extension/app/players/note-dialog.tsx';
import { createListing } from '#extension/app/players/orders.ts';
import { StorageNotice } from '#extension/app/players/storage-notice.tsx';
import { useKnown } from '#extension/app/players/use-known.ts';
import { useNoteChanges } from '#extension/app/players/use-note-changes.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { AddPlayer } from '#extension/app/watchlist/add-player.tsx';
import { useBans } from '#extension/people/use-bans.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import { DataTable } from '#extension/ui/table/table.tsx';
import { useViews } from '#extension/ui/use-views.ts';
import '../players/players.css';

const ROW = 46;
const idOf = ({ steamId }: KnownPlayer) => steamId;
const START: readonly KnownPlayer[] = [];

/** `#/watchlist`: whom the person keeps an eye on, the most suspicious first. */
export default function WatchlistPage({ settings: { headline } }: PageProps) {
  const words = useWords();
  const now = useNow();
  useTitle(words.t('watchlist.title'));
  const known = useKnown();
  const save = useNoteChanges(known);
  const { check, look, failed: checkFailed, reload: reloadCheck } = useBans(undefined);
  const [sort, setSort] = useState<{
    by: 'score' | 'name' | 'confidence' | 'ban' | 'met' | 'assessed';
    order: 'asc' | 'desc';
  }>({
    by: 'score',
    order: 'desc',
  });
  const watched = useMemo(() => known.players?.filter(({ note }) => note?.watched === true), [known.players]);
  const items = useMemo(
    () => watched && createListing(watched, headline).select({ ...NO_FILTER, sort: sort.by, order: sort.order }, 0),
    [watched, headline, sort],
  );
  // The whole list is looked at anew: it is short, and this is what it is for.
  const steamIds = useMemo(() => (watched ?? START).map(idOf).sort(), [watched]);
  const { views } = useViews(steamIds);
  const [editing, setEditing] = useState<KnownPlayer>();
  const onWatch = useCallback(
    (player: KnownPlayer) => save([{ ...draftOf(player), watched: false }], 'unwatched'),
    [save],
  );
  const columns = useMemo(
    () => playerColumns({ words, headline, views, now, marks: 'always', onWatch, onNote: setEditing }),
    [words, headline, views, now, onWatch],
  );
  const banned = items?.filter(({ banSince }) => banSince !== undefined).length ?? 0;
  return (
    <div class="players-page">
      <h1>{words.t('watchlist.title')}</h1>
      <p class="muted">{words.t('watchlist.explain')}</p>
      <AddPlayer
        watched={(steamId) => known.notes.get(steamId)?.watched === true}
        onAdd={(steamId) =>
          save([{ ...draftOf({ steamId, name: '', note: known.notes.get(steamId) }), watched: true }], 'watched')
        }
      />
      <StorageNotice failed={known.failed} onRetry={known.reload} />
      {!items && known.failed === undefined && <Loading lines={6} />}
      {items && items.length === 0 && (
        <Notice title={words.t('watchlist.empty')}>
          <p>{words.t('watchlist.emptyText')}</p>
          <a class="button" href="#/players">
            {words.t('players.title')}
          </a>
        </Notice>
      )}
      {items && items.length > 0 && (
        <>
          <div class="watch-state">
            <p role="status" class="small muted">
              {words.t('watchlist.count', { count: items.length, banned })}
              {/* Nobody can say yet, which is not the same as never. */}
              {check && ' · '}
              {check &&
                (check.running
                  ? words.t('bansMet.looking')
                  : check.lastAt === undefined
                    ? words.t('bansMet.neverLooked')
                    : words.t('bansMet.looked', { when: words.ago(check.lastAt, now) }))}
            </p>
            <button
              type="button"
              aria-disabled={check?.running === true}
              onClick={() => {
                if (!check?.running) void look().then(known.reload);
              }}
            >
              {words.t('bansMet.look')}
            </button>
          </div>
          {checkFailed && <Silent onRetry={reloadCheck} />}
          <DataTable
            caption={words.t('watchlist.caption')}
            columns={columns}
            items={items}
            keyOf={idOf}
            rowHeight={ROW}
            sort={sort}
            onSort={(column) =>
              setSort((old) => {
                const by = (['score', 'name', 'confidence', 'ban', 'met', 'assessed'] as const).find(
                  (each) => each === column,
                );
                if (!by) return old;
                if (by === old.by) return { by, order: old.order === 'asc' ? 'desc' : 'asc' };
                return { by, order: by === 'name' ? 'asc' : 'desc' };
              })
            }
          />
        </>
      )}
      {editing && (
        <NoteDialog
          draft={draftOf(editing)}
          onKeep={(draft) => save([draft], 'noted')}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
}
