import { useMemo, useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import { BanText } from '#extension/people/ban-text.tsx';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import { useScores } from '#extension/people/use-scores.ts';
import { ReportButton, type RowOpen, RowPart } from '#extension/reports/row.tsx';
import { type ReportsState, useReports } from '#extension/reports/use-reports.ts';
import type { Settings } from '#extension/settings.ts';
import type { BanMet, MatchRow } from '#extension/sync/rows.ts';
import { isoTime, useWords } from '#extension/ui/context.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { type MatchPlayer, resultFor } from '#shared/match-history/match.ts';

const PAGE = 20;

/** Match by match; one that is opened shows both teams. */
export function MatchList({
  matches,
  bans,
  settings,
}: {
  matches: readonly MatchRow[];
  bans: readonly BanMet[];
  settings: Settings;
}) {
  const words = useWords();
  const [open, setOpen] = useState<string>();
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <ol class="matches">
        {matches.slice(0, shown).map((match) => {
          const own = match.players.find(({ steamId }) => steamId === match.viewer);
          const result = own && resultFor(match, own);
          const rounds = match.rounds && own?.team === 1 ? [match.rounds[1], match.rounds[0]] : match.rounds;
          return (
            <li key={match.id}>
              <button
                type="button"
                class="match-head"
                aria-expanded={open === match.id}
                onClick={() => setOpen(open === match.id ? undefined : match.id)}
              >
                <strong>{match.map}</strong>
                <span class="muted">{words.t(`people.mode.${match.mode}`)}</span>
                <span class="match-result" data-result={result}>
                  {result ? words.t(`people.result.${result}`) : words.t('people.result.unknown')}
                  {rounds && ` ${rounds[0]}:${rounds[1]}`}
                </span>
                <time class="muted small" dateTime={isoTime(match.playedAt)}>
                  {words.date(match.playedAt)}
                </time>
              </button>
              {open === match.id && <Scoreboard match={match} bans={bans} settings={settings} />}
            </li>
          );
        })}
      </ol>
      {matches.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + PAGE)}>
          {words.t('people.moreMatches', { count: Math.min(PAGE, matches.length - shown) })}
        </button>
      )}
    </>
  );
}

function Scoreboard({ match, bans, settings }: { match: MatchRow; bans: readonly BanMet[]; settings: Settings }) {
  const words = useWords();
  const steamIds = useMemo(() => match.players.map(({ steamId }) => steamId), [match]);
  const views = useScores(steamIds);
  const banOf = new Map(bans.map((ban) => [ban.steamId, ban]));
  const reports = useReports();
  const own = match.players.find(({ steamId }) => steamId === match.viewer)?.team;
  const teams: (MatchPlayer['team'] | undefined)[] = own === 1 ? [1, 0, null] : [0, 1, null];
  return (
    <table class="board small">
      <thead>
        <tr>
          <th scope="col">{words.t('people.board.player')}</th>
          <th scope="col">{words.t('people.board.kills')}</th>
          <th scope="col">{words.t('people.board.assists')}</th>
          <th scope="col">{words.t('people.board.deaths')}</th>
          <th scope="col">{words.t('people.board.headshots')}</th>
          <th scope="col" class="board-report">
            <span class="sr">{words.t('report.action')}</span>
          </th>
        </tr>
      </thead>
      {teams.map((team) => {
        const players = match.players.filter((player) => player.team === team);
        return (
          players.length > 0 && (
            <tbody key={String(team)}>
              {players.map((player) => (
                <BoardRow
                  key={player.steamId}
                  match={match}
                  player={player}
                  ban={banOf.get(player.steamId)}
                  view={views.get(player.steamId)}
                  settings={settings}
                  reports={reports}
                />
              ))}
            </tbody>
          )
        );
      })}
    </table>
  );
}

interface BoardRowProps {
  match: MatchRow;
  player: MatchPlayer;
  ban: BanMet | undefined;
  view: PlayerView | undefined;
  settings: Settings;
  reports: ReportsState;
}

/** A line of the scoreboard, and below it the report form when that is open. */
function BoardRow({ match, player, ban, view, settings, reports }: BoardRowProps) {
  const words = useWords();
  const [open, setOpen] = useState<RowOpen>('nothing');
  const { steamId, name, kills, assists, deaths, headshotPercent } = player;
  const figure = (value: number | null) => (value === null ? '–' : words.number(value));
  const row = { steamId, name, own: reports.byId.get(steamId), open, onOpen: setOpen };
  return (
    <>
      <tr data-own={steamId === match.viewer}>
        <th scope="row">
          <button
            type="button"
            class="board-name"
            onClick={() => void send('openDetails', { steamId }).catch(console.error)}
          >
            <ScoreBadge view={view} kind={settings.headline} />
            <PlayerName name={name} steamId={steamId} />
          </button>
          {ban && match.playedAt <= ban.metAt && <BanText ban={ban} />}
        </th>
        <td>{figure(kills)}</td>
        <td>{figure(assists)}</td>
        <td>{figure(deaths)}</td>
        <td>{headshotPercent === null ? '–' : words.number(headshotPercent / 100, { style: 'percent' })}</td>
        <td class="board-report">{steamId !== match.viewer && <ReportButton {...row} />}</td>
      </tr>
      {open !== 'nothing' && (
        <tr>
          <td colSpan={6} class="board-part">
            <RowPart {...row} at={match.playedAt} view={view} kind={settings.headline} onChange={reports.reload} />
          </td>
        </tr>
      )}
    </>
  );
}
