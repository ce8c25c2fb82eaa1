import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';
import { Failed } from '#extension/app/account/failed.tsx';
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

interface Asking<T> {
  /** What was there stays until the next one is. */
  answer: Asked<T>;
  /** An answer is waited for. */
  asking: boolean;
  again: () => void;
}

/** An answer of the backend, asked for anew by `again`. */
function useAsked<T>(ask: () => Promise<AccountAnswer<T>>): Asking<T> {
  const [got, setGot] = useState<{ answer: AccountAnswer<T>; of: typeof ask; tries: number }>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    const take = (answer: AccountAnswer<T>) => !gone && setGot({ answer, of: ask, tries });
    ask().then(take, (error: unknown) => {
      console.warn('the dashboard could not be asked for', error);
      take({ state: 'unreachable' });
    });
    return () => {
      gone = true;
    };
  }, [ask, tries]);
  return {
    answer: got?.answer ?? { state: 'loading' },
    asking: got?.of !== ask || got.tries !== tries,
    again: () => setTries(tries + 1),
  };
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
  const summary = useAsked(askSummary);
  const figures = useStatistics('mine', weeks);
  const recent = useRecent();
  /** What was last found to fail for one reason as a whole, or that it does not; undefined until each part has answered once. */
  const together = useRef<Failure | 'no'>(undefined);
  // Answers come one by one: they are compared when the last is there. A list that is there fails in its own place.
  if (!summary.asking && !figures.asking && !recent.asking) {
    const one = summary.answer.state === figures.answer.state && recent.failed === summary.answer.state;
    together.current = (one && !recent.items && recent.failed) || 'no';
  }
  if (together.current !== undefined && together.current !== 'no') {
    const again = () => {
      summary.again();
      figures.again();
      recent.more();
    };
    return <Failed state={together.current} retry={again} />;
  }
  const decided = together.current !== undefined;
  return (
    <>
      <Own {...(decided ? summary : waiting(summary))} kind={kind} />
      <Figures {...(decided ? figures : waiting(figures))} scope="mine" />
      <Recent recent={decided ? recent : { ...recent, failed: undefined }} kind={kind} />
    </>
  );
}

/** One that failed is told of when the others have answered: until then it is waited for. */
function waiting<T>(part: Asking<T>): Asking<T> {
  return part.answer.state === 'ok' ? part : { ...part, answer: { state: 'loading' } };
}

function All({ weeks }: { weeks: number }) {
  return <Figures {...useStatistics('all', weeks)} scope="all" />;
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
  if (answer.state !== 'ok') return <Failed state={answer.state} retry={again} />;
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
  if (answer.state !== 'ok') return <Failed state={answer.state} retry={again} />;
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
  asking: boolean;
  /** The next page, or the one that failed. */
  more: () => void;
}

/** What happened of late, page by page. */
function useRecent(): RecentState {
  const [items, setItems] = useState<Happening[]>();
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState<Failure>();
  const [asking, setAsking] = useState(true);
  const load = useCallback((cursor?: string) => {
    setAsking(true);
    send('dashboardRecent', cursor === undefined ? {} : { cursor }).then(
      (answer) => {
        setAsking(false);
        if (answer.state !== 'ok') return setFailed(answer.state);
        setFailed(undefined);
        setItems((before = []) => [...(cursor === undefined ? [] : before), ...answer.value.items.map(happeningFrom)]);
        setNext(answer.value.next);
      },
      () => {
        setAsking(false);
        setFailed('unreachable');
      },
    );
  }, []);
  useEffect(() => load(), [load]);
  const more = () => {
    // Twice asked, the same page would be there twice.
    if (!asking) load(items && next !== null ? next : undefined);
  };
  return { items, next, failed, asking, more };
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
      {failed && <Failed state={failed} retry={more} />}
      {next !== null && !failed && (
        <button type="button" onClick={more}>
          {words.t('dashboard.more')}
        </button>
      )}
    </section>
  );
}
