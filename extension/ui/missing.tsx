import type { PlayerDetails } from '#extension/messages.ts';
import { useWords } from '#extension/ui/context.tsx';
import type { Translator } from '#extension/words/translator.ts';

type Answer = Extract<PlayerDetails, { state: 'ok' }>;

/** What would have to be seen for a score, as far as the sources say. */
function missingFacts(words: Translator, { facts, sources, origin }: Answer): string[] {
  const missing: string[] = [];
  const state = (source: string) => sources.find((each) => each.source === source)?.state;
  const hidden = facts.profile !== undefined && facts.profile.visibility !== 'public';
  if (hidden || state('profile') === 'private') missing.push(words.t('missing.profile.private'));
  if (state('games') === 'private') missing.push(words.t('missing.games.private'));
  if (state('stats') === 'private') missing.push(words.t('missing.stats.private'));
  for (const { source, state: how } of sources) {
    if (how === 'failed' || how === 'limited') {
      missing.push(words.t('missing.source', { source: words.t(`source.${source}`) }));
    }
  }
  if (origin === 'local') missing.push(words.t('missing.local'));
  return missing;
}

/** Why there is no number, and what is missing for one. */
export function NotEnough({ answer }: { answer: Answer }) {
  const words = useWords();
  const missing = missingFacts(words, answer);
  return (
    <section class="not-enough">
      <p>{words.t('score.whyNone')}</p>
      {missing.length > 0 && (
        <>
          <h3>{words.t('missing.heading')}</h3>
          <ul>
            {missing.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
