import type { Messages, Surface, Words } from '#extension/words/areas.ts';
import { resolveLanguage } from '#extension/words/languages.ts';
import type { Language } from '#shared/languages.ts';

/** What reading words takes of the browser. */
export interface WordsSource {
  runtime: { getURL(path: string): string };
  i18n: { getUILanguage(): string };
}

/** Reads the words of a surface from the extension itself. Rejects when its files are gone, as after an update. */
export async function readWords(
  { runtime, i18n }: WordsSource,
  surface: Surface,
  setting: Language | 'auto',
): Promise<Words> {
  const { language, locale } = resolveLanguage(setting, i18n.getUILanguage());
  const answer = await fetch(runtime.getURL(`words/${surface}/${language}.json`));
  const messages: Messages = await answer.json();
  return { locale, messages };
}
