import { useAccount } from '#extension/account/use-account.ts';
import { LocalDashboard } from '#extension/app/dashboard/local-dashboard.tsx';
import { RemoteDashboard } from '#extension/app/dashboard/remote-dashboard.tsx';
import type { PageProps } from '#extension/app/page-props.ts';
import { replaceQuery } from '#extension/app/replace-query.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { Select } from '#extension/people/select.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Silent } from '#extension/ui/states.tsx';
import './dashboard.css';

const SOURCES = ['browser', 'account', 'everybody'] as const;
type Source = (typeof SOURCES)[number];
const WEEKS = ['12', '26', '52', '104'] as const;

/** `#/`: what changed since the last look, and what there is in all. `?from=` and `?weeks=` choose what is counted. */
export default function DashboardPage({ settings, query }: PageProps) {
  const words = useWords();
  const { view, failed, reload } = useAccount();
  const title = words.t('dashboard.title');
  useTitle(title);
  const signedIn = view?.state === 'signed-in';
  const asked = SOURCES.find((each) => each === query.get('from')) ?? 'browser';
  // While it is not known whether somebody is signed in, what was asked for stays so.
  const from: Source = signedIn || !view ? asked : 'browser';
  const weeks = WEEKS.find((each) => each === query.get('weeks')) ?? '26';
  const go = (change: Record<string, string>) => replaceQuery({ from, weeks, ...change });
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        <div class="page-choices">
          {signedIn && (
            <Select
              label={words.t('dashboard.from')}
              value={from}
              options={SOURCES.map((value) => ({ value, label: words.t(`dashboard.from.${value}`) }))}
              onChange={(value) => go({ from: value })}
            />
          )}
          <Select
            label={words.t('dashboard.span')}
            value={weeks}
            options={WEEKS.map((value) => ({ value, label: words.t('dashboard.weeks', { weeks: Number(value) }) }))}
            onChange={(value) => go({ weeks: value })}
          />
        </div>
      </header>
      {from !== 'browser' && !view ? (
        failed ? (
          <Silent onRetry={reload} />
        ) : (
          <Loading lines={6} />
        )
      ) : from === 'browser' ? (
        <LocalDashboard settings={settings} weeks={Number(weeks)} signedOut={view?.state === 'signed-out'} />
      ) : (
        <RemoteDashboard
          key={`${from} ${settings.backendUrl}`}
          settings={settings}
          scope={from === 'account' ? 'mine' : 'all'}
          weeks={Number(weeks)}
        />
      )}
    </>
  );
}
