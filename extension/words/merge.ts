import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { type Messages, SURFACES, type Surface, type Texts, UNFILLED } from '#extension/words/areas.ts';
import { LANGUAGES, type Language } from '#shared/languages.ts';

// For the build and for tests, which run on Node; nothing that ships imports this.

const LOCALES = join(import.meta.dirname, '../locales');
const messagesSchema = z.record(z.string(), z.string());

/** The words of one area as its file has them. */
export function wordsOfArea(area: string, language: Language): Texts {
  return messagesSchema.parse(JSON.parse(readFileSync(join(LOCALES, area, `${language}.json`), 'utf8')));
}

/** All words of a surface in one language, as they are written. */
export function wordsOfSurface(surface: Surface, language: Language): Texts {
  return Object.assign({}, ...SURFACES[surface].map((area) => wordsOfArea(area, language)));
}

/** All words of a surface in one language, as they travel. */
export function messagesOfSurface(surface: Surface, language: Language): Messages {
  const unfilled = new Set<string>(UNFILLED);
  const entries = Object.entries(wordsOfSurface(surface, language)).map(([key, text]) => {
    if (unfilled.has(key)) return [key, text] as const;
    const parsed = new IntlMessageFormat(text, language).getAst();
    const [first, ...rest] = parsed;
    // 0 is literal text.
    return [key, first?.type === 0 && rest.length === 0 ? first.value : parsed] as const;
  });
  return Object.fromEntries(entries);
}

/** Path within the extension of the words of a surface. */
const wordsPath = (surface: Surface, language: Language): string => `words/${surface}/${language}.json`;

/** What the build adds to the extension. */
export function wordFiles(): { relativeDest: string; contents: string }[] {
  const surfaces = (['background', 'card', 'popup', 'app'] as const).flatMap((surface) =>
    LANGUAGES.map((language) => ({ surface, language })),
  );
  return surfaces.map(({ surface, language }) => ({
    relativeDest: wordsPath(surface, language),
    contents: JSON.stringify(messagesOfSurface(surface, language)),
  }));
}
