import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { MAX_NOTE, type Note, readTags } from '#extension/notes/note.ts';
import { useWords } from '#extension/ui/context.tsx';

type Draft = Omit<Note, 'updatedAt'>;

/** Text, tags and trust for one player. Kept when the person says so; what could not be kept stays to be sent again. */
export function NoteEditor({
  note,
  onKeep,
  onClose,
  beside,
}: {
  note: Draft;
  /** Whether it is in good hands. */
  onKeep: (note: Draft) => boolean | Promise<boolean>;
  onClose: () => void;
  /** What stands under the text; `onKept` has something done when the note is kept. */
  beside?: (own: {
    text: string;
    setText: (text: string) => void;
    onKept: (work: () => void) => void;
  }) => ComponentChildren;
}) {
  const words = useWords();
  const id = useId();
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [text, setText] = useState(note.text);
  const [tags, setTags] = useState(note.tags.join(', '));
  const [trusted, setTrusted] = useState(note.trusted);
  const [failed, setFailed] = useState(false);
  const kept = useRef<() => void>(undefined);
  const busy = useRef(false);
  const gone = useRef(false);
  useEffect(
    () => () => {
      gone.current = true;
    },
    [],
  );
  const keep = async () => {
    if (busy.current) return;
    busy.current = true;
    setFailed(false);
    const done = await onKeep({ ...note, text: text.trim(), tags: readTags(tags), trusted });
    busy.current = false;
    if (done) kept.current?.();
    // Closed meanwhile, what is open now is another one.
    if (gone.current) return;
    if (done) onClose();
    else setFailed(true);
  };
  return (
    <form
      class="note-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <label for={`${id}-text`}>{words.t('note.text')}</label>
      <textarea
        id={`${id}-text`}
        rows={2}
        maxLength={MAX_NOTE}
        value={text}
        ref={first}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {beside?.({
        text,
        setText,
        onKept: (work) => {
          kept.current = work;
        },
      })}
      <label for={`${id}-tags`}>{words.t('note.tags')}</label>
      <input
        id={`${id}-tags`}
        type="text"
        value={tags}
        placeholder={words.t('note.tags.placeholder')}
        onInput={(event) => setTags(event.currentTarget.value)}
      />
      <label class="note-trust">
        <input type="checkbox" checked={trusted} onChange={(event) => setTrusted(event.currentTarget.checked)} />
        {words.t('note.trusted')}
      </label>
      {failed && (
        <p class="note-failed small" role="alert">
          {words.t('settings.failed')}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="primary">
          {words.t('note.keep')}
        </button>
        <button type="button" onClick={onClose}>
          {words.t('note.cancel')}
        </button>
      </div>
    </form>
  );
}
