import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { RecentLookup } from '#extension/messages.ts';
import { PlayerRow } from '#extension/popup/player-row.tsx';
import { useReports } from '#extension/reports/use-reports.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import { useViews } from '#extension/ui/use-views.ts';

/** Shown before anything is looked up; more than this is the history of somebody's curiosity, not a shortcut. */
const SHOWN = 20;
const NONE: readonly RecentLookup[] = [];

export function Recent({ settings }: { settings: Settings }) {
  const words = useWords();
  /** Absent until they have been read. */
  const [read, setRecent] = useState<RecentLookup[]>();
  const recent = read ?? NONE;
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    send('recent', {}).then(
      (list) => {
        setRecent(list.slice(0, SHOWN));
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, []);
  useEffect(load, [load]);
  const steamIds = useMemo(() => recent.map((each) => each.steamId), [recent]);
  const { views } = useViews(steamIds);
  const reports = useReports();

  if (failed) return <Silent onRetry={load} />;
  if (!read) return <Loading lines={3} />;
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
