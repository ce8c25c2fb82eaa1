import type { MatchView } from '#extension/app/match/view.ts';
import type { PlayerView } from '#extension/messages.ts';
import { BanText } from '#extension/people/ban-text.tsx';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import type { Settings } from '#extension/settings.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import type { MatchPlayer } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface BoardProps {
  match: MatchView;
  views: ReadonlyMap<SteamId, PlayerView>;
  bans: ReadonlyMap<SteamId, BanMet>;
  watched: ReadonlySet<SteamId>;
  headline: Settings['headline'];
}

/** Both teams with everything the scoreboard says, one's own first. */
export function Scoreboard(props: BoardProps) {
  const words = useWords();
  const { match } = props;
  return (
    <section class="scoreboard" aria-label={words.t('match.scoreboard')}>
      <table>
        <caption class="sr">{words.t('match.scoreboard')}</caption>
        <thead>
          <tr>
            <th scope="col">{words.t('people.board.player')}</th>
            <Head name="kills" short={words.t('people.board.kills')} />
            <Head name="assists" short={words.t('people.board.assists')} />
            <Head name="deaths" short={words.t('people.board.deaths')} />
            <Head name="ratio" short={words.t('match.board.ratio')} />
            <Head name="headshots" short={words.t('people.board.headshots')} />
            <Head name="mvps" short={words.t('match.board.mvps')} />
            <Head name="score" short={words.t('match.board.score')} />
          </tr>
        </thead>
        {match.teams.map(({ own, rounds, players }, index) => (
          <tbody key={index}>
            <tr class="team">
              <th scope="rowgroup" colSpan={8}>
                {own === undefined
                  ? words.t('match.team', { number: index + 1 })
                  : words.t(own ? 'match.own' : 'match.others')}
                {rounds !== undefined && <span class="team-rounds">{words.number(rounds)}</span>}
              </th>
            </tr>
            {players.map((player) => (
              <Line key={player.steamId} player={player} {...props} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Head({
  name,
  short,
}: {
  name: 'kills' | 'assists' | 'deaths' | 'ratio' | 'headshots' | 'mvps' | 'score';
  short: string;
}) {
  const words = useWords();
  const full = words.t(`match.board.${name}.full`);
  return (
    <th scope="col" data-figure={name} title={full} aria-label={full}>
      {short}
    </th>
  );
}

function Line({ player, match, views, bans, watched, headline }: BoardProps & { player: MatchPlayer }) {
  const words = useWords();
  const { steamId, name, kills, deaths } = player;
  const figure = (value: number | null) => (value === null ? '–' : words.number(value));
  const ratio = kills === null || deaths === null ? undefined : kills / Math.max(1, deaths);
  const ban = bans.get(steamId);
  const own = steamId === match.viewer;
  return (
    <tr data-own={own}>
      <th scope="row">
        <span class="board-player">
          <ScoreBadge view={views.get(steamId)} kind={headline} />
          <span class="player-name">
            <a href={`#/players/${steamId}`}>
              <PlayerName name={name} steamId={steamId} />
            </a>
            {own && <span class="small muted">{words.t('match.you')}</span>}
            {watched.has(steamId) && (
              <span class="small muted">
                <Icon name="eye" /> {words.t('players.mark.watched')}
              </span>
            )}
            {ban && match.playedAt <= ban.metAt && <BanText ban={ban} />}
          </span>
        </span>
      </th>
      <td data-figure="kills">{figure(kills)}</td>
      <td data-figure="assists">{figure(player.assists)}</td>
      <td data-figure="deaths">{figure(deaths)}</td>
      <td data-figure="ratio">
        {ratio === undefined ? '–' : words.number(ratio, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
      </td>
      <td data-figure="headshots">
        {player.headshotPercent === null ? '–' : words.number(player.headshotPercent / 100, { style: 'percent' })}
      </td>
      <td data-figure="mvps">{figure(player.mvps)}</td>
      <td data-figure="score">{figure(player.score)}</td>
    </tr>
  );
}
