import type { NoteDraft } from '#extension/app/players/note-changes.ts';
import { NoteEditor } from '#extension/people/note-editor.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Dialog } from '#extension/ui/dialog.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { NoteTexts } from '#extension/user-sync/note-texts.tsx';

/** Text, tags and trust of one player, from a list. */
export function NoteDialog({
  draft,
  onKeep,
  onClose,
}: {
  draft: NoteDraft;
  onKeep: (draft: NoteDraft) => Promise<boolean>;
  onClose: () => void;
}) {
  const words = useWords();
  const name = draft.name === undefined ? '' : plainName(draft.name);
  return (
    <Dialog title={words.t('note.edit', { name: name === '' ? draft.steamId : name })} onClose={onClose}>
      <NoteEditor
        note={draft}
        onKeep={onKeep}
        onClose={onClose}
        beside={(own) => <NoteTexts steamId={draft.steamId} {...own} />}
      />
    </Dialog>
  );
}
