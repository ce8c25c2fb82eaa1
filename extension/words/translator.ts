import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageKey, Words } from '#extension/words/areas.ts';

/**
 * Messages are ICU MessageFormat; besides its own formats they may use the number formats of `NUMBER_FORMATS`:
 * `{percent, number, pct}`, `{kd, number, ratio}`, `{value, number, exact}`, `{points, number, signed}`.
 */

export type Figures = Readonly<Record<string, number | string>>;

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
  /** Things of one kind beside each other: "VAC ban, game ban". */
  list(parts: readonly string[]): string;
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

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Words and formats of one language. */
export function createTranslator({ locale, messages }: Words): Translator {
  const parsed = new Map<string, IntlMessageFormat>();
  // Making one of these costs a hundred times what using it does: each is made once, and not before it is wanted, since
  // translators are made before the first paint.
  const relative = {
    long: once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'always' })),
    short: once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })),
  };
  const dateTime = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  const day = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
  const countries = once(() => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }));
  const numbers = new Map<string, Intl.NumberFormat>();
  const numberFormat = (options: Intl.NumberFormatOptions | undefined): Intl.NumberFormat => {
    const key = options ? JSON.stringify(options) : '';
    const format = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
    numbers.set(key, format);
    return format;
  };

  const say = (key: string, figures?: Figures): string => {
    const message = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (message === undefined) throw new Error(`the words of ${key} were not brought along`);
    if (typeof message === 'string') return message;
    let format = parsed.get(key);
    if (!format) {
      format = new IntlMessageFormat(message, locale, { number: NUMBER_FORMATS });
      parsed.set(key, format);
    }
    return String(format.format(figures));
  };

  return {
    locale,
    t: say,
    find(key, figures) {
      if (!Object.hasOwn(messages, key)) return undefined;
      try {
        return say(key, figures);
      } catch (error) {
        // A backend of another version must not take the whole card down.
        console.warn(`no words for ${key}`, error);
        return undefined;
      }
    },
    list: (parts) => parts.join(say('list.separator')),
    number: (value, options) => numberFormat(options).format(value),
    ago(then, now, style = 'long') {
      const distance = then - now;
      for (const [unit, size] of STEPS) {
        if (Math.abs(distance) < size) continue;
        // Ceil: whole units that have passed, and a time ahead is rounded up, so that "in 1 minute" is never too early.
        return relative[style]().format(Math.ceil(distance / size), unit);
      }
      return distance > 0 ? relative[style]().format(Math.ceil(distance / 1000), 'second') : say('when.justNow');
    },
    date: (time) => dateTime().format(boundedTime(time)),
    day: (time) => day().format(boundedTime(time)),
    country(code) {
      return /^[A-Za-z]{2}$/.test(code) ? (countries().of(code.toUpperCase()) ?? code) : code;
    },
  };
}
