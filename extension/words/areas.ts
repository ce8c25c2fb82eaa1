import type { IntlMessageFormat } from 'intl-messageformat';
import type app from '#extension/locales/app/en.json';
import type background from '#extension/locales/background/en.json';
import type card from '#extension/locales/card/en.json';
import type dashboard from '#extension/locales/dashboard/en.json';
import type demos from '#extension/locales/demos/en.json';
import type matches from '#extension/locales/matches/en.json';
import type moderation from '#extension/locales/moderation/en.json';
import type pages from '#extension/locales/pages/en.json';
import type players from '#extension/locales/players/en.json';
import type reports from '#extension/locales/reports/en.json';
import type settings from '#extension/locales/settings/en.json';

/**
 * Words are kept by area, `extension/locales/<area>/<language>.json`, and read by surface: the build merges the areas of
 * each surface into `words/<surface>/<language>.json`, so that a page reads one file, in one language.
 */
export const SURFACES = {
  background: ['background'],
  card: ['background', 'card', 'reports'],
  popup: ['background', 'card', 'reports', 'pages'],
  app: [
    'background',
    'card',
    'reports',
    'pages',
    'app',
    'dashboard',
    'players',
    'matches',
    'demos',
    'moderation',
    'settings',
  ],
} as const satisfies Record<string, readonly string[]>;
export type Surface = keyof typeof SURFACES;

/** Every key there is, in any area. */
export type MessageKey = keyof (typeof app &
  typeof background &
  typeof card &
  typeof dashboard &
  typeof demos &
  typeof matches &
  typeof moderation &
  typeof pages &
  typeof players &
  typeof reports &
  typeof settings);

/** ICU messages by key, as they are written. */
export type Texts = Readonly<Record<string, string>>;

/**
 * Messages by key, as they travel: a text that is said as it is, or the parsed form of one with figures. The build parses
 * them, so that no surface carries the parser.
 */
export type Messages = Readonly<Record<string, string | ReturnType<IntlMessageFormat['getAst']>>>;

/** Messages whose figures somebody else fills in: their text travels as it is written, braces and all. */
export const UNFILLED: readonly MessageKey[] = ['badge.scored', 'badge.rubric'];

/** Words as they travel: what a translator is made from. */
export interface Words {
  /** BCP 47 tag for numbers and dates. */
  locale: string;
  messages: Messages;
}
