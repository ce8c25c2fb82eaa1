import type { Surface } from '#extension/words/areas.ts';
import { resolveLanguage } from '#extension/words/languages.ts';
import { messagesOfSurface } from '#extension/words/merge.ts';
import { createTranslator, type Translator } from '#extension/words/translator.ts';
import type { Language } from '#shared/languages.ts';

/** For tests: a translator as a surface gets it. */
export function translatorOf(surface: Surface, setting: Language | 'auto' = 'en', ui: string = setting): Translator {
  const { language, locale } = resolveLanguage(setting, ui);
  return createTranslator({ locale, messages: messagesOfSurface(surface, language) });
}
