import { PersonLink } from '#extension/app/dashboard/person.tsx';
import type { Happening, NewBan, NewScore } from '#extension/app/dashboard/view.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { Icon, type IconName } from '#extension/ui/icons.tsx';

const ICONS: Record<Happening['kind'], IconName> = {
  match: 'match',
  ban: 'ban',
  score: 'mark',
  report: 'report',
  outcome: 'check',
};

/** One thing that happened, in one line: to whom, what, and when. */
export function HappeningLine({ happening, kind }: { happening: Happening; kind: Settings['headline'] }) {
  return (
    <li class="happening" data-kind={happening.kind}>
      <Icon name={ICONS[happening.kind]} />
      <span class="happening-words">
        {happening.kind === 'match' ? (
          <MatchWords match={happening} kind={kind} />
        ) : (
          <>
            <PersonLink person={happening} kind={kind} />
            <span class="happening-what">
              <What happening={happening} />
            </span>
          </>
        )}
      </span>
      <span class="muted small happening-when">
        <When time={happening.at} />
      </span>
    </li>
  );
}

function What({ happening }: { happening: Exclude<Happening, { kind: 'match' }> }) {
  const words = useWords();
  switch (happening.kind) {
    case 'ban':
      return <BanWords ban={happening} />;
    case 'score':
      return <ScoreWords score={happening} />;
    case 'report':
      return <>{words.t('dashboard.reported')}</>;
    case 'outcome':
      return <>{words.t(`dashboard.outcome.${happening.outcome}`)}</>;
  }
}

/** Which bans, and how long one has known the player. */
export function BanWords({ ban }: { ban: NewBan }) {
  const words = useWords();
  const kinds = words.list(ban.kinds.map((kind) => words.t(`met.kind.${kind}`)));
  return (
    <>
      <strong class="bad">{kinds}</strong>
      {!ban.certain && ` – ${words.t('bansMet.uncertain')}`}
      <Met at={ban.lastMetAt} />
    </>
  );
}

export function ScoreWords({ score: { from, to, lastMetAt } }: { score: NewScore }) {
  const words = useWords();
  return (
    <>
      {from === null ? words.t('dashboard.scoreNew', { to }) : words.t('dashboard.scoreRose', { from, to })}
      <Met at={lastMetAt} />
    </>
  );
}

function Met({ at }: { at: number | null }) {
  const words = useWords();
  return (
    <span class="muted small">
      {' · '}
      {at === null ? words.t('dashboard.watchedOnly') : words.t('dashboard.lastMet', { day: words.day(at) })}
    </span>
  );
}

function MatchWords({
  match: { map, mode, result, rounds, highest },
  kind,
}: {
  match: Happening & { kind: 'match' };
  kind: Settings['headline'];
}) {
  const words = useWords();
  return (
    <>
      <span class="happening-what">
        <strong>{map}</strong>
        {mode && <span class="muted"> · {words.t(`people.mode.${mode}`)}</span>}
        <span class="match-result" data-result={result ?? undefined}>
          {' · '}
          {result ? words.t(`people.result.${result}`) : words.t('people.result.unknown')}
          {rounds && ` ${rounds[0]}:${rounds[1]}`}
        </span>
      </span>
      {highest && (
        <span class="happening-highest small">
          <span class="muted">{words.t('dashboard.highest')}</span>
          <PersonLink person={highest} kind={kind} />
        </span>
      )}
    </>
  );
}
