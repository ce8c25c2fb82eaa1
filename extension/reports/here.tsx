import { useEffect, useRef, useState } from 'preact/hooks';
import { ReportForm } from '#extension/reports/form.tsx';
import type { OwnReport, ReportDraft, ReportView } from '#extension/reports/report.ts';
import { markText, ReportStateText } from '#extension/reports/state.tsx';
import { type ReportState, useReport } from '#extension/reports/use-report.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface ReportHereProps {
  steamId: SteamId;
  name: string | undefined;
  /** The match it is about (ms), where the person came from one. */
  at?: number | undefined;
  /** The form is open. */
  open: boolean;
  onOpen: (open: boolean) => void;
  /** It was handed in; without it the state is shown here, and gets the focus. */
  onTaken?: (view: ReportView) => void;
}

/** One's own report on a player: the form while it is open, else how far it is; nothing where there is none. */
export function ReportHere(props: ReportHereProps) {
  return <Here {...props} state={useReport(props.steamId)} />;
}

function Here({ steamId, name, at, open, onOpen, onTaken, state }: ReportHereProps & { state: ReportState }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const focusNext = useRef(false);
  const { view, failed, take, reload } = state;
  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    box.current?.focus({ preventScroll: true });
  });
  if (failed && open) {
    return (
      <Notice title={words.t('report.failed')} tone="warn" live>
        <div class="report-retry">
          <button type="button" onClick={reload}>
            {words.t('error.retry')}
          </button>
          <button type="button" onClick={() => onOpen(false)}>
            {words.t('card.close')}
          </button>
        </div>
      </Notice>
    );
  }
  if (!view) return null;
  if (open) {
    const closed = (draft: ReportDraft | undefined) => {
      const { draft: _, ...rest } = view;
      focusNext.current = true;
      take(draft ? { ...rest, draft } : rest);
      onOpen(false);
    };
    const hindrance = whyNot(view);
    if (hindrance) {
      return (
        <Notice title={words.t(hindrance)} live>
          <button type="button" onClick={() => closed(view.draft)}>
            {words.t('card.close')}
          </button>
        </Notice>
      );
    }
    return (
      <ReportForm
        steamId={steamId}
        name={name ?? view.own?.name}
        view={view}
        at={at}
        onClose={closed}
        onTaken={({ view: now }) => {
          focusNext.current = true;
          take(now);
          onOpen(false);
          onTaken?.(now);
        }}
      />
    );
  }
  if (!view.own) return null;
  return (
    <div ref={box} class="report-own" tabIndex={-1}>
      <p>
        <strong>{markText(words, view.own)}</strong> <ReportStateText own={view.own} />
      </p>
      <ReportActions own={view.own} onChange={() => onOpen(true)} take={take} reload={reload} />
      {/* Said when it changes, without the seconds that count down. */}
      <p class="sr" role="status">
        {view.own.state === 'sent' || view.own.state === 'held' ? markText(words, view.own) : ''}
      </p>
    </div>
  );
}

function whyNot({ account }: ReportView) {
  if (account === 'off') return 'report.off';
  if (account === 'blocked' || account === 'banned') return 'report.notAllowed';
  return account === 'self' ? 'report.why.self' : undefined;
}

interface ActionsProps {
  own: OwnReport;
  onChange: () => void;
  take: (view: ReportView) => void;
  reload: () => void;
  /** Something that has been done, to say where there is a place for it. */
  onDone?: (what: 'undone' | 'late' | 'withdrawn') => void;
}

/** What can be done with a report in its state. */
export function ReportActions({ own, onChange, take, reload, onDone }: ActionsProps) {
  const words = useWords();
  const { steamId, state, withdrawing, stored, why } = own;
  const [failed, setFailed] = useState(false);
  const run = (work: Promise<unknown>) => {
    setFailed(false);
    work
      .catch((error: unknown) => {
        console.warn('the report could not be changed', error);
        setFailed(true);
      })
      .finally(reload);
  };
  const undo = () =>
    run(
      send('undoReport', { steamId }).then(({ undone, view }) => {
        take(view);
        onDone?.(undone ? 'undone' : 'late');
      }),
    );
  const withdraw = () =>
    run(
      send('withdrawReport', { steamId }).then((view) => {
        take(view);
        onDone?.('withdrawn');
      }),
    );
  const editable = !withdrawing && state !== 'sending' && (!stored || stored.outcome === 'open');
  return (
    <div class="report-actions">
      {state === 'held' && (
        <button type="button" class="link-button" onClick={undo}>
          {words.t('report.undo')}
        </button>
      )}
      {state === 'waiting' &&
        (why === 'signed-out' ? (
          <button type="button" class="link-button" onClick={() => run(send('openApp', { page: 'sign-in' }))}>
            {words.t('report.signIn')}
          </button>
        ) : (
          <button type="button" class="link-button" onClick={() => run(send('sendReportsNow', {}))}>
            {words.t('report.sendNow')}
          </button>
        ))}
      {editable && (
        <button type="button" class="link-button" onClick={onChange}>
          {words.t('report.change')}
        </button>
      )}
      {!withdrawing && state !== 'held' && state !== 'sending' && (
        <button type="button" class="link-button" onClick={withdraw}>
          {words.t(state === 'refused' && !stored ? 'report.discard' : 'report.withdraw')}
        </button>
      )}
      {failed && (
        <p class="small report-error" role="alert">
          {words.t('report.failed')}
        </p>
      )}
    </div>
  );
}
