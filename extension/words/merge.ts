import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Messages, SURFACES, type Surface } from '#extension/words/areas.ts';
import { LANGUAGES, type Language } from '#shared/languages.ts';

// For the build and for tests, which run on Node; nothing that ships imports this.

const LOCALES = join(import.meta.dirname, '../locales');
const messagesSchema = z.record(z.string(), z.string());

/** The words of one area as its file has them. */
export function wordsOfArea(area: string, language: Language): Messages {
  return messagesSchema.parse(JSON.parse(readFileSync(join(LOCALES, area, `${language}.json`), 'utf8')));
}

/** All words of a surface in one language. */
export function wordsOfSurface(surface: Surface, language: Language): Messages {
  return Object.assign({}, ...SURFACES[surface].map((area) => wordsOfArea(area, language)));
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
    contents: JSON.stringify(wordsOfSurface(surface, language)),
  }));
}
