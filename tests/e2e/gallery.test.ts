import type { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility, overflow } from '#scripts/gallery-checks.ts';
import { difference, grey, inked, pixelsOf } from '#scripts/gallery-pixels.ts';
import type { Scene } from '#scripts/gallery-scene.ts';
import { scenesOf } from '#scripts/gallery-scenes.ts';
import { type Gallery, openGallery, picture, settle } from '#scripts/gallery-stage.ts';

/**
 * The screens as pictures, one scene for each kind; `npm run gallery` draws all. No picture is kept to compare with, as fonts
 * differ between machines: what is asserted holds on each.
 */

/** The longest words of those there always are, and the theme with the narrower contrasts. */
const WORDS = 'light-de';
const QUERY = 'theme=light&language=de';
const WIDTHS = [1_280, 320] as const;
/** Of the app, and free in their width. */
const PAGES = ['dashboard', 'compare', 'players', 'match', 'case', 'own-case'] as const;
/** Each beside the others of its row must look different without colours. */
const STATES = [
  ['card-not-found', 'card-unasked', 'card-limited', 'card-failed'],
  ['report-card-held', 'report-card-unreachable', 'report-card-refused', 'report-card-banned'],
] as const;
/** Least share of a picture that shows something. */
const SOMETHING = 0.005;
/** Least share of pixels in which two states differ: a word's worth of a card. */
const TOLD_APART = 0.001;

const scenes = new Map(scenesOf(WORDS, QUERY).map((scene) => [scene.name, scene]));
function sceneOf(name: string): Scene {
  const scene = scenes.get(`${name}-${WORDS}`);
  if (!scene) throw new Error(`the gallery has no scene ${name}`);
  return scene;
}

describe('the gallery', () => {
  let gallery: Gallery;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery?.close());

  const shot = (name: string): Promise<Buffer> =>
    gallery.draw(sceneOf(name), async (page, problems) => {
      expect(problems).toEqual([]);
      return picture(page, sceneOf(name));
    });

  /** Both themes for contrast alone: all else axe looks at is the same in them. */
  async function wrong(page: Page): Promise<string[]> {
    const light = await accessibility(page);
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark';
    });
    await settle(page);
    return [...light, ...(await accessibility(page, ['color-contrast']))];
  }

  it.each(PAGES)('%s fits each window, and axe finds nothing', async (name) => {
    await gallery.draw({ ...sceneOf(name), width: WIDTHS[0] }, async (page, problems) => {
      expect(inked(pixelsOf(await picture(page, sceneOf(name))))).toBeGreaterThan(SOMETHING);
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 800 });
        await settle(page);
        expect(await overflow(page)).toEqual([]);
      }
      expect(await wrong(page)).toEqual([]);
      expect(problems).toEqual([]);
    });
  });

  it.each(['popup-results', 'report-form-320', 'hover'])('%s is whole', async (name) => {
    await gallery.draw(sceneOf(name), async (page, problems) => {
      expect(inked(pixelsOf(await picture(page, sceneOf(name))))).toBeGreaterThan(SOMETHING);
      expect([...problems, ...(await overflow(page)), ...(await accessibility(page))]).toEqual([]);
    });
  });

  it.each(STATES.map((names) => ({ names })))('are told apart without colours: $names', async ({ names }) => {
    const pictures: PNG[] = [];
    for (const name of names) pictures.push(grey(pixelsOf(await shot(name))));
    for (const [i, one] of pictures.entries()) {
      expect(inked(one)).toBeGreaterThan(SOMETHING);
      for (const other of pictures.slice(i + 1)) expect(difference(one, other).share).toBeGreaterThan(TOLD_APART);
    }
  });

  it('marks each band with a shape of its own', async () => {
    const marks = await gallery.draw({ ...sceneOf('cards'), width: 392 }, async (page) => {
      // One colour and no words: what is left is the shape.
      await page.addStyleTag({ content: '.band-mark { color: #777 !important; }' });
      const found = new Map<string, PNG>();
      for (const mark of await page.$$('[data-band] .band-mark')) {
        const band = await mark.evaluate((each) => each.closest('[data-band]')?.getAttribute('data-band') ?? '');
        if (!found.has(band)) found.set(band, grey(pixelsOf(Buffer.from(await mark.screenshot()))));
      }
      return [...found];
    });
    expect(marks.map(([band]) => band).sort()).toEqual([
      'highly-suspicious',
      'near-certain',
      'not-enough-data',
      'suspicious',
      'unlikely',
    ]);
    for (const [i, [, one]] of marks.entries()) {
      for (const [, other] of marks.slice(i + 1)) expect(difference(one, other).share).toBeGreaterThan(0.02);
    }
  });

  it.each(['case'])('%s is the same picture each time', async (name) => {
    expect(difference(pixelsOf(await shot(name)), pixelsOf(await shot(name))).share).toBe(0);
  });
});
