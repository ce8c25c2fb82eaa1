import { readdirSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it, vi } from 'vitest';
import { badgeLabels } from '#extension/background/own-words.ts';
import { SURFACES } from '#extension/words/areas.ts';
import { translatorOf } from '#extension/words/fixture.ts';
import { wordsOfArea, wordsOfSurface } from '#extension/words/merge.ts';
import type { Figures } from '#extension/words/translator.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { BANDS } from '#shared/score/assessment.ts';
import { SOURCE_STATES, SOURCES } from '#shared/score/facts.ts';
import { REASONS, RUBRIC_FLAGS } from '#shared/score/reasons.ts';

const AREAS = SURFACES.app;
const en = wordsOfSurface('app', 'en');
const others = LANGUAGES.filter((language) => language !== 'en').map((language) => ({
  language,
  words: wordsOfSurface('app', language),
}));

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** Names of the figures a message uses, at any depth. */
function figuresOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (elements: Ast) => {
    for (const element of elements) {
      // 0 is literal text, 7 the `#` of a plural; everything else names a figure.
      if (element.type !== 0 && element.type !== 7 && 'value' in element) names.add(String(element.value));
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, 'en').getAst());
  return [...names].sort();
}

/** The categories of each plural in a message, at any depth. */
function pluralsOf(message: string): string[][] {
  const found: string[][] = [];
  const walk = (elements: Ast) => {
    for (const element of elements) {
      if (!('options' in element)) continue;
      // 6 is a plural, 5 a choice by words.
      if (element.type === 6) found.push(Object.keys(element.options).sort());
      for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, 'en').getAst());
  return found;
}

const translators = LANGUAGES.map((language) => translatorOf('app', language));

/** Figures at the ends of what the engine can say. */
const SAMPLES: Record<string, (string | number)[]> = {
  state: ['probation', 'banned'],
  visibility: ['public', 'friends', 'private'],
};
function samples(names: readonly string[]): Figures[] {
  return [0, 1, 2, 3_400].map((n, i) =>
    Object.fromEntries(names.map((name) => [name, SAMPLES[name]?.[i % (SAMPLES[name]?.length ?? 1)] ?? n])),
  );
}

describe('locale files', () => {
  it.each(AREAS)('of %s hold the same keys in the same order in every language', (area) => {
    const keys = Object.keys(wordsOfArea(area, 'en'));
    for (const language of LANGUAGES) expect(Object.keys(wordsOfArea(area, language))).toEqual(keys);
  });

  it('hold each key in one place', () => {
    const keys = AREAS.flatMap((area) => Object.keys(wordsOfArea(area, 'en')));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('are all read by the app', () => {
    const folders = readdirSync(new URL('../locales', import.meta.url), { withFileTypes: true });
    const areas = folders.filter((each) => each.isDirectory()).map(({ name }) => name);
    expect(areas.sort()).toEqual([...AREAS].sort());
  });

  it.each(others)('of $language say every plural there is in it', ({ language, words }) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    // Millions of something need a form of their own in French, Spanish and Portuguese; here `other` does for them.
    const free = new Set(['other', ...(['fr', 'es', 'pt-BR'].includes(language) ? ['many'] : [])]);
    const wanted = needed.filter((category) => !free.has(category));
    const lacking = Object.entries(words).flatMap(([key, message]) =>
      pluralsOf(message)
        .filter((said) => wanted.some((category) => !said.includes(category)))
        // Where every form is the same one, it need not be said thrice.
        .filter((said) => said.join() !== 'other' && said.join() !== '=0,other')
        .map((said) => `${key}: ${said.join()}`),
    );
    expect(lacking).toEqual([]);
  });

  it.each(others)('of $language fit where English fits', ({ words }) => {
    // Navigation, tabs, bands and badges have room for so much: twice the English, or two words of it.
    const narrow =
      /^(?:band\.(?!.*\.)|popup\.tab\.|met\.short\.|confidence\.(?:none|low|medium|high)$|reasons\.(?:from|to)$)/;
    const long = Object.entries(words).filter(
      ([key, text]) => narrow.test(key) && text.length > Math.max(22, 2 * (en[key]?.length ?? 0)),
    );
    expect(long).toEqual([]);
  });

  it.each(others)('of $language are translated', ({ words }) => {
    // Whole sentences are never the same in two languages; names and units may be.
    const same = Object.entries(words).filter(
      ([key, text]) => text === en[key] && /\p{Ll}{3,} \p{Ll}{3,}.*\./u.test(text.replace(/\{[^}]*\}/g, '')),
    );
    expect(same).toEqual([]);
  });

  it('have no empty words', () => {
    const all = [{ language: 'en', words: en }, ...others];
    expect(
      all.flatMap(({ language, words }) =>
        Object.entries(words).flatMap(([key, text]) => (text.trim() === '' ? [`${language} ${key}`] : [])),
      ),
    ).toEqual([]);
  });

  it.each(Object.entries(en))('%s takes the same figures in every language', (key, message) => {
    for (const { words } of others) expect(figuresOf(words[key] ?? '')).toEqual(figuresOf(message));
  });

  it('never calls a player a cheater', () => {
    const verdict =
      /(?<!\p{L})(cheaters?|betrüger|cheatet|hackers?|читер(?:ы|а|ов|у|ом|ами|ам)?|мошенник\p{L}*|trapaceiros?|tramposos?|tricheurs?|oszust\p{L}*|cheaterzy|hileci(?:ler)?)(?!\p{L})|作弊者|外挂玩家/iu;
    const all = [en, ...others.map(({ words }) => words)].flatMap((words) => Object.values(words));
    expect(all.filter((text) => verdict.test(text))).toEqual([]);
  });
});

