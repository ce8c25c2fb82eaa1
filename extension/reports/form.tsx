import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { EvidenceField, readEvidence } from '#extension/reports/evidence.tsx';
import type {
  MatchChoice,
  ReportCategory,
  ReportDraft,
  ReportField,
  ReportTaken,
  ReportView,
  Unsent,
} from '#extension/reports/report.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const CATEGORIES: readonly ReportCategory[] = ['aim', 'wall', 'movement', 'other-cheat', 'boosting', 'griefing'];
const MOST_WORDS = 1_000;
/** What is typed is kept after a pause of this long, ms, and when the form closes. */
const KEEP_AFTER = 500;

/** A time as `datetime-local` has it, in this browser's time zone. */
const toLocal = (time: number): string =>
  new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

interface FormProps {
  steamId: SteamId;
  name: string | undefined;
  view: ReportView;
  /** The match it is about (ms), where the person came from one. */
  at?: number | undefined;
  onTaken: (taken: ReportTaken & { state: 'held' }) => void;
  /** Closed without handing anything in; with what is left as a draft. */
  onClose: (draft: ReportDraft | undefined) => void;
}

/** What the form begins with: what was typed before, what was reported before, or the last match together. */
function startOf({ draft, own, matches }: ReportView, at: number | undefined): ReportDraft {
  if (draft) return { ...draft, ...(at !== undefined && { playedAt: at }) };
  if (own) return own.request;
  const playedAt = at ?? matches[0]?.playedAt;
  return { evidence: [], words: '', ...(playedAt !== undefined && { playedAt }) };
}

const hasContent = ({ category, evidence, words }: ReportDraft) =>
  category !== undefined || evidence.length > 0 || words.trim() !== '';

/**
 * Reports a player. At first the common case: a click on what it was hands it in, with the match last played together.
 * Opened further, or to change a report, it also takes evidence and words, and a button hands it in.
 */
