import { LANGUAGES, type Language } from '#shared/languages.ts';

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // A RangeError is how Intl says no.
  }
};

/**
 * Whether somebody who reads `tag` reads `language`: `de-AT` is `de`, and Portuguese of any country is read by all of them.
 * Not so Chinese: who reads traditional characters gets English rather than simplified ones.
 */
function reads(tag: string, language: Language): boolean {
  const [primary = '', ...rest] = tag.toLowerCase().split('-');
  if (primary !== language.toLowerCase().split('-')[0]) return false;
  return primary !== 'zh' || !rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part));
}

/**
 * Which words, and which locale for numbers and dates: `auto` follows `ui`, the browser's UI language, and its region is
 * kept when its language is used.
 */
export function resolveLanguage(setting: Language | 'auto', ui: string): { language: Language; locale: string } {
  const language = setting === 'auto' ? (LANGUAGES.find((each) => reads(ui, each)) ?? 'en') : setting;
  return { language, locale: reads(ui, language) && isLocale(ui) ? ui : language };
}
