import type { ComponentChildren } from 'preact';
import type { Known } from '#extension/app/compare/rows.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { ReasonText } from '#extension/ui/contributions.tsx';
import type { Contribution } from '#shared/score/assessment.ts';

/**
 * A figure of each player, with a bar beside the largest of its row where there are two to compare. Undefined: not known,
 * which is not zero.
 */
export function FigureRow({
  label,
  values,
  say,
}: {
  label: string;
  values: readonly (number | undefined)[];
  say: (value: number) => string;
}) {
  const most = Math.max(...values.map((value) => value ?? 0));
  const known = values.filter((value) => value !== undefined).length;
  if (known === 0) return null;
  return (
    <Row label={label}>
      {values.map((value, index) => (
        <td key={index}>
          <Value>{value === undefined ? undefined : say(value)}</Value>
          {value !== undefined && most > 0 && known > 1 && (
            <span class="compare-bar" aria-hidden="true">
              <i style={{ width: `${(100 * value) / most}%` }} />
            </span>
          )}
        </td>
      ))}
    </Row>
  );
}

export function TextRow({ label, values }: { label: string; values: readonly ComponentChildren[] }) {
  if (values.every((value) => value === undefined)) return null;
  return (
    <Row label={label}>
      {values.map((value, index) => (
        <td key={index}>
          <Value>{value}</Value>
        </td>
      ))}
    </Row>
  );
}

function Value({ children }: { children: ComponentChildren }) {
  const words = useWords();
  if (children !== undefined) return <>{children}</>;
  return (
    <span class="muted">
      <span aria-hidden="true">–</span>
      <span class="sr">{words.t('compare.unknown')}</span>
    </span>
  );
}

export function Row({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      {children}
    </tr>
  );
}

/** What a reason gives or takes of each player's score, to the right for and to the left against. */
export function ReasonCell({ reason, most }: { reason: Contribution | undefined; most: number }) {
  const words = useWords();
  if (!reason) {
    return (
      <td>
        <Value>{undefined}</Value>
      </td>
    );
  }
  const share = most > 0 ? (50 * Math.abs(reason.points)) / most : 0;
  const side = reason.block === 'limit' ? 'end' : reason.nats > 0 ? 'for' : 'against';
  return (
    <td>
      <span class="compare-points" aria-hidden="true">
        {words
          .number(reason.points, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 })
          .replace('-', '−')}
      </span>
      <span class="sr">{words.t('reasons.points', { points: reason.points, count: Math.abs(reason.points) })}</span>
      <span class="compare-scale" aria-hidden="true">
        <i data-side={side} style={{ width: `${share}%`, [reason.points < 0 ? 'right' : 'left']: '50%' }} />
      </span>
      <span class="compare-reason muted small">
        <ReasonText reason={reason} />
      </span>
    </td>
  );
}

/** Bans in a few words; undefined: nobody has looked. */
export function useBanWords(): (player: Known) => ComponentChildren {
  const words = useWords();
  const now = useNow();
  return ({ facts: { bans } }) => {
    if (!bans) return undefined;
    const parts = [
      bans.vac > 0 && words.t('bans.vac', { count: bans.vac }),
      bans.game > 0 && words.t('bans.game', { count: bans.game }),
      bans.community && words.t('bans.community'),
      bans.economy !== 'none' && words.t(`bans.economy.${bans.economy}`),
    ].filter((part) => part !== false);
    if (parts.length === 0) return words.t('bans.none');
    return (
      <>
        <strong class="bad">{parts.join(' · ')}</strong>
        {bans.lastBanAt !== undefined && <span class="muted small"> {words.ago(bans.lastBanAt, now)}</span>}
      </>
    );
  };
}
