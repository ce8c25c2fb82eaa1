import type { PlayerView } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { BandBadge, bandOf } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';

/** The number of a row, with its words for those who cannot see it. */
export function ScoreBadge({ view, kind }: { view: PlayerView | undefined; kind: Settings['headline'] }) {
  const words = useWords();
  const entry = view?.entry;
  if (!entry) {
    const state = view?.state ?? 'loading';
    const waits = state === 'loading' || state === 'scored';
    return (
      <span>
        <span aria-hidden="true" class={waits ? 'band-badge waiting' : ''} data-band="not-enough-data">
          {!waits && <BandBadge band="not-enough-data" score={null} />}
        </span>
        <span class="sr">{waits ? words.t('card.loading') : words.t(`state.${state}.title`)}</span>
      </span>
    );
  }
  const byRubric = kind === 'rubric' && entry.band !== 'not-enough-data';
  const score = byRubric ? entry.rubric : entry.score;
  const band = byRubric ? bandOf(entry.rubric) : entry.band;
  const spoken =
    score === null
      ? words.t(`band.${band}`)
      : byRubric
        ? words.t('score.rubricSpoken', { score })
        : words.t('score.spoken', { score, band: words.t(`band.${band}`) });
  return (
    <span>
      <span aria-hidden="true">
        <BandBadge band={band} score={score} />
      </span>
      <span class="sr">{spoken}</span>
    </span>
  );
}
