import { isoTime, useWords } from '#extension/ui/context.tsx';
import type { CaseResponse } from '#shared/api/moderation.ts';

/** The player's latest matches that somebody other than themselves vouches for. */
export function CaseMatches({ matches }: { matches: CaseResponse['matches'] }) {
  const words = useWords();
  const figure = (value: number | null) => (value === null ? '–' : words.number(value));
  return (
    <section class="case-card">
      <h2>{words.t('moderation.matches')}</h2>
      {matches.length === 0 ? (
        <p class="muted">{words.t('moderation.matches.none')}</p>
      ) : (
        <table class="case-matches">
          <thead>
            <tr>
              <th scope="col">{words.t('moderation.matches.match')}</th>
              <th scope="col">{words.t('moderation.matches.result')}</th>
              <th scope="col">
                <abbr title={words.t('moderation.matches.kad')}>{words.t('moderation.matches.kadShort')}</abbr>
              </th>
              <th scope="col">{words.t('people.board.headshots')}</th>
            </tr>
          </thead>
          <tbody>
            {matches.map(({ id, map, mode, playedAt, result, rounds, own }) => (
              <tr key={id}>
                <th scope="row">
                  <strong>{map}</strong>{' '}
                  <span class="muted small">
                    {mode && `${words.t(`people.mode.${mode}`)} · `}
                    <time dateTime={isoTime(playedAt)}>{words.day(playedAt)}</time>
                  </span>
                </th>
                <td>
                  {words.t(`people.result.${result ?? 'unknown'}`)}
                  {rounds && ` ${own.team === 1 ? `${rounds[1]}:${rounds[0]}` : `${rounds[0]}:${rounds[1]}`}`}
                </td>
                <td>{[own.kills, own.assists, own.deaths].map(figure).join(' / ')}</td>
                <td>
                  {own.headshotPercent === null ? '–' : words.number(own.headshotPercent / 100, { style: 'percent' })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
