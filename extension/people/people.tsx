import { useState } from 'preact/hooks';
import { BanList } from '#extension/people/ban-list.tsx';
import { MatchList } from '#extension/people/match-list.tsx';
import { PeopleList } from '#extension/people/people-list.tsx';
import { Reading } from '#extension/people/reading.tsx';
import { useBans } from '#extension/people/use-bans.ts';
import { type History, useHistory } from '#extension/people/use-history.ts';
import { useNotes } from '#extension/people/use-notes.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice, Silent, StorageFailed } from '#extension/ui/states.tsx';

const LISTS = ['people', 'matches', 'bans'] as const;
type PeopleLists = (typeof LISTS)[number];

/** Whom one met in matches, the matches themselves, and who was banned since: in the popup, and with room in the app. */
export function People({ settings, first = 'people' }: { settings: Settings; first?: PeopleLists }) {
  const words = useWords();
  const history = useHistory();
  const notes = useNotes();
  const bansMet = useBans(`${history.status?.state} ${history.status?.finishedAt}`);
  const [list, setList] = useState<PeopleLists>(first);
  const { matches } = history;
  const unseen = bansMet.bans.filter((ban) => !ban.seen).length;
  return (
    <>
      <Reading history={history} />
      {history.unread !== undefined && <StorageFailed why={history.unread} onRetry={history.retry} />}
      {!matches && history.unread === undefined && <Loading lines={5} />}
      {matches && (matches.length > 0 || bansMet.bans.length > 0) && (
        <>
          <fieldset class="lists" aria-label={words.t('people.lists')}>
            {LISTS.map((each) => (
              <button key={each} type="button" aria-pressed={list === each} onClick={() => setList(each)}>
                {words.t(`people.list.${each}`)}
                {each === 'bans' && unseen > 0 && <span class="count">{words.number(unseen)}</span>}
              </button>
            ))}
          </fieldset>
          {notes.unkept && (
            <Notice title={words.t('settings.failed')} tone="warn" live>
              <button type="button" onClick={notes.keepAgain}>
                {words.t('error.retry')}
              </button>
            </Notice>
          )}
          {/* Said once is enough. */}
          {notes.failed && !history.failed && list === 'people' && <Silent onRetry={notes.reload} />}
          {list === 'people' && (
            <PeopleList
              matches={matches}
              complete={history.complete}
              bans={bansMet.bans}
              notes={notes}
              settings={settings}
            />
          )}
          {list === 'matches' && <MatchList matches={matches} bans={bansMet.bans} settings={settings} />}
          {list === 'bans' && <BanList bansMet={bansMet} />}
        </>
      )}
      {isEmpty(history) && (
        <Notice title={words.t('people.empty')}>
          <p class="muted">{words.t('people.emptyText')}</p>
        </Notice>
      )}
    </>
  );
}

/** Read to the end, and there is nothing. */
function isEmpty({ matches, status }: History): boolean {
  return matches?.length === 0 && status?.state === 'done' && status.matches === 0;
}
