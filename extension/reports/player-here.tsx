import { useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import { ReportHere } from '#extension/reports/here.tsx';
import { ReportsAmount } from '#extension/reports/summary.tsx';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { Leetify } from '#extension/ui/leetify/leetify.tsx';
import { CopySteamId, RefreshButton, RefreshSaid } from '#extension/ui/player-actions.tsx';
import { AssessedAt, PlayerPanel } from '#extension/ui/player-panel.tsx';
import { send } from '#extension/ui/send.ts';
import { usePlayer } from '#extension/ui/use-player.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface PlayerHereProps {
  steamId: SteamId;
  name: string | undefined;
  view: PlayerView | undefined;
  kind: Settings['headline'];
  onReport: () => void;
}

/** What the hover card says, in place: within a list, without leaving it. */
export function PlayerHere({ steamId, name, view, kind, onReport }: PlayerHereProps) {
  const words = useWords();
  const player = usePlayer(steamId, view);
  const [reporting, setReporting] = useState(false);
  const { details } = player;
  return (
    <section class="player-here" aria-busy={player.busy !== 'no'}>
      <div class="player-here-head">
        <CopySteamId steamId={steamId} />
        <AssessedAt details={details} />
        {details?.state !== 'not-found' && <RefreshButton player={player} />}
      </div>
      <RefreshSaid player={player} />
      <ReportHere
        steamId={steamId}
        name={name}
        open={reporting}
        onOpen={(open) => {
          setReporting(open);
          if (!open) onReport();
        }}
      />
      <PlayerPanel
        player={player}
        view={view}
        kind={kind}
        between={
          <>
            <ReportsAmount steamId={steamId} player={player} />
            <Leetify steamId={steamId} player={player} />
          </>
        }
      />
      <button
        type="button"
        class="link-button"
        onClick={() => void send('openDetails', { steamId }).catch(console.error)}
      >
        {words.t('card.details')}
        <Icon name="open" />
      </button>
    </section>
  );
}
