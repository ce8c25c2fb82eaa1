import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '#extension/app/page-props.ts';
import { NotesFile } from '#extension/people/notes-file.tsx';
import { People } from '#extension/people/people.tsx';
import { useNotes } from '#extension/people/use-notes.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';

/** The people met with room, the notes as a file, and the end of it all. */
export default function PeoplePage({ settings }: PageProps) {
  const words = useWords();
  const notes = useNotes();
  const [forgotten, setForgotten] = useState(0);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    document.title = `${words.t('popup.tab.people')} – ${words.t('app.name')}`;
  }, [words]);
  return (
    <>
      <h1>{words.t('popup.tab.people')}</h1>
      <People key={forgotten} settings={settings} first="bans" />
      <NotesFile notes={notes} />
      <section class="notes-file">
        <h2>{words.t('people.forget')}</h2>
        <p class="muted small">{words.t('people.forgetText')}</p>
        <div class="buttons">
          {asking ? (
            <>
              <button
                type="button"
                onClick={() => {
                  send('forgetHistory', {}).then(
                    () => {
                      setForgotten(forgotten + 1);
                      setAsking(false);
                      setFailed(false);
                    },
                    () => setFailed(true),
                  );
                }}
              >
                {words.t('people.forget.yes')}
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                {words.t('note.cancel')}
              </button>
            </>
          ) : (
            <button type="button" onClick={() => setAsking(true)}>
              {words.t('people.forget')}
            </button>
          )}
        </div>
        {failed && <Notice title={words.t('error.background')} tone="warn" live />}
      </section>
    </>
  );
}
