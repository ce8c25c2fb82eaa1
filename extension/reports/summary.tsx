import { useEffect, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import type { PlayerState } from '#extension/ui/use-player.ts';
import type { ReportSummary } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What the reports on a player amount to, where the backend knows the player and there are any. */
export function ReportsAmount({ steamId, player: { details } }: { steamId: SteamId; player: PlayerState }) {
  const words = useWords();
  const [summary, setSummary] = useState<ReportSummary | null>(null);
  const asked = details?.state === 'ok' && details.origin === 'backend';
  // Where they count, the reasons of the score say it already.
  const told =
    details?.state === 'ok' && (details.assessment?.contributions.some(({ key }) => key === 'reports') ?? false);
  const wanted = asked && !told;
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    send('reportSummary', { steamId }).then(
      (found) => !gone && setSummary(found),
      (error: unknown) => console.warn('what the reports amount to could not be had', error),
    );
    return () => {
      gone = true;
    };
  }, [steamId, wanted]);
  if (!wanted || !summary || summary.reports === 0) return null;
  const { reports, independent, silent, nats } = summary;
  return (
    <p class="report-amount small">
      {words.t('report.summary', { count: reports, independent, silent })}
      {nats === 0 && <span class="muted"> {words.t('report.summary.few')}</span>}
    </p>
  );
}
