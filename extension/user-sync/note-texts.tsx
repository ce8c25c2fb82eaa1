import { useEffect, useRef, useState } from 'preact/hooks';
import { MAX_NOTE } from '#extension/notes/note.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import type { OwnSyncRequests } from '#extension/user-sync/messages.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Texts = OwnSyncRequests['noteTexts']['out'];

/** Texts other browsers have beside the one being edited. Once each is decided on, keeping the note settles them. */
export function NoteTexts({
  steamId,
  text,
  setText,
  onKept,
}: {
  steamId: SteamId;
  text: string;
  setText: (text: string) => void;
  onKept: (work: () => void) => void;
}) {
  const words = useWords();
  const [texts, setTexts] = useState<Texts>();
  const [failed, setFailed] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    send('noteTexts', { steamId }).then(setTexts, () => setFailed(true));
  }, [steamId]);
  if (failed) return <p class="muted small">{words.t('sync.unread')}</p>;
  if (!texts || texts.others.length === 0) return null;

  const decide = (index: number, after: string) => {
    setText(after);
    const { version } = texts;
    const others = texts.others.filter((_, at) => at !== index);
    setTexts({ version, others });
    if (others.length > 0) return;
    // What had the focus goes away.
    list.current?.closest('form')?.querySelector('textarea')?.focus();
    onKept(() => {
      send('settleNote', { steamId, version }).catch((error: unknown) =>
        console.error('the texts of a note are still to be settled', error),
      );
    });
  };
  return (
    <ul class="note-texts" ref={list}>
      {texts.others.map((other, index) => {
        const joined = text.trim() === '' ? other.text : `${text.trim()}\n${other.text}`;
        return (
          <li key={other.text}>
            <span class="muted small">{words.t('sync.other', { day: words.day(other.at) })}</span>
            <p>{other.text}</p>
            <div class="buttons">
              <button type="button" onClick={() => decide(index, other.text)}>
                {words.t('sync.take')}
              </button>
              <button type="button" disabled={joined.length > MAX_NOTE} onClick={() => decide(index, joined)}>
                {words.t('sync.join')}
              </button>
              <button type="button" onClick={() => decide(index, text)}>
                {words.t('sync.drop')}
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
