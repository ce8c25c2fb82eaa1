import type { PageWords } from '#extension/i18n.ts';
import de from '#extension/locales/pages/de.json' with { type: 'json' };
import en from '#extension/locales/pages/en.json' with { type: 'json' };

/** The words of popup and app, for `createTranslator`. */
export const PAGE_WORDS: PageWords = { en, de };
