import type { LeetifyScore } from '#extension/messages.ts';
import { BandBadge } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Reason } from '#extension/ui/contributions.tsx';

/** The score with the figures, beside the one without, and what they did to it. */
export function LeetifyScoreLine({ score, roomy }: { score: LeetifyScore; roomy: boolean }) {
  const words = useWords();
  const Heading = roomy ? 'h3' : 'h4';
  const { assessment, before, complete } = score;
  const reasons = assessment.contributions.filter(({ key }) => key.startsWith('leetify.'));
  const largest = Math.max(0, ...reasons.map(({ points }) => Math.abs(points)));
  const sides = [
    { side: 'for', list: reasons.filter(({ nats }) => nats > 0) },
    { side: 'against', list: reasons.filter(({ nats }) => nats <= 0) },
  ] as const;
  return (
    <div class="leetify-score" data-band={assessment.band}>
      <p>
        <BandBadge band={assessment.band} score={assessment.score} />
        <span>
          <strong>{words.t('leetify.score')}</strong>
          {': '}
          {words.t(`band.${assessment.band}`)}
        </span>
      </p>
      <p class="muted small">
        {before &&
          (before.score === null
            ? words.t('leetify.score.wasNone')
            : words.t('leetify.score.was', { score: before.score }))}{' '}
        {words.t('confidence.label')}{' '}
        {words.t('confidence.value', {
          percent: assessment.confidence,
          level: words.t(`confidence.${assessment.confidenceLevel}`),
        })}
        {'. '}
        {words.t('leetify.score.kept')} {!complete && words.t('leetify.score.incomplete')}
      </p>
      <details open={roomy}>
        <summary>{words.t('leetify.why')}</summary>
        <div class="reasons">
          {sides.map(
            ({ side, list }) =>
              list.length > 0 && (
                <section key={side} data-side={side}>
                  <Heading>{words.t(`reasons.${side}`)}</Heading>
                  <ul>
                    {list.map((reason) => (
                      <Reason key={reason.key} reason={reason} largest={largest} />
                    ))}
                  </ul>
                </section>
              ),
          )}
        </div>
      </details>
    </div>
  );
}
