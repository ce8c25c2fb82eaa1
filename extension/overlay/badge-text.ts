import type { BadgeLabels, BadgeSettings, PlayerView } from '#extension/messages.ts';

/** Below this confidence the engine itself calls its confidence low. */
const LOW_CONFIDENCE = 35;

type ScoredBand = 'unlikely' | 'suspicious' | 'highly-suspicious' | 'near-certain';

/** What a badge draws. `band` chooses shape and colour: `none` is not enough data or no answer, `wait` still loading. */
export interface BadgeFace {
  text: string;
  band: ScoredBand | 'none' | 'wait';
  stale: boolean;
  /** Below the threshold the person set: drawn without colour. */
  quiet: boolean;
  /** Little was seen: the shape is drawn hollow, so that a low score does not look like a clean bill. */
  low: boolean;
  /** The person trusts this player: without colour, with a tick for a shape. */
  trusted: boolean;
  /** The whole badge in words. */
  label: string;
}

/** The band of a 0–100 figure by the product's limits: 30, 60, 80. */
function bandOf(figure: number): ScoredBand {
  if (figure <= 30) return 'unlikely';
  if (figure <= 60) return 'suspicious';
  return figure <= 80 ? 'highly-suspicious' : 'near-certain';
}

const fill = (words: string, figures: Record<string, string | number>) =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => String(figures[name] ?? whole));

/** What the badge of a player shows, by the player's view, the settings, the words of the language, and trust. */
export function faceOf(
  view: PlayerView | undefined,
  settings: BadgeSettings,
  labels: BadgeLabels,
  trusted = false,
): BadgeFace {
  const face = { ...scoreFaceOf(view, settings, labels), trusted };
  return trusted ? { ...face, quiet: true, label: `${face.label}, ${labels.trusted}` } : face;
}

function scoreFaceOf(
  view: PlayerView | undefined,
  settings: BadgeSettings,
  labels: BadgeLabels,
): Omit<BadgeFace, 'trusted'> {
  const stale = view?.stale ?? false;
  const withAge = (label: string) => (stale ? `${label}, ${labels.stale}` : label);
  const entry = view?.entry;
  if (!view || (view.state === 'loading' && !entry)) {
    return { text: '··', band: 'wait', stale: false, quiet: false, low: false, label: labels.loading };
  }
  if (!entry || view.state === 'not-found') {
    const label = {
      loading: labels.loading,
      scored: labels.failed,
      'not-found': labels.notFound,
      unasked: labels.unasked,
      limited: labels.limited,
      failed: labels.failed,
    }[view.state];
    const text = view.state === 'limited' || view.state === 'failed' ? '!' : '–';
    return { text, band: 'none', stale: false, quiet: false, low: false, label };
  }
  const { confidence } = entry;
  const low = confidence < LOW_CONFIDENCE;
  if (settings.headline === 'rubric') {
    const figures = { score: entry.rubric, rubric: entry.rubric, confidence };
    // Little was seen: a low sum of points then says nothing, and must not look clean.
    const unknown = entry.band === 'not-enough-data';
    const label = fill(labels.rubric, figures);
    return {
      text: String(entry.rubric),
      band: unknown ? 'none' : bandOf(entry.rubric),
      stale,
      quiet: !unknown && entry.rubric < settings.quietBelow,
      low,
      label: withAge(unknown ? `${label}, ${labels.notEnoughData}` : label),
    };
  }
  if (entry.score === null || entry.band === 'not-enough-data') {
    return { text: '–', band: 'none', stale, quiet: false, low: false, label: withAge(labels.notEnoughData) };
  }
  const figures = { score: entry.score, band: labels[`band.${entry.band}`], confidence };
  return {
    text: String(entry.score),
    band: entry.band,
    stale,
    quiet: entry.score < settings.quietBelow,
    low,
    label: withAge(fill(labels.scored, figures)),
  };
}
