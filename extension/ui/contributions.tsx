import { useWords } from '#extension/ui/context.tsx';
import type { Assessment, Contribution } from '#shared/score/assessment.ts';

/** A reason in words; one this version does not know is named, not hidden, because the sum counts it. */
export function ReasonText({ reason }: { reason: Contribution }) {
  const words = useWords();
  return <>{words.find(`reason.${reason.key}`, reason.figures) ?? words.t('reason.unknown', { key: reason.key })}</>;
}

/** The prior is where everybody starts, so it is no reason of this player's. */
export function reasonsOf(assessment: Assessment): { prior?: Contribution; reasons: Contribution[] } {
  const prior = assessment.contributions.find((each) => each.block === 'prior');
  const reasons = assessment.contributions.filter((each) => each !== prior);
  return prior ? { prior, reasons } : { reasons };
}

/** One reason with its bar, beside the largest of its list. */
export function Reason({ reason, largest }: { reason: Contribution; largest: number }) {
  const words = useWords();
  const share = largest > 0 ? Math.abs(reason.points) / largest : 0;
  return (
    <li class="reason">
      <span class="reason-text">
        <ReasonText reason={reason} />
      </span>
      <span class="reason-bar" aria-hidden="true">
        <i style={{ width: `${Math.max(3, share * 100)}%` }} />
      </span>
      <span class="reason-points" title={words.t('reasons.pointsExplain')}>
        <span aria-hidden="true">{words.number(reason.points, SIGNED).replace('-', '−')}</span>
        <span class="sr">{words.t('reasons.points', { points: reason.points, count: Math.abs(reason.points) })}</span>
      </span>
    </li>
  );
}

const SIGNED: Intl.NumberFormatOptions = {
  signDisplay: 'exceptZero',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
};

/** How many reasons of a side are shown where there is little room; a list that is one longer is shown whole. */
const FIRST = 4;

function Side({ list, largest, short }: { list: Contribution[]; largest: number; short: boolean }) {
  const words = useWords();
  const cut = short && list.length > FIRST + 1 ? FIRST : list.length;
  const items = (some: Contribution[]) => (
    <ul>
      {some.map((reason) => (
        <Reason key={reason.key} reason={reason} largest={largest} />
      ))}
    </ul>
  );
  return (
    <>
      {items(list.slice(0, cut))}
      {cut < list.length && (
        <details>
          <summary>{words.t('reasons.more', { count: list.length - cut })}</summary>
          {items(list.slice(cut))}
        </details>
      )}
    </>
  );
}

/** The reasons for and against, strongest first, and what holds the score back, which is neither. */
export function Contributions({ assessment, short = false }: { assessment: Assessment; short?: boolean }) {
  const words = useWords();
  const { prior, reasons } = reasonsOf(assessment);
  const evidence = reasons.filter((each) => each.block !== 'limit');
  const sides = [
    { side: 'for', none: 'reasons.noneFor', list: evidence.filter((each) => each.nats > 0) },
    { side: 'against', none: 'reasons.noneAgainst', list: evidence.filter((each) => each.nats <= 0) },
  ] as const;
  const limits = reasons.filter((each) => each.block === 'limit');
  const largest = Math.max(0, ...reasons.map((each) => Math.abs(each.points)));
  return (
    <div class="reasons">
      {sides.map(({ side, none, list }) => (
        <section key={side} data-side={side}>
          {list.length === 0 ? (
            <p class="muted small">{words.t(none)}</p>
          ) : (
            <>
              <h3>{words.t(`reasons.${side}`)}</h3>
              <Side list={list} largest={largest} short={short} />
            </>
          )}
        </section>
      ))}
      {limits.length > 0 && (
        <section data-side="limits">
          <h3>{words.t('reasons.limits')}</h3>
          <Side list={limits} largest={largest} short={false} />
        </section>
      )}
      {prior && assessment.score !== null && (
        <p class="reasons-ends muted small">
          <ReasonText reason={prior} />
        </p>
      )}
    </div>
  );
}
