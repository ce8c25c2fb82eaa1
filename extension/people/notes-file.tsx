import { useRef, useState } from 'preact/hooks';
import { type ImportedNotes, notesToCsv, notesToJson, readNotes } from '#extension/notes/exchange.ts';
import type { Note } from '#extension/notes/note.ts';
import { type ImportPreview, previewOf } from '#extension/people/import-preview.ts';
import type { Notes } from '#extension/people/use-notes.ts';
import { useWords } from '#extension/ui/context.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';

/** Above this a file is not one of ours, bytes: fifty thousand notes of some length. It is not even read. */
const MAX_FILE = 20 * 1024 * 1024;
/** So many lines with faults, and so many players of an import, are shown. */
const SHOWN = 10;

type Chosen =
  | { state: 'reading' }
  /** `too-big` was not read; `unreadable` the browser could not. */
  | { state: 'none'; why: 'too-big' | 'unreadable' | Exclude<ImportedNotes['state'], 'read'>; line?: number }
  | { state: 'faults'; faults: (ImportedNotes & { state: 'read' })['faults'] }
  | { state: 'ready'; notes: Note[]; preview: ImportPreview };

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its own hold on it once the download began.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function choose(file: File, held: Notes['byId']): Promise<Chosen> {
  if (file.size > MAX_FILE) return { state: 'none', why: 'too-big' };
  let text: string;
  try {
    text = await file.text();
  } catch {
    return { state: 'none', why: 'unreadable' }; // Gone, or no longer allowed: the person chooses again.
  }
  const read = readNotes(text);
  if (read.state === 'broken') {
    return { state: 'none', why: 'broken', ...(read.line !== undefined && { line: read.line }) };
  }
  if (read.state !== 'read') return { state: 'none', why: read.state };
  if (read.faults.length > 0) return { state: 'faults', faults: read.faults };
  return { state: 'ready', notes: read.notes, preview: previewOf(read.notes, held) };
}

/** Watchlist, notes, tags and trusted players as a file, out and in: nothing is taken before it was shown, and all or nothing. */
export function NotesFile({ notes }: { notes: Notes }) {
  const words = useWords();
  const [chosen, setChosen] = useState<Chosen>();
  const [said, setSaid] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const all = [...notes.byId.values()];

  const take = async (file: File) => {
    setSaid('');
    setChosen({ state: 'reading' });
    setChosen(await choose(file, notes.byId));
  };
  const close = (what: string) => {
    setChosen(undefined);
    setSaid(what);
    input.current?.focus();
  };
  const confirm = (more: Note[]) => {
    send('importNotes', { notes: more }).then(
      ({ added }) => {
        notes.reload();
        close(words.t('notes.import.done', { count: added }));
      },
      () => close(words.t('notes.import.failed')),
    );
  };

  return (
    <section class="notes-file">
      <h2>{words.t('notes.title')}</h2>
      {notes.failed && (
        <Notice title={words.t('own.failed')} tone="warn" live>
          <button type="button" onClick={notes.reload}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {/* What was not read would be missing from a file, and be replaced by one. */}
      {notes.known && <p class="muted small">{words.t('notes.explain', { count: all.length })}</p>}
      <div class="buttons" hidden={!notes.known}>
        <button type="button" onClick={() => download('cstatsentry-notes.json', 'application/json', notesToJson(all))}>
          {words.t('notes.export.json')}
        </button>
        <button type="button" onClick={() => download('cstatsentry-notes.csv', 'text/csv', notesToCsv(all))}>
          {words.t('notes.export.csv')}
        </button>
        <label class="file">
          <span>{words.t('notes.import')}</span>
          <input
            ref={input}
            type="file"
            accept=".json,.csv,application/json,text/csv"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              // The same file can be chosen again once it was corrected.
              event.currentTarget.value = '';
              if (file) void take(file);
            }}
          />
        </label>
      </div>
      {chosen?.state === 'reading' && <p role="status">{words.t('notes.import.reading')}</p>}
      {chosen?.state === 'none' && (
        <Notice title={words.t(`notes.import.${chosen.why}`)} tone="warn" live>
          {chosen.line !== undefined && <p>{words.t('notes.import.line', { line: chosen.line })}</p>}
        </Notice>
      )}
      {chosen?.state === 'faults' && <Faults faults={chosen.faults} />}
      {chosen?.state === 'ready' && (
        <Preview
          preview={chosen.preview}
          onConfirm={() => confirm(chosen.notes)}
          onCancel={() => close(words.t('notes.import.cancelled'))}
        />
      )}
      <p role="status" class="small">
        {said}
      </p>
    </section>
  );
}

function Faults({ faults }: { faults: (Chosen & { state: 'faults' })['faults'] }) {
  const words = useWords();
  const more = faults.length - SHOWN;
  return (
    <Notice title={words.t('notes.import.faults', { count: faults.length })} tone="warn" live>
      <ul class="import-faults">
        {faults.slice(0, SHOWN).map(({ line, field }) => (
          <li key={`${line} ${field}`}>
            <span class="muted">{words.t('notes.import.line', { line })}</span> {words.t(`notes.fault.${field}`)}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="muted small">{words.t('notes.import.more', { count: more })}</p>}
    </Notice>
  );
}

function Preview({
  preview: { added, replaced, kept },
  onConfirm,
  onCancel,
}: {
  preview: ImportPreview;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const words = useWords();
  const first = [...added, ...replaced].slice(0, SHOWN);
  const more = added.length + replaced.length - first.length;
  const change = added.length + replaced.length > 0;
  return (
    <Notice title={words.t(change ? 'notes.import.preview' : 'notes.import.nothing')} live>
      <p class="small">
        {[
          added.length > 0 && words.t('notes.import.added', { count: added.length }),
          replaced.length > 0 && words.t('notes.import.replaced', { count: replaced.length }),
          kept > 0 && words.t('notes.import.kept', { count: kept }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {first.length > 0 && (
        <ul class="import-preview">
          {first.map((note) => (
            <li key={note.steamId}>
              <PlayerName name={note.name} steamId={note.steamId} />
              <span class="small muted">
                {note.watched && <span class="tag">{words.t('notes.watched')}</span>}
                {note.trusted && <span class="tag">{words.t('note.trustedTag')}</span>}
                {note.tags.map((tag) => (
                  <span key={tag} class="tag">
                    <bdi>{tag}</bdi>
                  </span>
                ))}
                <bdi>{plainName(note.text.replace(/\s+/g, ' '))}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p class="muted small">{words.t('notes.import.more', { count: more })}</p>}
      <div class="buttons">
        {change && (
          <button type="button" class="primary" onClick={onConfirm}>
            {words.t('notes.import.take')}
          </button>
        )}
        <button type="button" onClick={onCancel}>
          {words.t(change ? 'note.cancel' : 'notes.import.close')}
        </button>
      </div>
    </Notice>
  );
}
