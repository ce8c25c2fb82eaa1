import type { Remote } from '#extension/app/match/use-match.ts';
import type { MatchView } from '#extension/app/match/view.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { MatchDetails } from '#shared/api/matches.ts';

/** How sure the match is: who told of it, how many agree, and where they do not. */
export function Confirmation({ remote, match, onRetry }: { remote: Remote; match: MatchView; onRetry: () => void }) {
  const words = useWords();
  if (remote.state === 'off') return null;
  return (
    <section class="panel">
      <h2>{words.t('match.confirmed')}</h2>
      {remote.state === 'loading' && <Loading lines={2} />}
      {remote.state === 'none' && <p class="muted">{words.t('match.confirmed.none')}</p>}
      {remote.state === 'failed' && (
        <Notice title={words.t(`account.answer.${remote.why}`)} tone="warn" live>
          <button type="button" onClick={onRetry}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {remote.state === 'ok' && <Confirmed details={remote.match} match={match} />}
    </section>
  );
}

function Confirmed({ details, match }: { details: MatchDetails; match: MatchView }) {
  const words = useWords();
  const { uploads, sources, conflicts } = details;
  return (
    <>
      <p>
        {words.t('match.confirmed.uploads', { count: uploads })}{' '}
        {sources.length > 0 && (
          <span class="muted">
            {words.t('match.confirmed.sources', {
              sources: sources
                .map(({ kind, count }) => `${words.t(`match.source.${kind}`)} (${words.number(count)})`)
                .join(', '),
            })}
          </span>
        )}
      </p>
      {conflicts.length === 0 ? (
        <p class="muted">{words.t('match.conflicts.none')}</p>
      ) : (
        <>
          <h3>{words.t('match.conflicts', { count: conflicts.length })}</h3>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.t('match.conflicts.what')}</th>
                <th scope="col">{words.t('match.conflicts.shown')}</th>
                <th scope="col">{words.t('match.conflicts.others')}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map(({ path, values }) => (
                <tr key={path}>
                  <th scope="row">{whatOf(path, match, words)}</th>
                  <td>
                    {values
                      .filter(({ shown }) => shown)
                      .map((each) => said(each, words))
                      .join('; ')}
                  </td>
                  <td>
                    {values
                      .filter(({ shown }) => !shown)
                      .map((each) => said(each, words))
                      .join('; ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

type Told = MatchDetails['conflicts'][number]['values'][number];

function said({ value, sources }: Told, words: Translator): string {
  const shown = value === null ? '–' : typeof value === 'number' ? words.number(value) : value;
  return `${shown} (${sources.map((kind) => words.t(`match.source.${kind}`)).join(', ')})`;
}

/** `players.7656….kills` as "Name: Kills"; what this version does not know as it is. */
function whatOf(path: string, match: MatchView, words: Translator): string {
  const [, steamId, field] = /^players\.(\d+)\.(\w+)$/.exec(path) ?? [];
  const figure = words.find(`match.board.${field ?? path}.full`) ?? field ?? path;
  if (steamId === undefined) return figure;
  const name = match.players.find((player) => player.steamId === steamId)?.name ?? steamId;
  return `${name}: ${figure}`;
}
