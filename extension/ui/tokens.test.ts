import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

const [plain = '', more = ''] = css.split('@media (prefers-contrast: more)');

/** The colours of a theme by name, as they stand in its block. */
function coloursOf(theme: 'dark' | 'light', sheet = plain): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(sheet)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** WCAG 2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXTS = ['text', 'muted', 'accent', 'for', 'against', 'good', 'warn', 'bad'];
const BANDS = ['unlikely', 'suspicious', 'highly-suspicious', 'near-certain', 'not-enough-data'];

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const colours = coloursOf(theme);
  const colour = (name: string) => {
    const value = colours.get(name);
    if (!value) throw new Error(`no colour --${name}`);
    return value;
  };
  const grounds = ['bg', 'surface', 'raised', 'sunken'].map(colour);
  // Steam's page; light cards bring their own ground.
  if (theme === 'dark') grounds.push('#1b2838');

  it.each([...TEXTS, ...BANDS.map((band) => `band-${band}`)])('--%s can be read on every ground', (name) => {
    for (const ground of grounds) expect(contrast(colour(name), ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('outlines controls and focus visibly', () => {
    for (const ground of grounds) {
      expect(contrast(colour('line-strong'), ground)).toBeGreaterThanOrEqual(3);
      expect(contrast(colour('focus'), ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('can be read on the accent', () => {
    expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(4.5);
  });
});

describe('near certain', () => {
  it('is white on a red that carries it', () => {
    expect(contrast('#ffffff', '#b3261e')).toBeGreaterThanOrEqual(4.5);
  });
});

describe.each(['dark', 'light'] as const)('%s theme with more contrast', (theme) => {
  const colours = coloursOf(theme, more);
  const colour = (name: string) => {
    const value = colours.get(name);
    if (!value) throw new Error(`no colour --${name}`);
    return value;
  };
  const grounds = ['bg', 'surface', 'raised', 'sunken'].map(colour);

  it('has every colour of the plain one', () => {
    const names = [...coloursOf(theme).keys()];
    expect([...colours.keys()].sort()).toEqual(names.sort());
  });

  it.each([...TEXTS, ...BANDS.map((band) => `band-${band}`)])('--%s can be read at 7:1', (name) => {
    for (const ground of grounds) expect(contrast(colour(name), ground)).toBeGreaterThanOrEqual(7);
  });

  it('shows lines as well as controls', () => {
    for (const ground of grounds) {
      expect(contrast(colour('line'), ground)).toBeGreaterThanOrEqual(3);
      expect(contrast(colour('line-strong'), ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour('focus'), ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(7);
  });
});