export function ReportForm({ steamId, name, view, at, onTaken, onClose }: FormProps) {
  const words = useWords();
  const id = useId();
  const [draft, setDraft] = useState<ReportDraft>(() => startOf(view, at));
  const [full, setFull] = useState(view.own !== undefined || (view.draft !== undefined && hasContent(view.draft)));
  const [typed, setTyped] = useState({ text: '', tick: '' });
  const [wrong, setWrong] = useState<{ why: Unsent; fields: readonly ReportField[] } | undefined>(() => {
    // What the backend did not take is where the correction begins.
    const { own } = view;
    return own?.state === 'refused' ? { why: own.why ?? 'other', fields: own.fields ?? [] } : undefined;
  });
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const keep = useKeptDraft(steamId, draft);
  const form = useRef<HTMLFormElement>(null);
  const began = useRef(full);
  useEffect(() => {
    // Opened further, the button for that is gone: the focus goes to what came instead of it.
    const next = full && !began.current ? '.report-add input' : '.report-categories button';
    form.current?.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
    form.current?.scrollIntoView?.({ block: 'nearest' });
  }, [full]);
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);
  const signedOut = view.account === 'signed-out';
  const change = (part: Partial<ReportDraft>) => {
    keep.touched();
    setWrong(undefined);
    setDraft((old) => ({ ...old, ...part }));
  };

  const hand = async (category: ReportCategory | undefined) => {
    if (busy) return;
    const pending = typed.text.trim() === '' ? undefined : readEvidence(typed.text, typed.tick);
    if (category === undefined || (typed.text.trim() !== '' && !pending)) {
      setWrong({ why: 'invalid', fields: category === undefined ? ['category'] : ['evidence'] });
      return;
    }
    const said: ReportDraft = { ...draft, category, evidence: pending ? [...draft.evidence, pending] : draft.evidence };
    setBusy(true);
    setFailed(false);
    try {
      const taken = await send('sendReport', { steamId, ...(name !== undefined && { name }), draft: said });
      if (taken.state === 'invalid') {
        setWrong(taken);
        setDraft(said);
        setFull(true);
      }
      // Handed in or kept by the background: from now on that is the draft.
      if (taken.state !== 'invalid') keep.done();
      if (taken.state === 'signed-out') await send('openApp', { page: 'sign-in' });
      if (taken.state === 'held') onTaken(taken);
    } catch (error) {
      console.warn('the report was not taken', error);
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  const close = () => onClose(keep.isTouched() ? (hasContent(draft) ? draft : undefined) : view.draft);
  const isWrong = (field: ReportField) => wrong?.fields.includes(field) ?? false;

  return (
    <form
      ref={form}
      class="report-form"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        void hand(draft.category);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <p id={`${id}-title`} class="report-title">
        {words.t('report.of', { name: name ?? steamId })}
      </p>
      {signedOut && <p class="small">{words.t('report.signedOut')}</p>}
      <When
        draft={draft}
        matches={view.matches}
        wrong={isWrong('playedAt')}
        onChange={(playedAt) => {
          const { playedAt: _, ...rest } = draft;
          keep.touched();
          setDraft(playedAt === undefined ? rest : { ...rest, playedAt });
        }}
      />
      <fieldset class="report-field">
        <legend class={full ? '' : 'small'}>{words.t(full || signedOut ? 'report.what' : 'report.quick')}</legend>
        <div class="report-categories">
          {CATEGORIES.map((category) => (
            <button
              key={category}
              type="button"
              aria-pressed={full ? draft.category === category : undefined}
              aria-disabled={busy}
              onClick={() => {
                if (full) change({ category });
                else void hand(category);
              }}
            >
              {words.t(`report.category.${category}`)}
            </button>
          ))}
        </div>
        {isWrong('category') && (
          <p class="small report-error" role="alert">
            {words.t('report.error.category')}
          </p>
        )}
      </fieldset>
      {full && (
        <>
          <EvidenceField
            evidence={draft.evidence}
            typed={typed}
            wrong={isWrong('evidence')}
            onType={setTyped}
            onChange={(evidence) => change({ evidence })}
          />
          <div class="report-field">
            <label for={`${id}-words`}>{words.t('report.words')}</label>
            <textarea
              id={`${id}-words`}
              rows={3}
              maxLength={MOST_WORDS}
              value={draft.words}
              aria-invalid={isWrong('words')}
              aria-describedby={`${id}-left`}
              onInput={(event) => change({ words: event.currentTarget.value })}
            />
            <p id={`${id}-left`} class={isWrong('words') ? 'small report-error' : 'small muted'}>
              {isWrong('words')
                ? words.t('report.error.words')
                : words.t('report.words.left', { left: MOST_WORDS - draft.words.length })}
            </p>
          </div>
        </>
      )}
      {wrong && wrong.fields.length === 0 && (
        <p class="small report-error" role="alert">
          {words.t('report.refused', { why: whyText(words, wrong.why) })}
        </p>
      )}
      {failed && <Notice title={words.t('report.failed')} tone="warn" live />}
      <div class="report-buttons">
        {full ? (
          <button type="submit" class="primary" aria-disabled={busy}>
            {words.t(signedOut ? 'report.signIn' : view.own ? 'report.save' : 'report.send')}
          </button>
        ) : (
          <button type="button" class="link-button" aria-expanded={false} onClick={() => setFull(true)}>
            {words.t('report.more')}
          </button>
        )}
        <button type="button" onClick={close}>
          {words.t('report.cancel')}
        </button>
      </div>
    </form>
  );
}

export function whyText(words: Translator, why: Unsent): string {
  return words.find(`report.why.${why}`) ?? words.t('report.why.other');
}

/** Keeps what is typed in this browser: a card closes when somebody clicks beside it. */
function useKeptDraft(steamId: SteamId, draft: ReportDraft) {
  const unkept = useRef<ReportDraft | undefined>(undefined);
  const touched = useRef(false);
  const write = useRef(() => {
    const now = unkept.current;
    unkept.current = undefined;
    if (!now) return;
    send('keepReportDraft', { steamId, ...(hasContent(now) && { draft: now }) }).catch((error: unknown) =>
      console.warn('what was typed is not kept', error),
    );
  });
  useEffect(() => {
    if (!touched.current) return;
    unkept.current = draft;
    const timer = setTimeout(write.current, KEEP_AFTER);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => () => write.current(), []);
  return {
    isTouched: () => touched.current,
    touched: () => {
      touched.current = true;
    },
    done: () => {
      touched.current = false;
      unkept.current = undefined;
    },
  };
}

interface WhenProps {
  draft: ReportDraft;
  matches: readonly MatchChoice[];
  wrong: boolean;
  onChange: (playedAt: number | undefined) => void;
}

/** Which match, by those played together, or when. */
function When({ draft: { playedAt }, matches, wrong, onChange }: WhenProps) {
  const words = useWords();
  const id = useId();
  const known = matches.some((match) => match.playedAt === playedAt);
  const [other, setOther] = useState(playedAt !== undefined && !known);
  return (
    <div class="report-field">
      <label for={`${id}-match`}>{words.t('report.match')}</label>
      <select
        id={`${id}-match`}
        value={other ? 'other' : String(playedAt ?? '')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setOther(value === 'other');
          if (value !== 'other') onChange(value === '' ? undefined : Number(value));
        }}
      >
        {matches.map((match) => (
          <option key={match.playedAt} value={String(match.playedAt)}>
            {`${match.map} · ${words.date(match.playedAt)}`}
          </option>
        ))}
        <option value="other">{words.t('report.match.other')}</option>
        <option value="">{words.t('report.match.unknown')}</option>
      </select>
      {other && (
        <input
          type="datetime-local"
          aria-label={words.t('report.playedAt')}
          aria-invalid={wrong}
          max={toLocal(Date.now())}
          value={playedAt === undefined ? '' : toLocal(playedAt)}
          onInput={(event) => {
            const time = Date.parse(event.currentTarget.value);
            onChange(Number.isNaN(time) ? undefined : time);
          }}
        />
      )}
      {wrong && (
        <p class="small report-error" role="alert">
          {words.t('report.error.playedAt')}
        </p>
      )}
    </div>
  );
}
