import type { ComponentChildren } from 'preact';
import { BanWords, ScoreWords } from '#extension/app/dashboard/happening.tsx';
import { PersonLink } from '#extension/app/dashboard/person.tsx';
import type { Person, Summary } from '#extension/app/dashboard/view.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords, When } from '#extension/ui/context.tsx';

/** What is new since the last look, by kind; `onSeen` says that it was looked at. */
export function Changes({
  summary: { since, changes },
  kind,
  onSeen,
}: {
  summary: Summary;
  kind: Settings['headline'];
  onSeen: () => void;
}) {
  const words = useWords();
  const { bans, scores, outcomes, matches } = changes;
  const nothing = bans.count + scores.count + outcomes.count + matches === 0;
  return (
    <section class="panel changes" aria-labelledby="changes-title">
      <div class="panel-head">
        <h2 id="changes-title">{words.t('dashboard.changes')}</h2>
        <span class="muted small">
          {words.t('dashboard.since')} <When time={since} />
        </span>
        {!nothing && (
          <button type="button" class="link-button small" onClick={onSeen}>
            {words.t('dashboard.seen')}
          </button>
        )}
      </div>
      {nothing && <p class="muted">{words.t('dashboard.nothingNew')}</p>}
      {matches > 0 && <p>{words.t('dashboard.newMatches', { count: matches })}</p>}
      <div class="changes-lists">
        <List title={words.t('dashboard.newBans', { count: bans.count })} changes={bans} kind={kind}>
          {(ban) => <BanWords ban={ban} />}
        </List>
        <List title={words.t('dashboard.newScores', { count: scores.count })} changes={scores} kind={kind}>
          {(score) => <ScoreWords score={score} />}
        </List>
        <List title={words.t('dashboard.outcomes', { count: outcomes.count })} changes={outcomes} kind={kind}>
          {({ outcome }) => words.t(`dashboard.outcome.${outcome}`)}
        </List>
      </div>
    </section>
  );
}

function List<T extends Person & { at: number }>({
  title,
  changes: { count, items },
  kind,
  children,
}: {
  title: string;
  changes: { count: number; items: readonly T[] };
  kind: Settings['headline'];
  children: (item: T) => ComponentChildren;
}) {
  const words = useWords();
  if (count === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="change-list">
        {items.map((item) => (
          <li key={`${item.steamId} ${item.at}`}>
            <PersonLink person={item} kind={kind} />
            <span class="small">{children(item)}</span>
          </li>
        ))}
      </ul>
      {count > items.length && (
        <p class="muted small">{words.t('dashboard.andMore', { count: count - items.length })}</p>
      )}
    </div>
  );
}
