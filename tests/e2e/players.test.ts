import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { violations } from './axe.ts';
import { click, KINDS, openScene, type Scene, until } from './scene.ts';

// Lists of players and matches with real databases and a real backend; the plainest tasks are in app.test.ts.

const says = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 30_000 }, text);
const rowCount = (page: Page) => page.$$eval('.data-table [data-row]', (rows) => rows.length);
const hash = (page: Page) => page.evaluate(() => location.hash);

/** The bulk action with this text, pressed where it stands: the bar stays in view and moves nothing. */
async function act(page: Page, label: string): Promise<void> {
  const button = await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll<HTMLButtonElement>('.bulk-actions button:not(:disabled)')].find(
        (each) => each.innerText.trim() === wanted,
      ),
    {},
    label,
  );
  await page.evaluate((each) => each?.click(), button);
}

const notesSchema = z.array(z.object({ steamId: z.string(), watched: z.boolean(), text: z.string() }));

describe.each(KINDS)('lists in %s', (kind) => {
  let scene: Scene;
  let page: Page;
  const open = async (place: string) => {
    page = await scene.session.openExtensionPage(`app.html${place}`, { width: 1280, height: 900 });
    return page;
  };
  const notes = async () => notesSchema.parse(await scene.send({ type: 'notes' }));

  beforeAll(async () => {
    scene = await openScene(kind);
    await scene.send({ type: 'readHistory' });
    await until(
      async () => z.object({ state: z.string() }).parse(await scene.send({ type: 'historyStatus' })).state === 'done',
      'the whole history being read',
    );
  });
  afterAll(() => scene?.stop());
  afterEach(async () => {
    if (page && !page.isClosed()) await page.close();
  });

  it('comes back to the list as it was left: its filter, its order, its place', async () => {
    await open('#/players');
    await page.waitForSelector('.data-table [data-row]');
    await click(page, '.data-table th[data-col="name"] button');
    await page.waitForFunction(() => location.hash.includes('sort=name'));
    await page.evaluate(() => scrollTo(0, 3_000));
    const row = await page.waitForSelector('.data-table [data-row="70"] a');
    const name = await row?.evaluate((link) => link.textContent);
    await click(page, '.data-table [data-row="70"] a');
    await page.waitForFunction(() => document.querySelector('.together'));
    await page.goBack();
    await page.waitForFunction(
      (wanted) => document.querySelector('.data-table [data-row="70"] a')?.textContent === wanted,
      {},
      name,
    );
    expect(await hash(page)).toContain('sort=name');
    // Far fewer rows are drawn than there are.
    expect(await rowCount(page)).toBeLessThan(60);
    expect(Number(await page.$eval('.data-table', (table) => table.getAttribute('aria-rowcount')))).toBeGreaterThan(
      150,
    );
  });

  it('watches several at once by keyboard, and takes it back', async () => {
    await open('#/players?met=met');
    await page.waitForSelector('.data-table [data-row="3"]');
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x'] as const) {
      await page.keyboard.press(key);
      // The focus is in the row before the next key, as it is for a person.
      await page.waitForFunction(() => document.activeElement?.closest('[data-row]'));
    }
    await says(page, '3 players selected');
    const before = await notes();
    await act(page, 'Watch');
    await says(page, '3 players put on the watchlist');
    expect((await notes()).filter(({ watched }) => watched)).toHaveLength(
      before.filter(({ watched }) => watched).length + 3,
    );
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await says(page, 'Undone');
    expect(await notes()).toEqual(before);
  });

  it('goes from a match to somebody in it, where the match is told, and keeps a note on them', async () => {
    await open('#/matches');
    await click(page, '.data-table [data-row="0"] th a');
    await page.waitForSelector('.scoreboard');
    await says(page, 'What stands out');
    const match = await hash(page);
    await click(page, '.scoreboard tr:not([data-own="true"]) th a[href^="#/players/"]');
    await page.waitForFunction(
      (address) => document.querySelector(`.together a[href="${address}"]`),
      { timeout: 30_000 },
      match,
    );
    await click(page, '.own-note .buttons button:nth-child(2)');
    await page.waitForSelector('.own-note textarea');
    await page.type('.own-note textarea', 'looked at round 9');
    await click(page, '.own-note .primary');
    await page.waitForFunction(() => document.querySelector('.own-note-text')?.textContent === 'looked at round 9');
    expect((await notes()).map(({ text }) => text)).toContain('looked at round 9');
  });

  it('lists the backend’s players once somebody is signed in', async () => {
    await scene.send({ type: 'signOut' });
    await open('#/players?list=known');
    await says(page, 'Sign in to see this list');
    await page.close();
    scene.sandbox.openId.behave({ auto: true });
    await scene.send({ type: 'signIn', replace: false });
    await open('#/players?list=known');
    await page.waitForSelector('.data-table [data-row="3"] .band-badge');
    // What only this browser knows is not offered there.
    await click(page, '.filter-buttons button');
    expect(
      await page.$$eval('.filter-panel label', (labels) => labels.map((label) => label.textContent)),
    ).not.toContain('My marks');
    const band = await page.$eval('.data-table [data-row="3"] .band-badge', (badge) => badge.getAttribute('data-band'));
    await click(page, `.band-chip[data-band="${band}"]`);
    await page.waitForFunction((wanted) => location.hash.includes(`band=${wanted}`), {}, band);
    await page.waitForFunction(
      (wanted) => {
        const badges = [...document.querySelectorAll('.data-table [data-row] .band-badge')];
        return badges.length > 0 && badges.every((badge) => badge.getAttribute('data-band') === wanted);
      },
      {},
      band,
    );
  });

  // The rules look at the same DOM in both, and Firefox refuses evaluated sources on the extension's pages.
  it.runIf(kind === 'chromium').each(['dark', 'light'] as const)(
    'has nothing for axe in the %s theme',
    async (theme) => {
      await scene.setSettings({ theme });
      await open('#/players');
      await page.setBypassCSP(true);
      await page.reload();
      await page.waitForSelector('.data-table [data-row]');
      await click(page, '.filter-buttons button');
      await click(page, '.data-table [data-row="0"] input');
      await page.waitForSelector('.bulk-actions');
      expect(await violations(page, undefined)).toEqual([]);
      await click(page, '.player-marks button:nth-child(2)');
      await page.waitForSelector('.dialog textarea');
      expect(await violations(page, undefined)).toEqual([]);
      await page.keyboard.press('Escape');
      for (const [place, there] of [
        ['#/matches', '.data-table [data-row="0"] th a'],
        ['#/watchlist', 'main form'],
      ] as const) {
        await page.evaluate((to) => {
          location.hash = to;
        }, place);
        await page.waitForSelector(there);
        expect(await violations(page, undefined)).toEqual([]);
      }
      await page.evaluate(() => history.back());
      await click(page, '.data-table [data-row="0"] th a');
      await page.waitForSelector('.scoreboard');
      expect(await violations(page, undefined)).toEqual([]);
    },
  );
});
