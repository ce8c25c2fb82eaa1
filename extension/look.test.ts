// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lastLook, rememberLook, themeOf } from '#extension/look.ts';
import { settingsSchema } from '#extension/settings.ts';

afterEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

describe('the last look', () => {
  it('is what was remembered', () => {
    rememberLook({ language: 'ru', theme: 'light', words: 'ru' });
    expect(lastLook()).toEqual({ language: 'ru', theme: 'light', words: 'ru' });
  });

  it.each(['', 'null', '7', '[]', '{"language":"tlh","theme":{},"words":"../../x"}', '{"theme":'])(
    'is the automatic one when %j is kept',
    (kept) => {
      localStorage.setItem('last-look', kept);
      expect(lastLook()).toEqual({ language: 'auto', theme: 'auto', words: undefined });
    },
  );

  it('takes what it knows of what an older version kept', () => {
    localStorage.setItem('last-look', '{"language":"de","theme":"dark"}');
    expect(lastLook()).toEqual({ language: 'de', theme: 'dark', words: undefined });
  });

  it('is the automatic one where storage is blocked, and remembering says so', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('blocked');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('blocked');
    });
    expect(lastLook().theme).toBe('auto');
    rememberLook({ language: 'de', theme: 'dark', words: 'de' });
    expect(warn).toHaveBeenCalledOnce();
  });

  it('begins as the settings do', () => {
    const { language, theme } = settingsSchema.parse({});
    expect(lastLook()).toMatchObject({ language, theme });
  });
});

it('only the automatic theme follows the system', () => {
  expect([true, false].map((light) => themeOf('auto', light))).toEqual(['light', 'dark']);
  expect([true, false].map((light) => themeOf('dark', light))).toEqual(['dark', 'dark']);
  expect([true, false].map((light) => themeOf('light', light))).toEqual(['light', 'light']);
});

it.each(['popup', 'app'])('the page of the %s takes its look before anything is drawn', (surface) => {
  const html = readFileSync(join(import.meta.dirname, `./entrypoints/${surface}/index.html`), 'utf8');
  const page = new DOMParser().parseFromString(html, 'text/html');
  const [first] = page.querySelectorAll('script');
  expect(first?.parentElement?.localName).toBe('head');
  expect(first?.getAttribute('src')).toBe('/first-look.js');
  expect(first?.dataset['surface']).toBe(surface);
});
