import { useMemo, useState } from 'preact/hooks';
import { draftOf } from '#extension/app/players/note-changes.ts';
import { useNoteChanges } from '#extension/app/players/use-note-changes.ts';
import { NoteEditor } from '#extension/people/note-editor.tsx';
import { useNotes } from '#extension/people/use-notes.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { Notice } from '#extension/ui/states.tsx';
import { NoteTexts } from '#extension/user-sync/note-texts.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** One's own note on a player: watched, trusted, tags and text, changed in place. */
export function OwnNote({ steamId, name }: { steamId: SteamId; name: string | undefined }) {
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const { byId, failed, known, reload } = useNotes();
  const setNotes = useMemo(() => () => reload(), [reload]);
  const save = useNoteChanges({ notes: byId, setNotes });
  const note = byId.get(steamId);
  const draft = draftOf({ steamId, name: name === undefined ? '' : plainName(name), note });
  const said = draft.text !== '' || draft.tags.length > 0 || draft.trusted;
  return (
    <section class="panel own-note">
      <h2>{words.t('own.title')}</h2>
      {failed && (
        <Notice title={words.t('own.failed')} tone="warn" live>
          <button type="button" onClick={reload}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {said && !editing && (
        <p class="own-note-text">
          {draft.trusted && <span class="tag">{words.t('note.trustedTag')}</span>}
          {draft.tags.map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
          {draft.text}
        </p>
      )}
      {editing ? (
        <NoteEditor
          note={draft}
          onKeep={(kept) => save([kept], 'noted')}
          onClose={() => setEditing(false)}
          beside={(own) => <NoteTexts steamId={steamId} {...own} />}
        />
      ) : (
        // A note that is kept takes the place of one that could not be read.
        known && (
          <div class="buttons">
            <button
              type="button"
              aria-pressed={draft.watched}
              onClick={() => save([{ ...draft, watched: !draft.watched }], draft.watched ? 'unwatched' : 'watched')}
            >
              <Icon name="eye" />
              {words.t(draft.watched ? 'own.watching' : 'own.watch')}
            </button>
            <button type="button" onClick={() => setEditing(true)}>
              <Icon name="note" />
              {words.t(said ? 'own.edit' : 'own.add')}
            </button>
          </div>
        )
      )}
    </section>
  );
}
