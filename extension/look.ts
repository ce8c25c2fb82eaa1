import { LANGUAGES, type Language } from '#shared/languages.ts';

/** What the settings of language and theme can be. Apart from the settings' schema: pages read their last look before it. */
export const LANGUAGE_CHOICES = ['auto', ...LANGUAGES] as const;
export const THEMES = ['auto', 'dark', 'light'] as const;

/** How pages of the extension look. */
export interface Look {
  language: (typeof LANGUAGE_CHOICES)[number];
  theme: (typeof THEMES)[number];
}

/** A look, and the language whose words it took last time. */
export interface LastLook extends Look {
  words: Language | undefined;
}

const LAST = 'last-look';

const chosen = <T extends string>(choices: readonly [T, ...T[]], value: unknown): T =>
  choices.find((each) => each === value) ?? choices[0];

/** How the page looked last time: settings come by message, and until then it should not flash in another language or colour. */
export function lastLook(): LastLook {
  let kept: unknown;
  try {
    kept = JSON.parse(localStorage.getItem(LAST) ?? '{}');
  } catch {
    kept = {}; // Storage may be blocked, or hold something broken: the first look is the automatic one.
  }
  const { language, theme, words } = Object.assign({ language: undefined, theme: undefined, words: undefined }, kept);
  return {
    language: chosen(LANGUAGE_CHOICES, language),
    theme: chosen(THEMES, theme),
    words: LANGUAGES.find((each) => each === words),
  };
}

const LIGHT = '(prefers-color-scheme: light)';

/** Whether the system wants light pages, and how to hear of a change. */
export const systemLight = (): MediaQueryList => matchMedia(LIGHT);

/** The theme that a choice means just now. */
export function themeOf(choice: Look['theme'], light: boolean): 'dark' | 'light' {
  return choice === 'auto' ? (light ? 'light' : 'dark') : choice;
}

/** Keeps a look for `lastLook`. */
export function rememberLook(look: LastLook): void {
  try {
    localStorage.setItem(LAST, JSON.stringify(look));
  } catch (error) {
    console.warn('the look of this page will not be remembered', error);
  }
}
