import { describe, expect, it } from 'vitest';
import { BADGE_STYLE } from '#extension/overlay/badge-style.ts';

type Attributes = Record<string, string>;

/** The rules for the button itself that set colours, weakest first, as CSS would apply them. */
const RULES = [...BADGE_STYLE.matchAll(/(?:^|\n)button((?:\[[^\]]+\])*)\{([^}]*)\}/g)]
  .map(([, selector = '', body = '']) => ({
    needs: [...selector.matchAll(/\[data-([\w-]+)(?:=([\w-]+))?\]/g)].map(([, name = '', value]) => ({ name, value })),
    sets: Object.fromEntries(
      [...body.matchAll(/--(ground|ink):(#[0-9a-f]{3,6})/g)].map(([, name = '', colour = '']) => [name, colour]),
    ),
  }))
  .sort((a, b) => a.needs.length - b.needs.length);

function coloursOf(attributes: Attributes): Record<string, string> {
  const fitting = RULES.filter(({ needs }) =>
    needs.every(({ name, value }) => name in attributes && (value === undefined || attributes[name] === value)),
  );
  return Object.assign({}, ...fitting.map(({ sets }) => sets));
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(full.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const BANDS = ['unlikely', 'suspicious', 'highly-suspicious', 'near-certain', 'none', 'wait'];
const CASES = ['dark', 'light'].flatMap((theme) =>
  BANDS.flatMap((band): [string, Attributes][] => [
    [`${theme} ${band}`, { theme, band }],
    [`${theme} ${band} quiet`, { theme, band, quiet: '' }],
  ]),
);

describe('the colours of a badge', () => {
  it.each(CASES)('can be read: %s', (_, attributes) => {
    const { ink = '', ground = '' } = coloursOf(attributes);
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('differ between the bands, as their shapes do', () => {
    const scored = BANDS.slice(0, 4);
    expect(new Set(scored.map((band) => coloursOf({ theme: 'dark', band })['ink'])).size).toBe(4);
    for (const band of scored) expect(BADGE_STYLE).toMatch(new RegExp(`button\\[data-band=${band}\\] i\\{`));
  });
});
