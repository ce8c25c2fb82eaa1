import { useNow, useWords } from '#extension/ui/context.tsx';
import type { Source, SourceStatus } from '#shared/score/facts.ts';

const ORDER: readonly Source[] = ['profile', 'bans', 'games', 'level', 'stats'];

/** One line per source: when its facts were seen, or why there are none. */
export function Sources({ sources }: { sources: SourceStatus[] }) {
  const words = useWords();
  const now = useNow();
  if (sources.length === 0) return null;
  const inOrder = [...sources].sort((a, b) => ORDER.indexOf(a.source) - ORDER.indexOf(b.source));
  return (
    <section class="sources">
      <h3>{words.t('sources.title')}</h3>
      <ul>
        {inOrder.map(({ source, state, checkedAt, observedAt }) => {
          const seen = observedAt === undefined ? undefined : words.ago(observedAt, now, 'short');
          const plain = words.t(`source.state.${state}`, { when: seen ?? words.ago(checkedAt, now, 'short') });
          const text =
            state !== 'ok' && seen !== undefined ? words.t('source.held', { state: plain, when: seen }) : plain;
          return (
            <li key={source} data-state={state} title={words.t('source.checked', { date: words.date(checkedAt) })}>
              <span class="source-dot" aria-hidden="true" />
              <span>{words.t(`source.${source}`)}</span> <span class="muted">{text}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
