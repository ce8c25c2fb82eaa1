import { useEffect, useId, useRef } from 'preact/hooks';
import { type Draft, hasTerm, mostWords, TERMS } from '#extension/app/moderation/draft.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Choice } from '#extension/ui/filters.tsx';

interface DraftFormProps {
  draft: Draft;
  busy: boolean;
  onChange: (draft: Draft) => void;
  onSubmit: () => void;
  onCancel: () => void;
}

/** The reason of a decision, and how long it holds. Ctrl+Enter goes ahead. */
export function DraftForm({ draft, busy, onChange, onSubmit, onCancel }: DraftFormProps) {
  const words = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [id, hint, wrong] = [useId(), useId(), useId()];
  const { decision } = draft;
  useEffect(() => field.current?.focus(), [decision]);
  const change = (part: Partial<Draft>) => {
    const { wrong: _, ...rest } = draft;
    onChange({ ...rest, ...part });
  };
  const left = mostWords(decision) - draft.text.length;
  const note = decision === 'note';
  return (
    <form
      class="case-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label for={id}>{words.t(note ? 'moderation.noteText' : 'moderation.reason')}</label>
      <textarea
        ref={field}
        id={id}
        rows={4}
        value={draft.text}
        aria-describedby={draft.wrong ? `${hint} ${wrong}` : hint}
        aria-invalid={draft.wrong === 'no-text' || draft.wrong === 'too-long'}
        onInput={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            onSubmit();
          }
        }}
      />
      <p id={hint} class="muted small">
        {words.t(note ? 'moderation.noteHint' : 'moderation.reasonHint')}
        {left < 100 && ` ${words.t('moderation.left', { count: left })}`}
      </p>
      {hasTerm(decision) && (
        <div class="case-term">
          <Choice
            label={words.t('moderation.term')}
            value={draft.term}
            options={TERMS.map((term) => ({
              value: term,
              label:
                term === 'none' || term === 'date'
                  ? words.t(`moderation.term.${term}`)
                  : words.t('moderation.term.days', { count: Number(term) }),
            }))}
            onChange={(term) => change({ term })}
          />
          {draft.term === 'date' && (
            <input
              type="datetime-local"
              aria-label={words.t('moderation.term.date')}
              aria-invalid={draft.wrong === 'no-date' || draft.wrong === 'past'}
              value={draft.date}
              onInput={(event) => change({ date: event.currentTarget.value })}
            />
          )}
        </div>
      )}
      <p id={wrong} role="status" class="case-status small" data-tone="warn">
        {draft.wrong && words.t(`moderation.wrong.${draft.wrong}`)}
      </p>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={busy}>
          {words.t(note ? 'moderation.noteSave' : `moderation.do.${decision}`)}
        </button>
        <button type="button" onClick={onCancel}>
          {words.t('note.cancel')}
        </button>
      </div>
    </form>
  );
}
