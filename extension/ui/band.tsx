import { useWords } from '#extension/ui/context.tsx';
import type { Band } from '#shared/score/assessment.ts';

/** One shape per band, the same as on the badges of a page, so that colour is never the only carrier. In a 12 × 12 box. */
const SHAPES: Record<Band, string> = {
  unlikely: 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6z',
  suspicious: 'M6 .7L11.8 11.2H.2z',
  'highly-suspicious': 'M6 0L12 6 6 12 0 6z',
  'near-certain': 'M3.6 0h4.8L12 3.6v4.8L8.4 12H3.6L0 8.4V3.6z',
  'not-enough-data': 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6zM6 2.8a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 1 1 0-6.4z',
};

/** The band of a 0–100 figure by the product's limits, for those who chose the rubric's points as headline. */
export function bandOf(figure: number): Band {
  if (figure <= 30) return 'unlikely';
  if (figure <= 60) return 'suspicious';
  return figure <= 80 ? 'highly-suspicious' : 'near-certain';
}

export function BandMark({ band }: { band: Band }) {
  return (
    <svg class="band-mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[band]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}

/** The small number of a list row. `score` null is not enough data; the words for screen readers are the caller's. */
export function BandBadge({ band, score }: { band: Band; score: number | null }) {
  const words = useWords();
  return (
    <span class="band-badge" data-band={band}>
      <BandMark band={band} />
      <span class="band-badge-number">{score === null ? '–' : words.number(score)}</span>
    </span>
  );
}
