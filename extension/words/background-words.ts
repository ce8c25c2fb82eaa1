import de from '#extension/locales/background/de.json' with { type: 'json' };
import en from '#extension/locales/background/en.json' with { type: 'json' };
import type { BadgeLabels } from '#extension/messages.ts';
import type { Language } from '#extension/words/languages.ts';

/** The words of the background: few, in every language, and there from the first moment. */
export const BACKGROUND_WORDS: Readonly<Record<Language, typeof en>> = { en, de };

/**
 * The words of a badge, unfilled: the badge replaces `{score}`, `{confidence}` and `{band}` (one of the `band.` labels)
 * in `scored`, and `{score}` and `{confidence}` in `rubric`; `stale` and `trusted` follow after a comma.
 */
export function badgeLabels(language: Language): BadgeLabels {
  const m = BACKGROUND_WORDS[language];
  return {
    scored: m['badge.scored'],
    rubric: m['badge.rubric'],
    loading: m['badge.loading'],
    notEnoughData: m['badge.notEnoughData'],
    notFound: m['badge.notFound'],
    unasked: m['badge.unasked'],
    limited: m['badge.limited'],
    failed: m['badge.failed'],
    stale: m['badge.stale'],
    trusted: m['badge.trusted'],
    'band.unlikely': m['band.unlikely'],
    'band.suspicious': m['band.suspicious'],
    'band.highly-suspicious': m['band.highly-suspicious'],
    'band.near-certain': m['band.near-certain'],
  };
}