describe('what the engine can say', () => {
  it.each(REASONS.map(({ key, figures }) => [key, figures] as const))(
    'reason %s has words with its figures',
    (key, figures) => {
      for (const words of translators) {
        for (const sample of samples(figures)) {
          const text = words.find(`reason.${key}`, sample);
          expect(text).toBeTypeOf('string');
          expect(text).not.toMatch(/[{}#]|undefined|NaN/);
        }
      }
    },
  );

  it.each(RUBRIC_FLAGS.map(({ key, figures }) => [key, figures] as const))(
    'flag %s has words with its figures',
    (key, figures) => {
      for (const words of translators) {
        expect(words.find(`rubric.${key}`)).toBeTypeOf('string');
        for (const sample of samples(figures)) {
          expect(words.find(`rubric.${key}.value`, sample)).not.toMatch(/[{}#]|undefined|NaN|^$/);
        }
      }
    },
  );

  it('has words for every band, source, state and level', () => {
    const keys = [
      ...BANDS.map((band) => `band.${band}`),
      ...SOURCES.map((source) => `source.${source}`),
      ...SOURCE_STATES.map((state) => `source.state.${state}`),
      ...['none', 'low', 'medium', 'high'].map((level) => `confidence.${level}`),
      ...['raised', 'clear', 'unknown'].map((state) => `rubric.state.${state}`),
      ...['not-found', 'unasked', 'limited', 'failed'].flatMap((s) => [`state.${s}.title`, `state.${s}.text`]),
    ];
    for (const words of translators) {
      expect(keys.filter((key) => words.find(key, { when: '' }) === undefined)).toEqual([]);
    }
  });
});

describe('translator', () => {
  const english = translatorOf('app');
  const german = translatorOf('app', 'de');

  it('says numbers and percentages the way of the language', () => {
    const figures = { percent: 52.34, headshots: 1_780, kills: 3_400, typical: 46 };
    expect(english.t('reason.stats.headshots.high', figures)).toBe('52.3% of 3,400 kills were headshots; typical: 46%');
    expect(german.t('reason.stats.headshots.high', figures).replaceAll('\u00a0', ' ')).toBe(
      '52,3 % von 3.400 Abschüssen waren Kopfschüsse; üblich: 46 %',
    );
  });

  it('gets plurals right', () => {
    const bans = (vac: number, game: number, days: number) => english.t('reason.bans.recent', { vac, game, days });
    expect(bans(1, 0, 1)).toBe('1 VAC ban 1 day ago');
    expect(bans(2, 1, 40)).toBe('2 VAC bans and 1 game ban, the last 40 days ago');
    expect(bans(0, 3, 0)).toBe('3 game bans, the last today');
  });

  it('knows no word for an unknown key or a missing figure, and does not throw', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    expect(english.find('reason.fromTheFuture', {})).toBeUndefined();
    expect(english.find('reason.account.young', {})).toBeUndefined();
    expect(english.find('toString')).toBeUndefined();
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it('follows the browser when the language is automatic, and keeps its region', () => {
    expect(translatorOf('app', 'auto', 'de-AT').locale).toBe('de-AT');
    expect(translatorOf('app', 'auto', 'de-AT').t('band.unlikely')).toBe('Unwahrscheinlich');
    expect(translatorOf('app', 'auto', 'it').t('band.unlikely')).toBe('Unlikely');
    expect(translatorOf('app', 'auto', 'pt-PT').t('band.unlikely')).toBe('Improvável');
    expect(translatorOf('app', 'auto', 'zh-Hans-SG').t('band.unlikely')).toBe('可能性低');
    for (const traditional of ['zh-TW', 'zh-Hant', 'zh-HK']) {
      expect(translatorOf('app', 'auto', traditional).t('band.unlikely')).toBe('Unlikely');
    }
    expect(translatorOf('app', 'de', 'en-GB').locale).toBe('de');
    expect(translatorOf('app', 'en', 'en-GB').locale).toBe('en-GB');
    expect(translatorOf('app', 'auto', 'en-$$').locale).toBe('en');
  });

  it('counts whole units of the past and never promises too early', () => {
    const now = 1_000 * 86_400_000;
    expect(english.ago(now - 59_000, now)).toBe('just now');
    expect(english.ago(now - 119_000, now)).toBe('1 minute ago');
    expect(english.ago(now - 2.9 * 3_600_000, now)).toBe('2 hours ago');
    expect(english.ago(now - 800 * 86_400_000, now)).toBe('2 years ago');
    expect(english.ago(now + 61_000, now)).toBe('in 2 minutes');
    expect(english.ago(now + 1_500, now)).toBe('in 2 seconds');
    expect(english.ago(now - 3 * 3_600_000, now, 'short')).toMatch(/^3 hr\.? ago$/);
  });

  it('survives times no calendar has', () => {
    expect(() => english.date(Number.MAX_SAFE_INTEGER)).not.toThrow();
    expect(() => english.day(-1)).not.toThrow();
  });

  it('names countries, and leaves what is no country code as it is', () => {
    expect(german.country('de')).toBe('Deutschland');
    expect(english.country('<b>')).toBe('<b>');
  });
});

describe('badge labels', () => {
  it('carry exactly the places that a badge fills', () => {
    for (const language of LANGUAGES) {
      const labels = badgeLabels(wordsOfSurface('background', language));
      expect(figuresOf(labels.scored)).toEqual(['band', 'confidence', 'score']);
      expect(figuresOf(labels.rubric)).toEqual(['confidence', 'score']);
      const rest = Object.entries(labels).filter(([key]) => key !== 'scored' && key !== 'rubric');
      expect(rest.filter(([, text]) => /[{}]/.test(text) || text === '')).toEqual([]);
    }
  });
});
