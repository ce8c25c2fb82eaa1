import { isoTime, useNow, useWords } from '#extension/ui/context.tsx';
import type { PlayerFacts, SourceStatus } from '#shared/score/facts.ts';

/** Bans with how long ago the last one was. Nothing seen of them is said as such, never as "none". */
export function Bans({ facts, sources }: { facts: PlayerFacts; sources: SourceStatus[] }) {
  const words = useWords();
  const now = useNow();
  const { bans } = facts;
  if (!bans) {
    const asked = sources.some((each) => each.source === 'bans');
    return asked ? <p class="muted small">{words.t('bans.unknown')}</p> : null;
  }
  const counts = [
    bans.vac > 0 ? words.t('bans.vac', { count: bans.vac }) : '',
    bans.game > 0 ? words.t('bans.game', { count: bans.game }) : '',
  ].filter(Boolean);
  if (counts.length === 0 && !bans.community && bans.economy === 'none') {
    return <p class="muted small">{words.t('bans.none')}</p>;
  }
  return (
    <section class="bans">
      <h3>{words.t('bans.title')}</h3>
      <ul>
        {counts.length > 0 && (
          <li>
            <strong>{counts.join(' · ')}</strong>
            {bans.vac + bans.game > 1 ? ', ' : ' '}
            {bans.lastBanAt === undefined ? (
              <span class="muted">{words.t('bans.dateUnknown')}</span>
            ) : (
              <time dateTime={isoTime(bans.lastBanAt)} title={words.day(bans.lastBanAt)}>
                {bans.vac + bans.game > 1
                  ? words.t('bans.last', { when: words.ago(bans.lastBanAt, now) })
                  : words.ago(bans.lastBanAt, now)}
              </time>
            )}
          </li>
        )}
        {bans.community && (
          <li>
            <strong>{words.t('bans.community')}</strong>
          </li>
        )}
        {bans.economy !== 'none' && (
          <li>
            <strong>{words.t(`bans.economy.${bans.economy}`)}</strong>
          </li>
        )}
      </ul>
    </section>
  );
}
