import { useWords } from '#extension/ui/context.tsx';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';

interface Shown {
  /** Below `leetify.figure.` in the locale files: Leetify's own name, the same in every language. */
  key:
    | 'premier'
    | 'leetify'
    | 'faceit'
    | 'faceitElo'
    | 'aim'
    | 'positioning'
    | 'utility'
    | 'clutch'
    | 'opening'
    | 'reactionTime'
    | 'preaim'
    | 'accuracyHead'
    | 'accuracySpotted'
    | 'spray'
    | 'counterStrafing'
    | 'winrate'
    | 'matches';
  of: (profile: LeetifyProfile) => number | null | undefined;
  unit: 'plain' | 'percent' | 'degrees' | 'milliseconds';
  /** Also where there is little room. */
  brief?: true;
  /** A zero may be a figure: of what lies around zero, or is a share. */
  zero?: true;
  /** Left out when there is none: what many players do not have. */
  rare?: true;
}

const FIGURES: readonly Shown[] = [
  { key: 'premier', of: ({ ranks }) => ranks?.premier, unit: 'plain', brief: true },
  { key: 'leetify', of: ({ ranks }) => ranks?.leetify, unit: 'plain', zero: true },
  { key: 'faceit', of: ({ ranks }) => ranks?.faceit, unit: 'plain', rare: true },
  { key: 'faceitElo', of: ({ ranks }) => ranks?.faceit_elo, unit: 'plain', rare: true },
  { key: 'reactionTime', of: ({ stats }) => stats?.reaction_time_ms, unit: 'milliseconds', brief: true },
  { key: 'preaim', of: ({ stats }) => stats?.preaim, unit: 'degrees', brief: true },
  { key: 'accuracyHead', of: ({ stats }) => stats?.accuracy_head, unit: 'percent', brief: true },
  { key: 'accuracySpotted', of: ({ stats }) => stats?.accuracy_enemy_spotted, unit: 'percent', brief: true },
  { key: 'spray', of: ({ stats }) => stats?.spray_accuracy, unit: 'percent' },
  { key: 'counterStrafing', of: ({ stats }) => stats?.counter_strafing_good_shots_ratio, unit: 'percent' },
  { key: 'aim', of: ({ rating }) => rating?.aim, unit: 'plain', brief: true },
  { key: 'positioning', of: ({ rating }) => rating?.positioning, unit: 'plain' },
  { key: 'utility', of: ({ rating }) => rating?.utility, unit: 'plain' },
  { key: 'clutch', of: ({ rating }) => rating?.clutch, unit: 'plain', zero: true },
  { key: 'opening', of: ({ rating }) => rating?.opening, unit: 'plain', zero: true },
  { key: 'winrate', of: ({ winrate }) => winrate, unit: 'plain', zero: true },
  { key: 'matches', of: ({ total_matches }) => total_matches, unit: 'plain', brief: true },
];

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
        {rows.map(({ key, value, unit, rare }) =>
          value === undefined && rare ? null : (
            <div key={key}>
              <dt>{words.t(`leetify.figure.${key}`)}</dt>
              <dd>
                {value === undefined ? (
                  <>
                    <span aria-hidden="true">–</span>
                    <span class="sr">{words.t('leetify.noData')}</span>
                  </>
                ) : (
                  words.t(`leetify.unit.${unit}`, { value })
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
