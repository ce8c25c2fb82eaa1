import { useWords } from '#extension/ui/context.tsx';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';

interface Shown {
  /** Leetify's own name, which its guidelines ask not to change: the same in every language. */
  name: string;
  of: (profile: LeetifyProfile) => number | null | undefined;
  unit?: 'percent' | 'degree' | 'millisecond';
  /** Also where there is little room. */
  brief?: true;
  /** A zero may be a figure: of what lies around zero, or is a share. */
  zero?: true;
  /** Left out when there is none: what many players do not have. */
  rare?: true;
}

const FIGURES: readonly Shown[] = [
  { name: 'Premier', of: ({ ranks }) => ranks?.premier, brief: true },
  { name: 'Leetify rating', of: ({ ranks }) => ranks?.leetify, zero: true },
  { name: 'FACEIT', of: ({ ranks }) => ranks?.faceit, rare: true },
  { name: 'FACEIT Elo', of: ({ ranks }) => ranks?.faceit_elo, rare: true },
  { name: 'Reaction time', of: ({ stats }) => stats?.reaction_time_ms, unit: 'millisecond', brief: true },
  { name: 'Preaim', of: ({ stats }) => stats?.preaim, unit: 'degree', brief: true },
  { name: 'Accuracy (head)', of: ({ stats }) => stats?.accuracy_head, unit: 'percent', brief: true },
  { name: 'Accuracy (enemy spotted)', of: ({ stats }) => stats?.accuracy_enemy_spotted, unit: 'percent', brief: true },
  { name: 'Spray accuracy', of: ({ stats }) => stats?.spray_accuracy, unit: 'percent' },
  {
    name: 'Counter-strafing (good shots ratio)',
    of: ({ stats }) => stats?.counter_strafing_good_shots_ratio,
    unit: 'percent',
  },
  { name: 'Aim', of: ({ rating }) => rating?.aim, brief: true },
  { name: 'Positioning', of: ({ rating }) => rating?.positioning },
  { name: 'Utility', of: ({ rating }) => rating?.utility },
  { name: 'Clutch', of: ({ rating }) => rating?.clutch, zero: true },
  { name: 'Opening', of: ({ rating }) => rating?.opening, zero: true },
  { name: 'Winrate', of: ({ winrate }) => winrate, zero: true },
  { name: 'Total matches', of: ({ total_matches }) => total_matches, brief: true },
];

/** As many digits as it gives: four. */
const EXACT = { maximumFractionDigits: 10 } as const;
/** “%”, “°” and “ms”, rather than their words. */
const UNIT_DISPLAY = { percent: 'short', degree: 'narrow', millisecond: 'short' } as const;

/** Leetify's figures, neither rounded nor converted. What is missing there, or is a zero that means so, is no number here. */
export function LeetifyFigures({ profile, roomy }: { profile: LeetifyProfile; roomy: boolean }) {
  const words = useWords();
  const isPublic = profile.privacy_mode === 'public';
  const rows = FIGURES.filter(({ brief }) => roomy || brief).map((shown) => {
    const value = shown.of(profile);
    const known = typeof value === 'number' && (value !== 0 || (shown.zero === true && isPublic));
    return { ...shown, value: known ? value : undefined };
  });
  const missing = rows.some(({ value, rare }) => value === undefined && !rare);
  return (
    <>
      <dl class="leetify-figures">
        {rows.map(({ name, value, unit, rare }) =>
          value === undefined && rare ? null : (
            <div key={name}>
              <dt lang="en">{name}</dt>
              <dd>
                {value === undefined ? (
                  <>
                    <span aria-hidden="true">–</span>
                    <span class="sr">{words.t('rubric.state.unknown')}</span>
                  </>
                ) : (
                  words.number(value, {
                    ...EXACT,
                    ...(unit && { style: 'unit', unit, unitDisplay: UNIT_DISPLAY[unit] }),
                  })
                )}
              </dd>
            </div>
          ),
        )}
      </dl>
      {missing && <p class="muted small">{words.t('leetify.zeros')}</p>}
    </>
  );
}
