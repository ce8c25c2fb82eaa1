import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import type { Rubric, RubricFlag } from '#shared/score/assessment.ts';

const GROUPS = ['profile', 'statistical', 'historical'] as const;
const STATE_ICONS = { raised: 'check', clear: 'minus', unknown: 'unknown' } as const;

function Flag({ flag }: { flag: RubricFlag }) {
  const words = useWords();
  const value = flag.state === 'unknown' ? undefined : words.find(`rubric.${flag.key}.value`, flag.figures);
  return (
    <li class="flag" data-state={flag.state}>
      <Icon name={STATE_ICONS[flag.state]} />
      <span class="flag-name">
        {words.find(`rubric.${flag.key}`) ?? words.t('rubric.flag.unknown', { key: flag.key })}
      </span>
      <span class="flag-value muted">
        <span class={value === undefined ? '' : 'sr'}>{words.t(`rubric.state.${flag.state}`)}</span>
        {value}
      </span>
      <span class="flag-points">
        <span aria-hidden="true">{words.t('rubric.points', { points: flag.points, max: flag.max })}</span>
        <span class="sr">{words.t('rubric.spoken', { points: flag.points, max: flag.max })}</span>
      </span>
    </li>
  );
}

/** Three bars, what is unknown hatched: it gives no points and clears nobody. `open` shows every flag at once. */
export function RubricCard({ rubric, open = false }: { rubric: Rubric; open?: boolean }) {
  const words = useWords();
  return (
    <section class="rubric">
      <h3 title={words.t('rubric.explain')}>
        {words.t('rubric.title')} <span class="muted plain">{words.t('rubric.total', { points: rubric.total })}</span>
      </h3>
      <ul class="rubric-bars">
        {GROUPS.map((name) => {
          const group = rubric[name];
          const unknown = group.flags.filter((flag) => flag.state === 'unknown');
          const unknownMax = unknown.reduce((sum, flag) => sum + flag.max, 0);
          const percent = (points: number) => `${group.max > 0 ? (100 * points) / group.max : 0}%`;
          return (
            <li key={name}>
              <span>{words.t(`rubric.group.${name}`)}</span>
              <span class="rubric-bar" aria-hidden="true">
                <i class="points" style={{ width: percent(group.points) }} />
                <i class="unknown" style={{ width: percent(unknownMax) }} />
              </span>
              <span class="rubric-points">
                <span aria-hidden="true">{words.t('rubric.points', { points: group.points, max: group.max })}</span>
                <span class="sr">{words.t('rubric.spoken', { points: group.points, max: group.max })}</span>
              </span>
              <span class="rubric-unknown muted">
                {unknown.length > 0 && words.t('rubric.unknownCount', { count: unknown.length })}
              </span>
            </li>
          );
        })}
      </ul>
      <details open={open}>
        <summary>{words.t('rubric.flags')}</summary>
        {GROUPS.map((name) => (
          <div key={name}>
            <h4>{words.t(`rubric.group.${name}`)}</h4>
            <ul>
              {rubric[name].flags.map((flag) => (
                <Flag key={flag.key} flag={flag} />
              ))}
            </ul>
          </div>
        ))}
      </details>
    </section>
  );
}
