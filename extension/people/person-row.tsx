import { useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import type { Note } from '#extension/notes/note.ts';
import { BanText } from '#extension/people/ban-text.tsx';
import { NoteEditor } from '#extension/people/note-editor.tsx';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import type { OwnReport } from '#extension/reports/report.ts';
import { HereButton, ReportButton, type RowOpen, RowPart } from '#extension/reports/row.tsx';
import { markText } from '#extension/reports/state.tsx';
import type { Settings } from '#extension/settings.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import type { PersonMet } from '#shared/match-history/people.ts';

interface PersonRowProps {
  person: PersonMet;
  view: PlayerView | undefined;
  kind: Settings['headline'];
  note: Note | undefined;
  ban: BanMet | undefined;
  /** Absent until the notes are known: what is kept takes the place of what is there. */
  onNote: ((note: Omit<Note, 'updatedAt'>) => void) | undefined;
  /** One's own report on them. */
  own: OwnReport | undefined;
  /** Something about one's reports has changed. */
  onReport: () => void;
}

/** Somebody met: number, name, how often and when; watching and notes are one click away. */
export function PersonRow({ person, view, kind, note, ban, onNote, own, onReport }: PersonRowProps) {
  const words = useWords();
  const now = useNow();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState<RowOpen>('nothing');
  const { steamId, name } = person;
  const plain = plainName(name);
  const first =
    person.firstMetAt < person.lastMetAt
      ? words.t('people.firstMet', { day: words.day(person.firstMetAt) })
      : undefined;
  const held: Omit<Note, 'updatedAt'> = note ?? {
    steamId,
    ...(plain !== '' && { name: plain }),
    watched: false,
    trusted: false,
    text: '',
    tags: [],
  };
  const { updatedAt: _, ...draft } = { updatedAt: 0, ...held };
  const label = plain === '' ? steamId : plain;
  return (
    <li class="person" data-trusted={held.trusted}>
      <button
        type="button"
        class="person-main"
        onClick={() => void send('openDetails', { steamId }).catch(console.error)}
      >
        <ScoreBadge view={view} kind={kind} />
        <span class="person-words">
          <PlayerName name={name} steamId={steamId} />
          <span class="muted small met-facts" title={first}>
            {[
              person.with.matches > 0 && words.t('people.with', { count: person.with.matches, won: person.with.won }),
              person.against.matches > 0 &&
                words.t('people.against', { count: person.against.matches, won: person.against.won }),
              words.ago(person.lastMetAt, now, 'short'),
            ]
              .filter(Boolean)
              .map((fact, index, all) => (
                <span key={fact} class="met-fact">
                  {fact}
                  {index < all.length - 1 && ' ·'}
                </span>
              ))}
            {first && <span class="first-met">· {first}</span>}
          </span>
          {ban && <BanText ban={ban} />}
          {own && <span class="own-mark small">{markText(words, own)}</span>}
          {(held.text !== '' || held.tags.length > 0 || held.trusted) && (
            <span class="person-note small">
              {held.trusted && <span class="tag">{words.t('note.trustedTag')}</span>}
              {held.tags.map((tag) => (
                <span key={tag} class="tag">
                  {tag}
                </span>
              ))}
              {held.text}
            </span>
          )}
        </span>
      </button>
      <span class="person-actions">
        <button
          type="button"
          class="icon-button"
          aria-pressed={held.watched}
          disabled={!onNote}
          aria-label={words.t('note.watch', { name: label })}
          title={words.t('note.watch', { name: label })}
          onClick={() => onNote?.({ ...draft, watched: !held.watched })}
        >
          <Icon name="eye" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-expanded={editing}
          disabled={!onNote}
          aria-label={words.t('note.edit', { name: label })}
          title={words.t('note.edit', { name: label })}
          onClick={() => setEditing(!editing)}
        >
          <Icon name="note" />
        </button>
        <ReportButton steamId={steamId} name={name} own={own} open={open} onOpen={setOpen} />
        <HereButton steamId={steamId} name={name} open={open} onOpen={setOpen} />
      </span>
      {editing && onNote && (
        <NoteEditor
          note={draft}
          onKeep={(note) => {
            onNote(note);
            return true; // The list has it until it is kept.
          }}
          onClose={() => setEditing(false)}
        />
      )}
      <RowPart
        steamId={steamId}
        name={name}
        own={own}
        open={open}
        onOpen={setOpen}
        at={person.lastMetAt}
        view={view}
        kind={kind}
        onChange={onReport}
      />
    </li>
  );
}
