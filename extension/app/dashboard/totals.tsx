import type { Summary } from '#extension/app/dashboard/view.ts';
import { useWords } from '#extension/ui/context.tsx';

/** What there is in all. */
export function Totals({ totals }: { totals: Summary['totals'] }) {
  const words = useWords();
  const { matches, won, lost, tied, people, scored, banned, watched, reports, borneOut } = totals;
  const tiles: { label: string; value: number; aside?: string | undefined }[] = [
    {
      label: words.t('dashboard.total.matches'),
      value: matches,
      aside: won + lost + tied > 0 ? words.t('dashboard.total.results', { won, lost, tied }) : undefined,
    },
    {
      label: words.t('dashboard.total.people'),
      value: people,
      aside: words.t('dashboard.total.scored', { count: scored }),
    },
    { label: words.t('dashboard.total.banned'), value: banned },
    { label: words.t('dashboard.total.watched'), value: watched },
  ];
  if (reports !== null) {
    const aside = borneOut ? words.t('dashboard.total.borneOut', { count: borneOut }) : undefined;
    tiles.push({ label: words.t('dashboard.total.reports'), value: reports, aside });
  }
  return (
    <section aria-label={words.t('dashboard.totals')}>
      <dl class="tiles">
        {tiles.map(({ label, value, aside }) => (
          <div key={label} class="tile">
            <dt>{label}</dt>
            <dd>
              <span class="tile-value">{words.number(value)}</span>
              {aside !== undefined && <span class="muted small">{aside}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
