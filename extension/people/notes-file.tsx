import { useState } from 'preact/hooks';
import { notesToCsv, notesToJson, readNotes } from '#extension/notes/exchange.ts';
import type { Notes } from '#extension/people/use-notes.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';

/** Above this a file is not one of ours, bytes. */
const MAX_FILE = 20 * 1024 * 1024;

type Said = { tone: 'good' | 'bad'; text: string };

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its own hold on it once the download began.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Watchlist, notes, tags and trusted players as a file, out and in. */
export function NotesFile({ notes }: { notes: Notes }) {
  const words = useWords();
  const [said, setSaid] = useState<Said>();
  const all = [...notes.byId.values()];

  const take = async (file: File) => {
    const read = file.size <= MAX_FILE ? readNotes(await file.text()) : undefined;
    if (!read) return setSaid({ tone: 'bad', text: words.t('notes.import.none') });
    const { added, kept } = await send('importNotes', { notes: read.notes });
    notes.reload();
    setSaid({ tone: 'good', text: words.t('notes.import.done', { added, kept, refused: read.refused.length }) });
  };

  return (
    <section class="notes-file">
      <h2>{words.t('notes.title')}</h2>
      <p class="muted small">{words.t('notes.explain', { count: all.length })}</p>
      <div class="buttons">
        <button type="button" onClick={() => download('cstatsentry-notes.json', 'application/json', notesToJson(all))}>
          {words.t('notes.export.json')}
        </button>
        <button type="button" onClick={() => download('cstatsentry-notes.csv', 'text/csv', notesToCsv(all))}>
          {words.t('notes.export.csv')}
        </button>
        <label class="file">
          <span>{words.t('notes.import')}</span>
          <input
            type="file"
            accept=".json,.csv,application/json,text/csv"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (file) take(file).catch(() => setSaid({ tone: 'bad', text: words.t('notes.import.none') }));
            }}
          />
        </label>
      </div>
      <p role="status" class="small said" data-tone={said?.tone}>
        {said?.text}
      </p>
    </section>
  );
}
