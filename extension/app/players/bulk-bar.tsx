import { useState } from 'preact/hooks';
import { playersToCsv, playersToJson } from '#extension/app/players/export.ts';
import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import { MAX_CHANGED, type NoteAction } from '#extension/app/players/note-changes.ts';
import type { Refresh } from '#extension/app/players/refresh.ts';
import { readTags } from '#extension/notes/note.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { download } from '#extension/ui/download.ts';
import { Icon } from '#extension/ui/icons.tsx';

/** Fewest and most players that are compared side by side. */
const COMPARE = { least: 2, most: 5 } as const;
/** Most players looked at again at once: each costs Steam some requests, and takes a second or so. */
const MAX_REFRESHED = 50;

/** What can be done with the players selected. Always in the page, so that a screen reader hears how many they are. */
export function BulkBar({
  selected,
  refresh,
  onAction,
  onClear,
}: {
  selected: readonly KnownPlayer[];
  refresh: Refresh;
  /** Resolves with whether it was done. */
  onAction: (action: NoteAction) => Promise<boolean>;
  onClear: () => void;
}) {
  const words = useWords();
  const [tagging, setTagging] = useState(false);
  const count = selected.length;
  const tooMany = count > MAX_CHANGED;
  const watched = count > 0 && selected.every(({ note }) => note?.watched === true);
  const trusted = count > 0 && selected.every(({ note }) => note?.trusted === true);
  const compared = count >= COMPARE.least && count <= COMPARE.most;
  const refreshable = count <= MAX_REFRESHED && refresh.progress?.running !== true;
  const day = new Date().toISOString().slice(0, 10);
  return (
    <section class="bulk-bar" aria-label={words.t('players.bulk')} data-empty={count === 0}>
      <p role="status">
        <strong>{count > 0 ? words.t('players.selected', { count }) : ''}</strong>
        {tooMany && <span class="small muted"> {words.t('players.bulk.tooMany', { max: MAX_CHANGED })}</span>}
      </p>
      {count > 0 && (
        <div class="bulk-actions">
          <button type="button" disabled={tooMany} onClick={() => onAction({ kind: 'watch', on: !watched })}>
            <Icon name="eye" />
            {words.t(watched ? 'players.bulk.unwatch' : 'players.bulk.watch')}
          </button>
          <button type="button" disabled={tooMany} onClick={() => onAction({ kind: 'trust', on: !trusted })}>
            <Icon name="check" />
            {words.t(trusted ? 'players.bulk.untrust' : 'players.bulk.trust')}
          </button>
          <button type="button" disabled={tooMany} aria-expanded={tagging} onClick={() => setTagging(!tagging)}>
            <Icon name="note" />
            {words.t('players.bulk.tag')}
          </button>
          <button
            type="button"
            disabled={!refreshable}
            title={count > MAX_REFRESHED ? words.t('players.bulk.refreshMost', { max: MAX_REFRESHED }) : undefined}
            onClick={() => refresh.start(selected.map(({ steamId }) => steamId))}
          >
            <Icon name="refresh" />
            {words.t('players.bulk.refresh')}
          </button>
          {compared ? (
            <a class="button" href={`#/compare?ids=${selected.map(({ steamId }) => steamId).join(',')}`}>
              <Icon name="compare" />
              {words.t('players.bulk.compare')}
            </a>
          ) : (
            <button type="button" disabled title={words.t('players.bulk.compareHow', COMPARE)}>
              <Icon name="compare" />
              {words.t('players.bulk.compare')}
            </button>
          )}
          <button
            type="button"
            onClick={() => download(`cstatsentry-players-${day}.csv`, 'text/csv', playersToCsv(selected))}
          >
            <Icon name="download" />
            {words.t('players.export.csv')}
          </button>
          <button
            type="button"
            onClick={() =>
              download(`cstatsentry-players-${day}.json`, 'application/json', playersToJson(selected, Date.now()))
            }
          >
            <Icon name="download" />
            {words.t('players.export.json')}
          </button>
          <button type="button" class="link-button" onClick={onClear}>
            {words.t('players.bulk.clear')}
          </button>
        </div>
      )}
      {tagging && count > 0 && !tooMany && (
        <TagForm
          onAction={async (action) => {
            if (await onAction(action)) setTagging(false);
          }}
        />
      )}
    </section>
  );
}

function TagForm({ onAction }: { onAction: (action: NoteAction) => Promise<void> }) {
  const words = useWords();
  const [text, setText] = useState('');
  const tags = readTags(text);
  return (
    <form
      class="tag-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (tags.length > 0) void onAction({ kind: 'tag', tags });
      }}
    >
      <input
        class="search-field"
        aria-label={words.t('note.tags')}
        placeholder={words.t('note.tags.placeholder')}
        value={text}
        maxLength={300}
        ref={(field) => {
          if (text === '') field?.focus();
        }}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="primary" disabled={tags.length === 0}>
        {words.t('players.tag.add')}
      </button>
      <button type="button" disabled={tags.length === 0} onClick={() => void onAction({ kind: 'untag', tags })}>
        {words.t('players.tag.remove')}
      </button>
    </form>
  );
}

/** How a bulk refresh goes or ended. */
export function RefreshProgress({ refresh: { progress, stop, clear } }: { refresh: Refresh }) {
  const words = useWords();
  const now = useNow();
  if (!progress) return <p role="status" class="sr" />;
  const { done, failed, total, running, limited } = progress;
  return (
    <div class="refresh-progress notice" data-tone={failed > 0 && !running ? 'warn' : 'plain'}>
      <p role="status">
        {running
          ? words.t('players.refreshing', { done: done + failed, total })
          : words.t('players.refreshed', { done, total })}{' '}
        {limited &&
          (limited.until === undefined
            ? words.t('players.refreshLimited')
            : words.t('players.refreshLimitedUntil', { when: words.ago(limited.until, now) }))}
      </p>
      {running && <progress value={done + failed} max={total} aria-label={words.t('players.bulk.refresh')} />}
      <button type="button" onClick={running ? stop : clear}>
        {words.t(running ? 'players.refresh.stop' : 'players.refresh.close')}
      </button>
    </div>
  );
}
