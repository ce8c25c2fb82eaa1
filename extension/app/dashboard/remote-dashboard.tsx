import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';
import { Changes } from '#extension/app/dashboard/changes.tsx';
import { HappeningLine } from '#extension/app/dashboard/happening.tsx';
import { happeningFrom, summaryFrom } from '#extension/app/dashboard/remote.ts';
import { StatisticsCharts } from '#extension/app/dashboard/statistics.tsx';
import { Totals } from '#extension/app/dashboard/totals.tsx';
import type { Happening } from '#extension/app/dashboard/view.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { DashboardSummary, Statistics } from '#shared/api/dashboard.ts';

type Asked<T> = { state: 'loading' } | AccountAnswer<T>;

/** An answer of the backend, asked for anew by `again`; what was there stays until the next one is. */
function useAsked<T>(ask: () => Promise<AccountAnswer<T>>): [Asked<T>, () => void] {
  const [answer, setAnswer] = useState<Asked<T>>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    ask().then(
      (now) => !gone && setAnswer(now),
      (error: unknown) => {
        console.warn('the dashboard could not be asked for', error);
        if (!gone) setAnswer({ state: 'unreachable' });
      },
    );
    return () => {
      gone = true;
    };
  }, [ask, tries]);
  return [answer, () => setTries(tries + 1)];
}

type Failure = Exclude<AccountAnswer<never>['state'], 'ok'>;

/** The dashboard as the backend knows it: of the own account, or of everybody there. */
export function RemoteDashboard({
  settings: { headline },
  scope,
  weeks,
}: {
  settings: Settings;
  scope: 'mine' | 'all';
  weeks: number;
}) {
  return scope === 'mine' ? <Mine kind={headline} weeks={weeks} /> : <All weeks={weeks} />;
}

function useStatistics(scope: 'mine' | 'all', weeks: number) {
  return useAsked(
    useCallback(() => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return send('dashboardStatistics', { scope, weeks, zone: timeZone });
    }, [scope, weeks]),
  );
}
const askSummary = () => send('dashboardSummary', {});

function Mine({ kind, weeks }: { kind: Settings['headline']; weeks: number }) {
  const [summary, summaryAgain] = useAsked(askSummary);
  const [figures, figuresAgain] = useStatistics('mine', weeks);
  const recent = useRecent();
  const failed = summary.state === figures.state && recent.failed === summary.state ? recent.failed : undefined;
  if (failed) {
    // What fails for one reason is one failure, whatever it is of.
    const again = () => {
      summaryAgain();
      figuresAgain();
      recent.more();
    };
    return <Unanswered state={failed} again={again} />;
  }
  return (
    <>
      <Own answer={summary} again={summaryAgain} kind={kind} />
      <Figures answer={figures} again={figuresAgain} scope="mine" />
      <Recent recent={recent} kind={kind} />
    </>
  );
}

function All({ weeks }: { weeks: number }) {
  const [figures, again] = useStatistics('all', weeks);
  return <Figures answer={figures} again={again} scope="all" />;
}

function Own({
  answer,
  again,
  kind,
}: {
  answer: Asked<DashboardSummary>;
  again: () => void;
  kind: Settings['headline'];
}) {
  const words = useWords();
  if (answer.state === 'loading') return <Loading lines={4} />;
  if (answer.state !== 'ok') return <Unanswered state={answer.state} again={again} />;
  const { until } = answer.value;
  const summary = summaryFrom(answer.value);
  const seen = () => {
    send('dashboardSeen', { until }).then(again, (error: unknown) => console.warn('the changes stay new', error));
  };
  return (
    <>
      {summary.totals.matches === 0 && (
        <Notice title={words.t('dashboard.empty')}>
          <a href="#/sources">{words.t('dashboard.begin.sources')}</a>
        </Notice>
      )}
      <Changes summary={summary} kind={kind} onSeen={seen} />
      <Totals totals={summary.totals} />
    </>
  );
}

function Figures({
  answer,
  again,
  scope,
}: {
  answer: Asked<Statistics>;
  again: () => void;
  scope: Statistics['scope'];
}) {
  const words = useWords();
  if (answer.state === 'loading') return <Loading lines={4} />;
  if (answer.state !== 'ok') return <Unanswered state={answer.state} again={again} />;
  return (
    <>
      <p class="muted small">
        {words.t(scope === 'all' ? 'dashboard.ofAll' : 'dashboard.ofMine')} <When time={answer.value.computedAt} />
      </p>
      {scope === 'all' && answer.value.matches === 0 && answer.value.scores.bins.every((count) => count === 0) && (
        <Notice title={words.t('dashboard.empty')} />
      )}
      <StatisticsCharts statistics={answer.value} from="backend" />
    </>
  );
}

interface RecentState {
  items: readonly Happening[] | undefined;
  next: string | null;
  failed: Failure | undefined;
  /** The next page, or the one that failed. */
  more: () => void;
}

/** What happened of late, page by page. */
function useRecent(): RecentState {
  const [items, setItems] = useState<Happening[]>();
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState<Failure>();
  const load = useCallback((cursor?: string) => {
    send('dashboardRecent', cursor === undefined ? {} : { cursor }).then(
      (answer) => {
        if (answer.state !== 'ok') return setFailed(answer.state);
        setFailed(undefined);
        setItems((before = []) => [...(cursor === undefined ? [] : before), ...answer.value.items.map(happeningFrom)]);
        setNext(answer.value.next);
      },
      () => setFailed('unreachable'),
    );
  }, []);
  useEffect(() => load(), [load]);
  return { items, next, failed, more: () => load(items && next !== null ? next : undefined) };
}

function Recent({ recent: { items, next, failed, more }, kind }: { recent: RecentState; kind: Settings['headline'] }) {
  const words = useWords();
  return (
    <section class="panel" aria-labelledby="recent-title">
      <div class="panel-head">
        <h2 id="recent-title">{words.t('dashboard.recent')}</h2>
      </div>
      {!items && !failed && <Loading lines={4} />}
      {items?.length === 0 && <p class="muted">{words.t('dashboard.nothingNew')}</p>}
      {items && items.length > 0 && (
        <ol class="happenings">
          {items.map((happening) => (
            <HappeningLine
              key={`${happening.kind} ${happening.at} ${happening.kind === 'match' ? happening.id : happening.steamId}`}
              happening={happening}
              kind={kind}
            />
          ))}
        </ol>
      )}
      {failed && <Unanswered state={failed} again={more} />}
      {next !== null && !failed && (
        <button type="button" onClick={more}>
          {words.t('dashboard.more')}
        </button>
      )}
    </section>
  );
}

function Unanswered({ state, again }: { state: Failure; again: () => void }) {
  const words = useWords();
  return (
    <Notice title={words.t(`account.answer.${state}`)} tone="warn" live>
      {state === 'expired' ? (
        <a href="#/sign-in">{words.t('account.signIn')}</a>
      ) : (
        <button type="button" onClick={again}>
          {words.t('error.retry')}
        </button>
      )}
    </Notice>
  );
}
