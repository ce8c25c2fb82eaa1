import { useEffect } from 'preact/hooks';
import type { PageProps } from '#extension/app/page-props.ts';
import { BanTimeline, usePerson } from '#extension/app/player/ban-timeline.tsx';
import { DemosOfPlayer } from '#extension/app/player/demos-of-player.tsx';
import { Facts } from '#extension/app/player/facts.tsx';
import { History } from '#extension/app/player/history.tsx';
import { OwnNote } from '#extension/app/player/own-note.tsx';
import { TogetherSection, useTogether } from '#extension/app/player/together.tsx';
import { Waterfall } from '#extension/app/player/waterfall.tsx';
import { PlayerReport } from '#extension/reports/player-report.tsx';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { Leetify } from '#extension/ui/leetify/leetify.tsx';
import { CopySteamId, RefreshButton, RefreshSaid } from '#extension/ui/player-actions.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { AssessedAt, PlayerPanel } from '#extension/ui/player-panel.tsx';
import { Notice } from '#extension/ui/states.tsx';
import { usePlayer } from '#extension/ui/use-player.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';
import '../players/players.css';
import '../match/match.css';
import './player.css';

/** `#/players/<SteamID64>`. */
export default function PlayerPage({ params, settings }: PageProps) {
  const words = useWords();
  const steamId = params['steamId'];
  if (isSteamId(steamId)) return <Player key={steamId} steamId={steamId} settings={settings} />;
  return (
    <Notice title={words.t('app.notFound')} heading>
      <p>{words.t('app.notFoundText')}</p>
    </Notice>
  );
}

/** Everything known of one player, with room. */
function Player({ steamId, settings }: { steamId: SteamId; settings: Settings }) {
  const words = useWords();
  const player = usePlayer(steamId);
  const together = useTogether(steamId);
  const { details } = player;
  const answer = details?.state === 'ok' ? details : undefined;
  const person = usePerson(steamId);
  const name = answer?.facts.profile?.name ?? person?.name;
  useEffect(() => {
    document.title = words.t('app.player.title', { name: (name && plainName(name)) || steamId });
  }, [words, name, steamId]);
  return (
    <>
      <header class="player-head">
        <h1>
          <PlayerName name={name} steamId={steamId} />
        </h1>
        <CopySteamId steamId={steamId} />
        <a href={`https://steamcommunity.com/profiles/${steamId}`} target="_blank" rel="noreferrer">
          {words.t('app.steamProfile')}
          <Icon name="open" />
        </a>
        <span class="player-assessed">
          <AssessedAt details={details} />
          {details?.state !== 'not-found' && <RefreshButton player={player} />}
        </span>
      </header>
      <RefreshSaid player={player} />
      <PlayerReport steamId={steamId} name={name} player={player} />
      <div class="player-panel" aria-busy={player.busy !== 'no'}>
        <h2 class="sr">{words.t('app.assessment')}</h2>
        <PlayerPanel player={player} kind={settings.headline} roomy />
      </div>
      <OwnNote steamId={steamId} name={name} />
      <Leetify steamId={steamId} player={player} roomy />
      {answer?.assessment && <Waterfall assessment={answer.assessment} />}
      <TogetherSection steamId={steamId} together={together} />
      <BanTimeline steamId={steamId} facts={answer?.facts.bans} person={person} together={together} player={player} />
      <DemosOfPlayer steamId={steamId} together={together} />
      {answer && <Facts facts={answer.facts} />}
      {answer && <History key={steamId} steamId={steamId} renewed={answer.assessment?.assessedAt} />}
      {answer?.assessment && <p class="muted small">{words.t('app.engine', { version: answer.assessment.engine })}</p>}
    </>
  );
}
