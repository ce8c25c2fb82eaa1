import type { BadgeLabels } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { Messages, Words } from '#extension/words/areas.ts';

type Language = Settings['language'];

/** The background's own words, read once for each language asked for; a reading that failed is tried anew. */
export function createOwnWords(read: (language: Language) => Promise<Words>): (language: Language) => Promise<Words> {
  const held = new Map<Language, Promise<Words>>();
  return (language) => {
    const known = held.get(language) ?? read(language);
    held.set(language, known);
    known.catch(() => held.delete(language));
    return known;
  };
}

/**
 * The words of a badge, unfilled: the badge replaces `{score}`, `{confidence}` and `{band}` (one of the `band.` labels)
 * in `scored`, and `{score}` and `{confidence}` in `rubric`; `stale` and `trusted` follow after a comma.
 */
export function badgeLabels(messages: Messages): BadgeLabels {
  const word = (key: string) => {
    const message = messages[key];
    return typeof message === 'string' ? message : '';
  };
  return {
    scored: word('badge.scored'),
    rubric: word('badge.rubric'),
    loading: word('badge.loading'),
    notEnoughData: word('badge.notEnoughData'),
    notFound: word('badge.notFound'),
    unasked: word('badge.unasked'),
    limited: word('badge.limited'),
    failed: word('badge.failed'),
    stale: word('badge.stale'),
    trusted: word('badge.trusted'),
    'band.unlikely': word('band.unlikely'),
    'band.suspicious': word('band.suspicious'),
    'band.highly-suspicious': word('band.highly-suspicious'),
    'band.near-certain': word('band.near-certain'),
  };
}
