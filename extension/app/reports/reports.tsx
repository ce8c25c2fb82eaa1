import { useEffect, useState } from 'preact/hooks';
import { ReportItem } from '#extension/app/reports/report-item.tsx';
import type { MyReports, OwnReport } from '#extension/reports/report.ts';
import { type ReportsState, useReports } from '#extension/reports/use-reports.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import '../../reports/row.css';
import './reports.css';

const FILTERS = ['all', 'underway', 'open', 'decided'] as const;
type Filter = (typeof FILTERS)[number];

/** Rows drawn at once; more when asked for. */
const PAGE = 50;

const passes = (own: OwnReport, filter: Filter): boolean => {
  if (filter === 'all') return true;
  if (filter === 'underway') return own.state !== 'sent';
  const decided = own.stored !== undefined && own.stored.outcome !== 'open';
  return filter === 'decided' ? decided : own.state === 'sent' && !decided;
};

/** `#/reports`: one's own reports, how far each is and what became of it. */
export default function ReportsPage() {
  const words = useWords();
  const { mine, failed, heard, stale, reload, renew } = useReports({ renew: true });
  useEffect(() => {
    document.title = `${words.t('report.title')} – ${words.t('app.name')}`;
  }, [words]);
  return (
    <>
      <h1>{words.t('report.title')}</h1>
      <p class="muted">{words.t('reports.intro')}</p>
      {failed && <Silent onRetry={renew} />}
      {!mine && !failed && <Loading />}
      {stale && (
        <Notice title={words.t('reports.stale')} tone="warn" live>
          <button type="button" onClick={renew}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {mine && <Account account={mine.account} />}
      {mine && mine.reports.length === 0 && mine.account !== 'off' && mine.account !== 'signed-out' && !stale && (
        <Nothing heard={heard} failed={failed} />
      )}
      {mine && mine.reports.length > 0 && <List reports={mine.reports} reload={reload} />}
    </>
  );
}

function Account({ account }: Pick<MyReports, 'account'>) {
  const words = useWords();
  if (account === 'off') {
    return (
      <Notice title={words.t('report.off')}>
        <a href="#/settings">{words.t('settings.title')}</a>
      </Notice>
    );
  }
  if (account === 'blocked' || account === 'banned') {
    return (
      <Notice title={words.t('report.notAllowed')} tone="warn">
        <a href="#/account">{words.t('moderation.barred.account')}</a>
      </Notice>
    );
  }
  if (account !== 'signed-out') return null;
  return (
    <Notice title={words.t('reports.signIn')}>
      <a href="#/sign-in">{words.t('report.signIn')}</a>
    </Notice>
  );
}

/** None are known here; whether the backend knows of some is to be seen. */
function Nothing({ heard, failed }: Pick<ReportsState, 'heard' | 'failed'>) {
  const words = useWords();
  // Of what failed it is already said that nothing comes.
  if (!heard) return failed ? null : <Loading />;
  return (
    <Notice title={words.t('reports.none')}>
      <p class="muted">{words.t('reports.noneText')}</p>
    </Notice>
  );
}

function List({ reports, reload }: Pick<MyReports, 'reports'> & { reload: () => void }) {
  const words = useWords();
  const [filter, setFilter] = useState<Filter>('all');
  const [most, setMost] = useState(PAGE);
  const found = reports.filter((own) => passes(own, filter));
  return (
    <>
      <div class="reports-head">
        <fieldset class="reports-filter" aria-label={words.t('reports.filter')}>
          {FILTERS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={filter === each}
              onClick={() => {
                setFilter(each);
                setMost(PAGE);
              }}
            >
              {words.t(`reports.filter.${each}`)}
            </button>
          ))}
        </fieldset>
        <p class="small muted" role="status">
          {words.t('reports.count', { count: found.length })}
        </p>
      </div>
      {found.length === 0 && <p class="muted">{words.t('reports.nothing')}</p>}
      <ol class="reports">
        {found.slice(0, most).map((own) => (
          <ReportItem key={own.steamId} own={own} onChange={reload} />
        ))}
      </ol>
      {found.length > most && (
        <button type="button" class="reports-more" onClick={() => setMost(most + PAGE)}>
          {words.t('people.more', { count: Math.min(PAGE, found.length - most) })}
        </button>
      )}
    </>
  );
}
