import { type MatchItem, mostSuspicious } from '#extension/app/matches/match-item.ts';
import type { Entry } from '#extension/app/matches/use-matches.ts';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import type { Settings } from '#extension/settings.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { isoTime } from '#extension/ui/context.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import type { Column } from '#extension/ui/table/table.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface ColumnOptions {
  words: Translator;
  now: number;
  scores: ReadonlyMap<SteamId, Entry>;
  bans: ReadonlyMap<SteamId, BanMet>;
  headline: Settings['headline'];
  /** Whether the list names the other players. */
  others: boolean;
}

/** The columns of a list of matches. */
export function matchColumns({ words, now, scores, bans, headline, others }: ColumnOptions): Column<MatchItem>[] {
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : words.number(value);
  const columns: Column<MatchItem>[] = [
    {
      key: 'match',
      label: words.t('matches.column.match'),
      rowHeader: true,
      cell: ({ id, map, mode, playedAt }) => (
        <span class="player-name">
          <a href={`#/matches/${encodeURIComponent(id)}`}>{map}</a>
          <span class="player-under small muted">
            <time dateTime={isoTime(playedAt)} title={words.ago(playedAt, now)}>
              <span class="match-when">{words.date(playedAt)}</span>
              <span class="match-day">{words.day(playedAt)}</span>
            </time>
            {mode && <span class="match-mode"> · {words.t(`people.mode.${mode}`)}</span>}
          </span>
        </span>
      ),
    },
    {
      key: 'result',
      label: words.t('matches.column.result'),
      cell: (match) => <Result match={match} words={words} />,
    },
    {
      key: 'own',
      label: words.t('matches.column.own'),
      from: 'medium',
      cell: ({ own }) => (
        <span class="figures">
          {own ? `${figure(own.kills)} / ${figure(own.assists)} / ${figure(own.deaths)}` : '–'}
        </span>
      ),
    },
    {
      key: 'headshots',
      label: words.t('matches.column.headshots'),
      from: 'wide',
      align: 'end',
      cell: ({ own }) =>
        typeof own?.headshotPercent === 'number' ? words.number(own.headshotPercent / 100, { style: 'percent' }) : '–',
    },
  ];
  if (!others) return columns;
  return [
    ...columns,
    {
      key: 'highest',
      label: words.t('matches.column.highest'),
      cell: (match) => {
        const best = mostSuspicious(match, scores);
        if (!best) return <span class="muted">–</span>;
        const { player, entry } = best;
        return (
          <a class="match-highest" href={`#/players/${player.steamId}`}>
            <ScoreBadge view={{ steamId: player.steamId, state: 'scored', entry, stale: false }} kind={headline} />
            <PlayerName name={player.name} steamId={player.steamId} />
          </a>
        );
      },
    },
    {
      key: 'banned',
      label: words.t('matches.column.banned'),
      from: 'medium',
      cell: ({ others: players, playedAt }) => {
        const count = players.filter(({ steamId }) => (bans.get(steamId)?.metAt ?? -1) >= playedAt).length;
        return count === 0 ? <span class="muted">–</span> : <strong class="ban-text">{words.number(count)}</strong>;
      },
    },
  ];
}

/** "Won 13 : 7", in words and colour. */
export function Result({
  match: { result, rounds },
  words,
}: {
  match: Pick<MatchItem, 'result' | 'rounds'>;
  words: Translator;
}) {
  return (
    <span class="match-result" data-result={result}>
      {words.t(`people.result.${result ?? 'unknown'}`)}
      {rounds && ' '}
      {rounds && <span class="nowrap">{`${rounds[0]}:${rounds[1]}`}</span>}
    </span>
  );
}
