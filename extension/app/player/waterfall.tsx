import { useWords } from '#extension/ui/context.tsx';
import { ReasonText, reasonsOf } from '#extension/ui/contributions.tsx';
import type { Assessment } from '#shared/score/assessment.ts';
import { scoreAt } from '#shared/score/posterior.ts';

/**
 * From where every player starts to this player's score, reason by reason. Each step is drawn on the scale of scores at
 * the log-odds reached so far, so the steps really add up, which points taken one at a time do not.
 */
export function Waterfall({ assessment }: { assessment: Assessment }) {
  const words = useWords();
  const { prior, reasons } = reasonsOf(assessment);
  if (!prior || assessment.score === null) return null;
  let logOdds = prior.nats;
  const start = scoreAt(logOdds);
  // What holds the score back acts on the sum of the rest.
  const inOrder = [
    ...reasons.filter((each) => each.block !== 'limit'),
    ...reasons.filter((each) => each.block === 'limit'),
  ];
  const steps = inOrder.map((reason) => {
    const from = scoreAt(logOdds);
    logOdds += reason.nats;
    return { reason, from, to: scoreAt(logOdds) };
  });
  const whole = (score: number) => words.number(Math.round(score));
  return (
    <section class="waterfall">
      <h2>{words.t('reasons.waterfall')}</h2>
      <table>
        <tbody>
          <tr class="end">
            <th scope="row">{words.t('reasons.from')}</th>
            <Bar from={0} to={start} side="end" />
            <td>{whole(start)}</td>
          </tr>
          {steps.map(({ reason, from, to }) => (
            <tr key={reason.key}>
              <th scope="row">
                <ReasonText reason={reason} />
              </th>
              <Bar from={from} to={to} side={reason.block === 'limit' ? 'end' : reason.nats > 0 ? 'for' : 'against'} />
              <td>{whole(to)}</td>
            </tr>
          ))}
          <tr class="end">
            <th scope="row">{words.t('reasons.to')}</th>
            <Bar from={0} to={assessment.score} side="end" />
            <td>{words.number(assessment.score)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Bar({ from, to, side }: { from: number; to: number; side: 'for' | 'against' | 'end' }) {
  return (
    <td class="bar" aria-hidden="true">
      <span class="bar-track">
        <i
          data-side={side}
          style={{ left: `${Math.min(from, to)}%`, width: `${Math.max(0.6, Math.abs(to - from))}%` }}
        />
      </span>
    </td>
  );
}
