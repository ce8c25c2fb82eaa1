import { useCallback, useEffect, useState } from 'preact/hooks';
import { Changes } from '#extension/app/dashboard/changes.tsx';
import { HappeningLine } from '#extension/app/dashboard/happening.tsx';
import { happeningFrom, summaryFrom } from '#extension/app/dashboard/remote.ts';
import { StatisticsCharts } from '#extension/app/dashboard/statistics.tsx';
import { Totals } from '#extension/app/dashboard/totals.tsx';
import type { Happening } from '#extension/app/dashboard/view.ts';
import type { AccountAnswer } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';

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

/** The dashboard as the backend knows it: of the own account, or of everybody there. */
export function RemoteDashboard({
  settings,
  scope,
  weeks,
}: {
  settings: Settings;
  scope: 'mine' | 'all';
  weeks: number;
}) {
  return (
    <>
      {scope === 'mine' && <Own kind={settings.headline} />}
      <Figures scope={scope} weeks={weeks} />
      {scope === 'mine' && <Recent kind={settings.headline} />}
    </>
  );
}

function Own({ kind }: { kind: Settings['headline'] }) {
  const [answer, again] = useAsked(useCallback(() => send('dashboardSummary', {}), []));
  if (answer.state === 'loading') return <Loading lines={4} />;
  if (answer.state !== 'ok') return <Unanswered state={answer.state} again={again} />;
  const { until } = answer.value;
  const summary = summaryFrom(answer.value);
  const seen = () => {
    send('dashboardSeen', { until }).then(again, (error: unknown) => console.warn('the changes stay new', error));
  };
  return (
    <>
      <Changes summary={summary} kind={kind} onSeen={seen} />
      <Totals totals={summary.totals} />
    </>
  );
}

function Figures({ scope, weeks }: { scope: 'mine' | 'all'; weeks: number }) {
  const words = useWords();
  const ask = useCallback(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return send('dashboardStatistics', { scope, weeks, zone: timeZone });
  }, [scope, weeks]);
  const [answer, again] = useAsked(ask);
  if (answer.state === 'loading') return <Loading lines={4} />;
  if (answer.state !== 'ok') return <Unanswered state={answer.state} again={again} />;
  return (
    <>
      <p class="muted small">
        {words.t(scope === 'all' ? 'dashboard.ofAll' : 'dashboard.ofMine')} <When time={answer.value.computedAt} />
      </p>
      <StatisticsCharts statistics={answer.value} from="backend" />
    </>
  );
}

function Recent({ kind }: { kind: Settings['headline'] }) {
  const words = useWords();
  const [items, setItems] = useState<Happening[]>();
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState<Exclude<AccountAnswer<never>['state'], 'ok'>>();
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
  return (
    <section class="panel" aria-labelledby="recent-title">
      <div class="panel-head">
        <h2 id="recent-title">{words.t('dashboard.recent')}</h2>
      </div>
      {!items && !failed && <Loading lines={4} />}
      {items?.length === 0 && <p class="muted">{words.t('dashboard.nothingNew')}</p>}
      {items && (
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
      {failed && <Unanswered state={failed} again={() => load(items && next !== null ? next : undefined)} />}
      {next !== null && !failed && (
        <button type="button" onClick={() => load(next)}>
          {words.t('dashboard.more')}
        </button>
      )}
    </section>
  );
}

function Unanswered({ state, again }: { state: 'expired' | 'unreachable' | 'refused'; again: () => void }) {
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
