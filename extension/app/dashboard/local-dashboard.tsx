import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Changes } from '#extension/app/dashboard/changes.tsx';
import { HappeningLine } from '#extension/app/dashboard/happening.tsx';
import { happeningsOf, statisticsOf, summaryOf } from '#extension/app/dashboard/local.ts';
import { StatisticsCharts } from '#extension/app/dashboard/statistics.tsx';
import { Totals } from '#extension/app/dashboard/totals.tsx';
import { useLocal } from '#extension/app/dashboard/use-local.ts';
import { useReading } from '#extension/app/dashboard/use-reading.ts';
import { useSeen } from '#extension/app/dashboard/use-seen.ts';
import { Reading } from '#extension/people/reading.tsx';
import type { Settings } from '#extension/settings.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';

const FIRST = 8;
const MOST = 60;

/** The dashboard out of what this browser holds, whether or not there is a backend. */
export function LocalDashboard({
  settings,
  weeks,
  signedOut,
}: {
  settings: Settings;
  weeks: number;
  /** There is a backend, and nobody is signed in there. */
  signedOut: boolean;
}) {
  const words = useWords();
  const reading = useReading();
  const [tries, setTries] = useState(0);
  // What the background knows is read again when it is back.
  const { data, state } = useLocal(`${useChanges(reading.status?.matches)} ${reading.failed} ${tries}`);
  const [since, mark] = useSeen();
  const now = useNow();
  // By the day: a minute more changes no figure of a week.
  const today = now - (now % 86_400_000) + 86_400_000 - 1;
  const summary = useMemo(() => summaryOf(data, since), [data, since]);
  const statistics = useMemo(() => statisticsOf(data, weeks, Math.min(today, Date.now())), [data, weeks, today]);
  if (state === 'blocked') {
    return (
      <Notice title={words.t('dashboard.blocked')} tone="warn" live>
        <p>{words.t('dashboard.blockedText')}</p>
        <button type="button" onClick={() => setTries(tries + 1)}>
          {words.t('error.retry')}
        </button>
      </Notice>
    );
  }
  if (state === 'loading') return <Loading lines={6} />;
  const nothing = data.matches.length === 0 && data.bans.length === 0 && data.rises.length === 0;
  return (
    <>
      <Reading history={reading} />
      {nothing ? (
        <Begin signedOut={signedOut} />
      ) : (
        <>
          <Changes summary={summary} kind={settings.headline} onSeen={mark} />
          <Totals totals={summary.totals} />
          <StatisticsCharts statistics={statistics} from="browser" />
          <Recent data={data} kind={settings.headline} />
        </>
      )}
    </>
  );
}

/** How often a value has changed since it was first known. */
function useChanges(value: number | undefined): number {
  const [changes, setChanges] = useState(0);
  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && value !== before.current) setChanges((count) => count + 1);
    before.current = value;
  }, [value]);
  return changes;
}

function Recent({ data, kind }: { data: Parameters<typeof happeningsOf>[0]; kind: Settings['headline'] }) {
  const words = useWords();
  const [shown, setShown] = useState(FIRST);
  const happenings = useMemo(() => happeningsOf(data, MOST), [data]);
  return (
    <section class="panel" aria-labelledby="recent-title">
      <div class="panel-head">
        <h2 id="recent-title">{words.t('dashboard.recent')}</h2>
      </div>
      <ol class="happenings">
        {happenings.slice(0, shown).map((happening) => (
          <HappeningLine
            key={`${happening.kind} ${happening.at} ${happening.kind === 'match' ? happening.id : happening.steamId}`}
            happening={happening}
            kind={kind}
          />
        ))}
      </ol>
      {shown < happenings.length && (
        <button type="button" onClick={() => setShown(shown + 20)}>
          {words.t('dashboard.more')}
        </button>
      )}
    </section>
  );
}

/** Nothing is known yet: what can be done about that. */
function Begin({ signedOut }: { signedOut: boolean }) {
  const words = useWords();
  return (
    <section class="panel begin">
      <h2>{words.t('dashboard.empty')}</h2>
      <ul>
        <li>
          <a href="https://steamcommunity.com/my/friends/" target="_blank" rel="noreferrer">
            {words.t('dashboard.begin.friends')}
          </a>
        </li>
        {signedOut && (
          <li>
            <a href="#/sign-in">{words.t('dashboard.begin.signIn')}</a>
          </li>
        )}
      </ul>
    </section>
  );
}
