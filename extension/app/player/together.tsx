import { useEffect, useState } from 'preact/hooks';
import { Result } from '#extension/app/matches/columns.tsx';
import { itemOfRow } from '#extension/app/matches/match-item.ts';
import { localDatabase } from '#extension/app/players/local-data.ts';
import { type MatchRow, matchRowSchema } from '#extension/sync/rows.ts';
import { isoTime, useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { MatchPlayer } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Matches shown at first, and more at a time. */
const PAGE = 10;

export type Together =
  | { state: 'loading' }
  | { state: 'failed'; retry(): void }
  | { state: 'ok'; matches: readonly MatchRow[] };

// Asynchronous from its first line: without a database the first step throws.
async function readTogether(steamId: SteamId): Promise<MatchRow[]> {
  const rows = await localDatabase().matches.where('playerIds').equals(steamId).toArray();
  return rows.flatMap((row) => matchRowSchema.safeParse(row).data ?? []).sort((a, b) => b.playedAt - a.playedAt);
}

/** The matches kept here with somebody, newest first. */
export function useTogether(steamId: SteamId): Together {
  const [together, setTogether] = useState<Together>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    readTogether(steamId).then(
      (matches) => !gone && setTogether({ state: 'ok', matches }),
      (error: unknown) => {
        console.error('the matches with a player could not be read', error);
        if (!gone) setTogether({ state: 'failed', retry: () => setTurn((old) => old + 1) });
      },
    );
    return () => {
      gone = true;
    };
  }, [steamId, turn]);
  return together;
}

/** One's own match is no meeting with oneself. */
const lineOf = (match: MatchRow, steamId: SteamId) => match.players.find((player) => player.steamId === steamId);

function sideOf(match: MatchRow, line: MatchPlayer | undefined): 'with' | 'against' | undefined {
  const own = lineOf(match, match.viewer);
  if (!own || own.team === null || !line || line.team === null) return undefined;
  return own.team === line.team ? 'with' : 'against';
}

/** Their figures over all of these matches; kills weigh the share of headshots. Undefined where no scoreboard tells. */
export function averagesOf(lines: readonly MatchPlayer[]): { ratio: number; headshots: number } | undefined {
  let [kills, deaths, headshots, counted] = [0, 0, 0, 0];
  for (const line of lines) {
    if (line.kills === null || line.deaths === null) continue;
    kills += line.kills;
    deaths += line.deaths;
    if (line.headshotPercent === null) continue;
    headshots += (line.kills * line.headshotPercent) / 100;
    counted += line.kills;
  }
  if (kills + deaths === 0) return undefined;
  return { ratio: kills / Math.max(1, deaths), headshots: counted === 0 ? 0 : Math.round((100 * headshots) / counted) };
}

/** The matches with a player: on whose side, how they ended, and what the scoreboard said of them. */
export function TogetherSection({ steamId, together }: { steamId: SteamId; together: Together }) {
  const words = useWords();
  const [shown, setShown] = useState(PAGE);
  if (together.state !== 'ok') {
    return (
      <section class="panel">
        <h2>{words.t('together.title')}</h2>
        {together.state === 'loading' ? (
          <Loading lines={3} />
        ) : (
          <Notice title={words.t('together.failed')} tone="warn" live>
            <button type="button" onClick={together.retry}>
              {words.t('error.retry')}
            </button>
          </Notice>
        )}
      </section>
    );
  }
  const { matches } = together;
  const sides = matches.map((match) => sideOf(match, lineOf(match, steamId)));
  const averages = averagesOf(matches.flatMap((match) => lineOf(match, steamId) ?? []));
  const figure = (value: number | null | undefined) => (typeof value === 'number' ? words.number(value) : '–');
  return (
    <section class="panel together">
      <h2>{words.t('together.title')}</h2>
      {matches.length === 0 ? (
        <p class="muted">{words.t('together.none')}</p>
      ) : (
        <>
          <p>
            {words.t('together.summary', {
              count: matches.length,
              with: sides.filter((side) => side === 'with').length,
              against: sides.filter((side) => side === 'against').length,
            })}
            {averages && <span class="muted"> {words.t('together.average', averages)}</span>}
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.t('matches.column.match')}</th>
                <th scope="col">{words.t('together.side')}</th>
                <th scope="col">{words.t('together.result')}</th>
                {(['kills', 'assists', 'deaths', 'headshots'] as const).map((name) => (
                  <th key={name} scope="col" data-figure={name} title={words.t(`match.board.${name}.full`)}>
                    {words.t(`people.board.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matches.slice(0, shown).map((match, index) => {
                const line = lineOf(match, steamId);
                const side = sides[index];
                return (
                  <tr key={match.id}>
                    <th scope="row">
                      <a href={`#/matches/${encodeURIComponent(match.id)}`}>{match.map}</a>{' '}
                      <time class="small muted nowrap" dateTime={isoTime(match.playedAt)}>
                        {words.day(match.playedAt)}
                      </time>
                    </th>
                    <td>{side ? words.t(`together.${side}`) : '–'}</td>
                    <td>
                      <Result match={itemOfRow(match)} words={words} />
                    </td>
                    <td data-figure="kills">{figure(line?.kills)}</td>
                    <td data-figure="assists">{figure(line?.assists)}</td>
                    <td data-figure="deaths">{figure(line?.deaths)}</td>
                    <td data-figure="headshots">
                      {typeof line?.headshotPercent === 'number'
                        ? words.number(line.headshotPercent / 100, { style: 'percent' })
                        : '–'}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {matches.length > shown && (
            <button type="button" onClick={() => setShown(shown + PAGE)}>
              {words.t('together.more', { count: Math.min(PAGE, matches.length - shown) })}
            </button>
          )}
        </>
      )}
    </section>
  );
}
