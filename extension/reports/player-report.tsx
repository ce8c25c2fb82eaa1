import { useState } from 'preact/hooks';
import { ReportHere } from '#extension/reports/here.tsx';
import { ReportsAmount } from '#extension/reports/summary.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import type { PlayerState } from '#extension/ui/use-player.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Reports on the page of a player: what those of everybody amount to, one's own, and the way to make one. */
export function PlayerReport({
  steamId,
  name,
  player,
}: {
  steamId: SteamId;
  name: string | undefined;
  player: PlayerState;
}) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  if (player.details?.state === 'not-found') return null;
  return (
    <section class="player-report">
      <ReportsAmount steamId={steamId} player={player} />
      <ReportHere steamId={steamId} name={name} open={open} onOpen={setOpen} />
      {!open && (
        <button type="button" class="player-report-button" onClick={() => setOpen(true)}>
          <Icon name="report" />
          {words.t('report.action')}
        </button>
      )}
    </section>
  );
}
