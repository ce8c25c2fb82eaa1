import { Failed } from '#extension/app/account/failed.tsx';
import type { Remote } from '#extension/app/match/use-match.ts';
import type { MatchView } from '#extension/app/match/view.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading } from '#extension/ui/states.tsx';
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
      {remote.state === 'failed' && <Failed state={remote.why} retry={onRetry} />}
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
              sources: words.list(
                sources.map(({ kind, count }) => `${words.t(`match.source.${kind}`)} (${words.number(count)})`),
              ),
            })}
          </span>
        )}
      </p>
      {conflicts.length === 0 ? (
        <p class="muted">{words.t('match.conflicts.none')}</p>
      ) : (
        <>
          <h3>{words.t('match.conflicts', { count: conflicts.length })}</h3>
          <table class="conflicts">
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
                      .map((each) => said(path, each, words))
                      .join('; ')}
                  </td>
                  <td>
                    {values
                      .filter(({ shown }) => !shown)
                      .map((each) => said(path, each, words))
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

function said(path: string, { value, sources }: Told, words: Translator): string {
  const shown = shownValue(path, value, words);
  const kinds = [...new Set(sources)].map((kind) => {
    const count = sources.filter((each) => each === kind).length;
    return count === 1 ? words.t(`match.source.${kind}`) : `${words.t(`match.source.${kind}`)} ×${words.number(count)}`;
  });
  return `${shown} (${words.list(kinds)})`;
}

/** Whether somebody took part is told as 1 and 0, and the mode by its name in the protocol. */
function shownValue(path: string, value: Told['value'], words: Translator): string {
  if (value === null) return '–';
  if (/^players\.\d+$/.test(path)) return words.t(value === 1 ? 'match.conflicts.there' : 'match.conflicts.absent');
  if (typeof value === 'number') return words.number(value);
  return (path === 'mode' ? words.find(`people.mode.${value}`) : undefined) ?? value;
}

/** `players.7656….kills` as "Name: Kills"; what this version does not know as it is. */
function whatOf(path: string, match: MatchView, words: Translator): string {
  const [, steamId, field] = /^players\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
  const nameOf = (id: string) => match.players.find((player) => player.steamId === id)?.name || id;
  if (steamId !== undefined && field === undefined) return nameOf(steamId);
  const what = field ?? path;
  const figure = words.find(`match.board.${what}.full`) ?? words.find(`sources.field.${what}`) ?? what;
  if (steamId === undefined) return figure;
  return `${nameOf(steamId)}: ${figure}`;
}
