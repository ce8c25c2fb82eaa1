import type { Settings } from '#extension/settings.ts';
import { BandMark, bandOf } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import type { Assessment, Band } from '#shared/score/assessment.ts';

/** What the head of a card needs; a badge's entry has it before the details arrive. */
export interface Headline {
  score: number | null;
  rubric: number;
  band: Band;
  confidence: number;
}

export function headlineOf(assessment: Assessment): Headline {
  const { score, band, confidence, rubric } = assessment;
  return { score, band, confidence, rubric: Math.round(rubric.total) };
}

const LEVELS = ['none', 'low', 'medium', 'high'] as const;

/** The engine's level where it is known, else by the thirds below which a headline says nothing firm (35 and 70). */
function levelOf(confidence: number): (typeof LEVELS)[number] {
  if (confidence <= 0) return 'none';
  return confidence < 35 ? 'low' : confidence < 70 ? 'medium' : 'high';
}

function Confidence({ confidence, level }: { confidence: number; level?: Assessment['confidenceLevel'] }) {
  const words = useWords();
  const known = level ?? levelOf(confidence);
  return (
    <span class="confidence" title={words.t('confidence.explain')}>
      <span class="muted">{words.t('confidence.label')}</span>
      <span class="meter" aria-hidden="true" data-level={known}>
        {LEVELS.slice(1).map((step, index) => (
          <i key={step} class={LEVELS.indexOf(known) > index ? 'on' : ''} />
        ))}
      </span>
      <span class="nowrap">
        {known === 'none'
          ? words.t('confidence.none')
          : words.t('confidence.value', { percent: confidence, level: words.t(`confidence.${known}`) })}
      </span>
    </span>
  );
}

/** 0–100 with the limits of the bands; the segment of the score's own band is filled up to the score. */
function Scale({ score, band }: { score: number; band: Band }) {
  const words = useWords();
  return (
    <div class="scale" data-band={band} aria-hidden="true">
      <div class="scale-track">
        <span class="scale-fill" style={{ width: `${score}%` }} />
        {[30, 60, 80].map((limit) => (
          <span key={limit} class="scale-limit" style={{ left: `${limit}%` }} />
        ))}
        <span class="scale-mark" style={{ left: `${score}%` }} />
      </div>
      <div class="scale-labels">
        {[0, 30, 60, 80, 100].map((limit) => (
          <span key={limit} style={{ left: `${limit}%` }}>
            {words.number(limit)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The number, its band and how sure it is. As rubric headline the calibrated score stays visible beside it. */
export function ScoreHead({
  headline,
  kind,
  level,
}: {
  headline: Headline;
  kind: Settings['headline'];
  level?: Assessment['confidenceLevel'];
}) {
  const words = useWords();
  const { score, rubric } = headline;
  const byRubric = kind === 'rubric';
  const shown = byRubric ? rubric : score;
  // Few points because little was seen must not look clean.
  const band = byRubric && headline.band !== 'not-enough-data' ? bandOf(rubric) : headline.band;
  const bandName = words.t(`band.${band}`);
  const spoken = byRubric
    ? `${words.t('score.rubricSpoken', { score: rubric })}: ${bandName}`
    : score === null
      ? bandName
      : words.t('score.spoken', { score, band: bandName });
  return (
    <div class="score-head" data-band={band}>
      <p class="sr">{spoken}</p>
      <div class="score-tile" aria-hidden="true">
        <span class="score-number">{shown === null ? '–' : words.number(shown)}</span>
      </div>
      <div class="score-words">
        <p class="score-label" aria-hidden="true">
          {words.t(byRubric ? 'score.rubricLabel' : 'score.label')}
        </p>
        <p class="score-band" aria-hidden="true">
          <BandMark band={band} />
          {bandName}
        </p>
        <Confidence confidence={headline.confidence} {...(level && { level })} />
      </div>
      {shown !== null && <Scale score={shown} band={band} />}
      {byRubric && score !== null && <p class="muted small">{words.t('score.calibratedAside', { score })}</p>}
    </div>
  );
}
