/** Languages there are words in, as BCP 47 tags; the first is what everybody else gets. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // A RangeError is how Intl says no.
  }
};

/** Whether `tag` is `language` in some region or script: `de-AT` is `de`. A language kept for one region (`pt-BR`) takes all of them. */
const speaks = (tag: string, language: Language): boolean =>
  tag.toLowerCase().split('-')[0] === language.toLowerCase().split('-')[0];

/**
 * Which words, and which locale for numbers and dates: `auto` follows `ui`, the browser's UI language, and its region is
 * kept when its language is used.
 */
export function resolveLanguage(setting: Language | 'auto', ui: string): { language: Language; locale: string } {
  const language = setting === 'auto' ? (LANGUAGES.find((each) => speaks(ui, each)) ?? 'en') : setting;
  return { language, locale: speaks(ui, language) && isLocale(ui) ? ui : language };
}
