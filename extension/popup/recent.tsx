import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RecentLookup } from '#extension/messages.ts';
import { PlayerRow } from '#extension/popup/player-row.tsx';
import { useReports } from '#extension/reports/use-reports.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import { useViews } from '#extension/ui/use-views.ts';

/** Shown before anything is looked up; more than this is the history of somebody's curiosity, not a shortcut. */
const SHOWN = 20;

export function Recent({ settings }: { settings: Settings }) {
  const words = useWords();
  const [recent, setRecent] = useState<RecentLookup[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    send('recent', {}).then(
      (list) => setRecent(list.slice(0, SHOWN)),
      () => setFailed(true),
    );
  }, []);
  const steamIds = useMemo(() => recent.map((each) => each.steamId), [recent]);
  const { views } = useViews(steamIds);
  const reports = useReports();

  if (failed) return <Notice title={words.t('error.background')} tone="warn" live />;
  if (recent.length === 0) {
    return (
      <Notice title={words.t('lookup.empty')}>
        <p class="muted">{words.t('lookup.emptyText')}</p>
      </Notice>
    );
  }
  return (
    <section aria-labelledby="recent-title">
      <div class="list-head">
        <h2 id="recent-title">{words.t('recent.title')}</h2>
        <button
          type="button"
          class="link-button small"
          onClick={() => {
            send('forgetRecent', {}).then(
              () => setRecent([]),
              () => setFailed(true),
            );
          }}
        >
          {words.t('recent.forget')}
        </button>
      </div>
      <ul class="rows">
        {recent.map(({ steamId, name }) => (
          <PlayerRow
            key={steamId}
            steamId={steamId}
            name={name}
            view={views.get(steamId)}
            kind={settings.headline}
            own={reports.byId.get(steamId)}
            onReport={reports.reload}
          />
        ))}
      </ul>
    </section>
  );
}
