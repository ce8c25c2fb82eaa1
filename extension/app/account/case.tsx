import { useId, useState } from 'preact/hooks';
import { whatHappened, whatWasSaid } from '#extension/app/moderation/event.tsx';
import { useNow, useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import type { HeldCase } from '#shared/api/moderation.ts';
import { MAX_REASON } from '#shared/moderation/events.ts';
import '../moderation/moderation.css';

/** What was decided about the person, why and until when; an appeal, and what became of it. */
export function OwnCase({ held, onChange }: { held: HeldCase; onChange: (now: HeldCase) => void }) {
  const words = useWords();
  const now = useNow();
  const inForce = held.measure !== 'none' && (held.expiresAt === null || held.expiresAt > now);
  return (
    <section class="account-card own-case">
      <h2>{words.t('moderation.own')}</h2>
      <p>
        {held.measure === 'none' || !inForce
          ? words.t('moderation.own.none')
          : held.expiresAt === null
            ? words.t(`moderation.own.${held.measure}`)
            : words.t(`moderation.own.${held.measure}Until`, { when: words.date(held.expiresAt) })}
      </p>
      <Reason held={held} inForce={inForce} />
      <AppealState held={held} />
      {held.mayAppeal && <AppealForm onChange={onChange} />}
      {held.events.length > 1 && (
        <details open={held.events.length <= 3}>
          <summary>{words.t('moderation.own.history', { count: held.events.length })}</summary>
          <ol class="case-events">
            {held.events.toReversed().map((event) => {
              const said = whatWasSaid(words, event);
              return (
                <li key={`${event.at} ${event.type}`} class="case-event" data-type={event.type}>
                  <p class="case-event-head">
                    <strong>{whatHappened(words, event)}</strong>
                    <span class="muted small">
                      <When time={event.at} />
                    </span>
                  </p>
                  {said && <p class="case-said">{said}</p>}
                </li>
              );
            })}
          </ol>
        </details>
      )}
    </section>
  );
}

/** Why what is in force is: the words of the decision. */
function Reason({ held: { measure, events }, inForce }: { held: HeldCase; inForce: boolean }) {
  const words = useWords();
  const by = inForce ? events.findLast(({ type }) => type === measure) : undefined;
  if (!by || !('reason' in by)) return null;
  return (
    <div>
      <p class="muted small">
        {words.t('moderation.own.reason')} · <When time={by.at} />
      </p>
      <p class="case-said">{by.reason}</p>
    </div>
  );
}

const ANSWERS = new Set(['flag', 'block', 'ban', 'clear', 'uphold', 'reject']);

/** Whether the last appeal waits, or how it was answered. */
function AppealState({ held: { appealed, events } }: { held: HeldCase }) {
  const words = useWords();
  const at = events.findLastIndex(({ type }) => type === 'appeal');
  if (at < 0) return null;
  const answer = appealed ? undefined : events.slice(at + 1).find(({ type }) => ANSWERS.has(type));
  if (!appealed && !answer) return null;
  const said = answer && whatWasSaid(words, answer);
  return (
    <div class="case-appeal">
      <p>
        {answer
          ? words.t('moderation.appeal.answered', { what: whatHappened(words, answer), when: words.date(answer.at) })
          : words.t('moderation.appeal.sent')}
      </p>
      {said && <p class="case-said">{said}</p>}
    </div>
  );
}

function AppealForm({ onChange }: { onChange: (now: HeldCase) => void }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [id, hint] = [useId(), useId()];
  const submit = () => {
    const wanted = text.trim();
    if (busy) return;
    if (wanted === '') return setSaid(words.t('moderation.wrong.no-text'));
    setBusy(true);
    send('appeal', { text: wanted })
      .then(
        (answer) => {
          if (answer.state !== 'ok') return setSaid(words.t(`account.answer.${answer.state}`));
          if (answer.value.outcome === 'done') return onChange(answer.value.value);
          const { reason, fields } = answer.value;
          setSaid(
            words.find(`moderation.refused.${reason}`) ??
              [words.t('account.answer.refused'), ...fields.map(({ message }) => message)].join(' '),
          );
        },
        () => setSaid(words.t('error.background')),
      )
      .finally(() => setBusy(false));
  };
  return (
    <form
      class="case-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for={id}>{words.t('moderation.appeal')}</label>
      <textarea
        id={id}
        rows={4}
        maxLength={MAX_REASON}
        value={text}
        aria-describedby={hint}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p id={hint} class="muted small">
        {words.t('moderation.appeal.hint')}
      </p>
      <p role="status" class="case-status small" data-tone="warn">
        {said}
      </p>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={busy}>
          {words.t('moderation.appeal.send')}
        </button>
      </div>
    </form>
  );
}
