import { useCallback, useRef, useState } from 'preact/hooks';
import { Changed } from '#extension/app/moderation/changed.tsx';
import { Confirm } from '#extension/app/moderation/confirm.tsx';
import {
  DECISIONS,
  type Decision,
  type Draft,
  draftOf,
  keyOf,
  mayDecide,
  readDraft,
} from '#extension/app/moderation/draft.ts';
import { DraftForm } from '#extension/app/moderation/draft-form.tsx';
import { useKeys } from '#extension/app/moderation/use-keys.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import type { CaseResponse, ModerationAction } from '#shared/api/moderation.ts';

interface DecideProps {
  held: CaseResponse;
  /** The case as an answer has it. */
  put: (now: CaseResponse) => void;
  /** Asks how the case is now. */
  look: () => void;
}

/** What may be done with a case, by button or number, and saying why. What is typed stays until it is stored or given up. */
export function Decide({ held, put, look }: DecideProps) {
  const words = useWords();
  const now = useNow();
  const [draft, setDraft] = useState<Draft>();
  const [asked, setAsked] = useState<ModerationAction>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; tone: 'good' | 'warn' }>();
  const heading = useRef<HTMLHeadingElement>(null);

  const begin = (decision: Decision) => {
    setSaid(undefined);
    // Another decision takes along what was typed for the one before.
    setDraft((old) => ({ ...draftOf(decision, held), ...(old && { text: old.text, seen: old.seen }) }));
  };
  const done = useCallback((text: string) => {
    setDraft(undefined);
    setSaid({ text, tone: 'good' });
    // The button that was pressed is gone.
    heading.current?.focus();
  }, []);

  const act = (action: ModerationAction) => {
    setAsked(undefined);
    setBusy(true);
    const failed = (text: string) => setSaid({ text, tone: 'warn' });
    send('moderationAct', { steamId: held.steamId, action })
      .then(
        (answer) => {
          if (answer.state !== 'ok') {
            // Whether it was stored is not known: the history tells.
            look();
            return failed(
              words.t(answer.state === 'unreachable' ? 'moderation.unsure' : `account.answer.${answer.state}`),
            );
          }
          const { value } = answer;
          if (value.outcome === 'refused') {
            look();
            return failed(refusalText(value.reason, value.fields));
          }
          put(value.value);
          // Changed meanwhile: what happened is shown beside the draft, which stays.
          if (value.outcome === 'done') done(words.t(`moderation.done.${action.type}`));
          else setSaid(undefined);
        },
        () => failed(words.t('error.background')),
      )
      .finally(() => setBusy(false));
  };
  const refusalText = (reason: string | undefined, fields: readonly { path: string; message: string }[]) =>
    words.find(`moderation.refused.${reason}`) ??
    [words.t('account.answer.refused'), ...fields.map(({ path, message }) => `${path}: ${message}`)].join(' ');

  const submit = () => {
    if (!draft || busy) return;
    const read = readDraft(draft, held.status.version, now);
    if ('wrong' in read) setDraft({ ...draft, wrong: read.wrong });
    else if (read.action.type === 'note') act(read.action);
    else setAsked(read.action);
  };
  const available = DECISIONS.filter((decision) => mayDecide(decision, held, now));
  useKeys(held.barred ? {} : Object.fromEntries(available.map((decision) => [keyOf(decision), () => begin(decision)])));
  // A colleague's note is no reason to decide anew.
  const changed = draft ? held.events.filter(({ sequence, type }) => sequence > draft.seen && type !== 'note') : [];

  return (
    <section class="case-card case-decision">
      <h2 ref={heading} tabIndex={-1}>
        {words.t('moderation.decide')}
      </h2>
      <Appealed held={held} />
      {held.barred ? (
        <Notice title={words.t('moderation.barred')} tone="warn">
          <p>{words.t(`moderation.refused.${held.barred}`)}</p>
          {held.barred === 'own-case' && <a href="#/account">{words.t('moderation.barred.account')}</a>}
        </Notice>
      ) : (
        <div class="case-buttons">
          {DECISIONS.map((decision) => (
            <button
              key={decision}
              type="button"
              aria-pressed={draft?.decision === decision}
              aria-keyshortcuts={keyOf(decision)}
              aria-disabled={!available.includes(decision) || busy}
              data-decision={decision}
              onClick={() => {
                if (available.includes(decision) && !busy) begin(decision);
              }}
            >
              {words.t(`moderation.do.${decision}`)}
              <span class="kbd" aria-hidden="true">
                {keyOf(decision)}
              </span>
            </button>
          ))}
        </div>
      )}
      {changed.length > 0 && <Changed events={changed} names={held.names} />}
      {draft && !held.barred && (
        <DraftForm
          draft={draft}
          busy={busy}
          onChange={setDraft}
          onSubmit={submit}
          onCancel={() => {
            setDraft(undefined);
            setSaid(undefined);
            heading.current?.focus();
          }}
        />
      )}
      <p role="status" class="case-status small" data-tone={said?.tone}>
        {said?.text}
      </p>
      {asked && asked.type !== 'note' && (
        <Confirm
          action={asked}
          held={held}
          changed={changed}
          onYes={() => act(asked)}
          onNo={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

/** The appeal that waits for an answer, where there is one. */
function Appealed({ held: { status, events } }: { held: CaseResponse }) {
  const words = useWords();
  const last = events.findLast((event) => event.type === 'appeal');
  if (!status.appealed || last?.type !== 'appeal') return null;
  return (
    <blockquote class="case-appeal">
      <p class="small muted">{words.t('moderation.appeal.waits')}</p>
      <p class="case-said">{last.text}</p>
      <p class="small muted">{words.t('moderation.appeal.how')}</p>
    </blockquote>
  );
}
