import { IntlMessageFormat } from 'intl-messageformat';
import { browser } from 'wxt/browser';
import de from '#extension/locales/de.json' with { type: 'json' };
import en from '#extension/locales/en.json' with { type: 'json' };
import type pagesEn from '#extension/locales/pages/en.json';
import type { BadgeLabels } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';

/**
 * The words of the extension. Messages are ICU MessageFormat; besides its own formats they may use the number formats of
 * `NUMBER_FORMATS`: `{percent, number, pct}`, `{kd, number, ratio}`, `{value, number, exact}`, `{points, number, signed}`.
 *
 * Words that only popup and app use are in `locales/pages/` and brought along by them: card and background would carry
 * them for nothing.
 */

type CoreKey = keyof typeof en;
type MessageKey = CoreKey | keyof typeof pagesEn;
export type Figures = Readonly<Record<string, number | string>>;
type Language = 'en' | 'de';

const MESSAGES: Record<Language, Record<CoreKey, string>> = { en, de };
/** The words of `locales/pages/`. */
export type PageWords = Record<Language, Record<keyof typeof pagesEn, string>>;

const NUMBER_FORMATS = {
  /** A number that is already in percent: 52 → "52%", "52 %" where that is the custom. */
  pct: { style: 'unit', unit: 'percent', maximumFractionDigits: 1 },
  ratio: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  /** A figure of somebody else's, not rounded by us. */
  exact: { maximumFractionDigits: 10 },
  /** With its sign, also when positive: points for and against. */
  signed: { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 },
} as const;

export interface Translator {
  /** BCP 47 tag that numbers and dates follow; also what `lang` attributes say. */
  readonly locale: string;
  /** A message with its figures; throws when one is missing, which is a mistake of ours. */
  t(key: MessageKey, figures?: Figures): string;
  /** For keys and figures that come from data: the message, or `undefined` when this version has none or a figure is missing. */
  find(key: string, figures?: Figures): string | undefined;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** "3 hours ago", "in 2 minutes", or `short` "3 hr. ago"; both times in ms. Under a minute in the past: "just now". */
  ago(then: number, now: number, style?: 'long' | 'short'): string;
  /** Day and time in full, for titles and tables. */
  date(time: number): string;
  /** Day alone. */
  day(time: number): string;
  /** Name of a country by its ISO 3166 code, or the code itself where the browser has none. */
  country(code: string): string;
}

/** The browser's UI language; in a test without a browser, English. */
function uiLanguage(): string {
  // Typed as always there, and absent outside an extension.
  const api: Partial<typeof browser> | undefined = browser;
  return api?.i18n?.getUILanguage() ?? 'en';
}

/** Which words, and which locale for numbers and dates: the browser's own region is kept when its language is used. */
function resolve(language: Settings['language'], ui: string): { words: Language; locale: string } {
  const uiWords: Language = /^de\b/i.test(ui) ? 'de' : 'en';
  const words = language === 'auto' ? uiWords : language;
  const sameLanguage = new RegExp(`^${words}\\b`, 'i').test(ui);
  return { words, locale: sameLanguage && isLocale(ui) ? ui : words };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // A RangeError is how Intl says no.
  }
}

/** A time in ms as the nearest one that dates can express: beyond it they throw, and facts are only known to be whole numbers. */
export function boundedTime(time: number): number {
  return Math.max(0, Math.min(time, 8_640_000_000_000_000));
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Words and formats for a language of the settings; `auto` follows `ui`, the browser's UI language. Without `pages` only the core's words. */
export function createTranslator(
  language: Settings['language'],
  ui: string = uiLanguage(),
  pages?: PageWords,
): Translator {
  const { words, locale } = resolve(language, ui);
  const messages: Partial<Record<MessageKey, string>> = { ...MESSAGES[words], ...pages?.[words] };
  const parsed = new Map<string, IntlMessageFormat>();
  const relative = {
    long: new Intl.RelativeTimeFormat(locale, { numeric: 'always' }),
    short: new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }),
  };
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });

  const has = (key: string): key is MessageKey => Object.hasOwn(messages, key);
  const t: Translator['t'] = (key, figures) => {
    let format = parsed.get(key);
    if (!format) {
      const message = messages[key];
      if (message === undefined) throw new Error(`the words of ${key} were not brought along`);
      format = new IntlMessageFormat(message, locale, { number: NUMBER_FORMATS });
      parsed.set(key, format);
    }
    return String(format.format(figures));
  };

  return {
    locale,
    t,
    find(key, figures) {
      if (!has(key)) return undefined;
      try {
        return t(key, figures);
      } catch (error) {
        // A backend of another version must not take the whole card down.
        console.warn(`no words for ${key}`, error);
        return undefined;
      }
    },
    number: (value, options) => new Intl.NumberFormat(locale, options).format(value),
    ago(then, now, style = 'long') {
      const distance = then - now;
      for (const [unit, size] of STEPS) {
        if (Math.abs(distance) < size) continue;
        // Ceil: whole units that have passed, and a time ahead is rounded up, so that "in 1 minute" is never too early.
        return relative[style].format(Math.ceil(distance / size), unit);
      }
      return distance > 0 ? relative[style].format(Math.ceil(distance / 1000), 'second') : t('when.justNow');
    },
    date: (time) => dateTime.format(boundedTime(time)),
    day: (time) => day.format(boundedTime(time)),
    country(code) {
      return /^[A-Za-z]{2}$/.test(code) ? (countries.of(code.toUpperCase()) ?? code) : code;
    },
  };
}

/**
 * The words of a badge, unfilled: the badge replaces `{score}`, `{confidence}` and `{band}` (one of the `band.` labels)
 * in `scored`, and `{score}` and `{confidence}` in `rubric`; `stale` follows after a comma.
 */
export function badgeLabels(language: Settings['language'], ui: string = uiLanguage()): BadgeLabels {
  const m = MESSAGES[resolve(language, ui).words];
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
    'band.unlikely': m['band.unlikely'],
    'band.suspicious': m['band.suspicious'],
    'band.highly-suspicious': m['band.highly-suspicious'],
    'band.near-certain': m['band.near-certain'],
  };
}
