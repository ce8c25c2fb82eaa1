import type { ComponentChildren } from 'preact';
import { useNow, useWords } from '#extension/ui/context.tsx';
import type { PlayerFacts, SourceStatus } from '#shared/score/facts.ts';

/** Bans with how long ago the last one was. Nothing seen of them is said as such, never as "none". */
export function Bans({ facts, sources }: { facts: PlayerFacts; sources: SourceStatus[] }) {
  const words = useWords();
  const now = useNow();
  const { bans } = facts;
  if (!bans) {
    const asked = sources.some((each) => each.source === 'bans');
    return asked ? <BanLines lines={[<span class="muted">{words.t('bans.unknown')}</span>]} /> : null;
  }
  const dated = bans.vac + bans.game > 0;
  const counts = [
    bans.vac > 0 ? words.t('bans.vac', { count: bans.vac }) : '',
    bans.game > 0 ? words.t('bans.game', { count: bans.game }) : '',
  ].filter(Boolean);
  const lines: ComponentChildren[] = [];
  if (dated) {
    lines.push(
      <>
        <strong>{counts.join(' · ')}</strong>{' '}
        {bans.lastBanAt === undefined ? (
          <span class="muted">{words.t('bans.dateUnknown')}</span>
        ) : (
          <time dateTime={new Date(bans.lastBanAt).toISOString()} title={words.day(bans.lastBanAt)}>
            {words.t('bans.last', { when: words.ago(bans.lastBanAt, now) })}
          </time>
        )}
      </>,
    );
  }
  if (bans.community) lines.push(<strong>{words.t('bans.community')}</strong>);
  if (bans.economy !== 'none') lines.push(<strong>{words.t(`bans.economy.${bans.economy}`)}</strong>);
  return lines.length > 0 ? (
    <BanLines lines={lines} banned />
  ) : (
    <BanLines lines={[<span class="muted">{words.t('bans.none')}</span>]} />
  );
}

function BanLines({ lines, banned = false }: { lines: ComponentChildren[]; banned?: boolean }) {
  const words = useWords();
  return (
    <section class={banned ? 'bans banned' : 'bans'}>
      <h3>{words.t('bans.title')}</h3>
      <ul>
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
