import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CARD, cardText, click, KINDS, openCard, openScene, person, type Scene, SETTLED, settled } from './scene.ts';

const closed = (page: Page) => page.waitForFunction(() => document.querySelector('cstatsentry-card') === null);

describe.each(KINDS)('the hover card in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  const cardOf = async (role: Parameters<typeof person>[0]) => {
    const page = await scene.visit(`/profiles/${person(role).steamId}`);
    await settled(page);
    return { page, card: await openCard(page) };
  };

  it('says score, band, confidence, reasons with their numbers, rubric, bans and sources', async () => {
    const { card } = await cardOf('rageAimbot');
    expect(card).toContain('80');
    expect(card).toContain('Highly suspicious');
    expect(card).toMatch(/Confidence/);
    expect(card).toMatch(/\d+% of [\d,]+ kills were headshots/);
    expect(card).toMatch(/VAC ban/);
    expect(card).toMatch(/Profile\s+\d+ \/ 40/);
    expect(card).toMatch(/Statistical\s+\d+ \/ 40/);
    expect(card).toMatch(/Historical\s+\d+ \/ 20/);
    expect(card).toMatch(/Games\s+just now/);
    expect(card).toContain(person('rageAimbot').steamId);
    // Unfilled placeholders and bare keys are words nobody translated.
    expect(card).not.toMatch(/\{\w+|reason\.|rubric\./);
  });

  it('gives no number where there is not enough data, and says what is missing', async () => {
    const { card } = await cardOf('freshPrivate');
    expect(card).toContain('Not enough data');
    expect(card).not.toMatch(/Unlikely/);
  });

  it('opens by keyboard, takes the focus, and gives it back on Escape', async () => {
    const page = await scene.visit(`/profiles/${person('veteran').steamId}`);
    await settled(page);
    await (await page.$(SETTLED))?.focus();
    await page.keyboard.press('Enter');
    await cardText(page);
    await page.waitForFunction(() => document.activeElement?.tagName.toLowerCase() === 'cstatsentry-card');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName.toLowerCase())).toBe('cstatsentry-card');
    await page.keyboard.press('Escape');
    await closed(page);
    expect(await page.evaluate(() => document.activeElement?.tagName.toLowerCase())).toBe('cstatsentry-badge');
  });

  it('closes when the pointer leaves, and stays while it is on the card', async () => {
    const { page } = await cardOf('veteran');
    await (await page.$(CARD))?.hover();
    expect(await page.$(CARD)).not.toBeNull();
    await page.mouse.move(5, 700);
    await closed(page);
  });

  it('asks Steam again when told, and says when it is too soon for that', async () => {
    const { page } = await cardOf('oldVac');
    await click(page, 'cstatsentry-card >>> button[aria-label="Refresh from Steam"]');
    await page.waitForFunction(() =>
      /Refreshed|Too soon for another refresh/.test(
        document.querySelector('cstatsentry-card')?.shadowRoot?.textContent ?? '',
      ),
    );
    expect(await cardText(page)).toContain('Youthful sin'.toLowerCase());
  });

  it.each(['markup', 'rtl', 'longName', 'cyrillic', 'chinese'] as const)(
    'shows the name of %s as text',
    async (role) => {
      const { page } = await cardOf(role);
      const shown = await page.$eval(CARD, (card) => ({
        foreign: card.querySelectorAll('script, iframe, img[src="x"], b[onclick]').length,
        width: card.getBoundingClientRect().width,
        inside: card.getBoundingClientRect().right <= innerWidth,
      }));
      expect(shown.foreign).toBe(0);
      expect(shown.width).toBeLessThan(420);
      expect(shown.inside).toBe(true);
    },
  );
});
