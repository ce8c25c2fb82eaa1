import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '#shared/steam/steam-id.ts';
import { click, KINDS, openScene, person, type Scene } from './scene.ts';

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);
const says = (page: Page, words: string) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 20_000 }, words);

async function lookUp(page: Page, text: string): Promise<void> {
  await page.waitForSelector('#lookup-text');
  // Typed would be slow; pasted is what people do.
  await page.$eval(
    '#lookup-text',
    (field, pasted) => {
      if (!(field instanceof HTMLTextAreaElement)) throw new Error('no text field');
      field.value = pasted;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    text,
  );
  await click(page, 'button[type="submit"]:not([disabled])');
}

describe.each(KINDS)('the popup in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  it('looks up every form people paste, mixed with text, most suspicious first', async () => {
    const page = await scene.popup();
    const account = accountIdOf(person('oldVac').steamId);
    await lookUp(
      page,
      `who are these? ${person('veteran').steamId}, https://steamcommunity.com/profiles/${person('rageAimbot').steamId}/
       # 3 "xyz" [U:1:${account}] 01:02 50 0 active
       STEAM_0:${accountIdOf(person('smurf').steamId) % 2}:${Math.floor(accountIdOf(person('smurf').steamId) / 2)}
       steamcommunity.com/id/old-hand`,
    );
    await page.waitForFunction(() => document.querySelectorAll('ol.rows > li').length === 4);
    await says(page, 'click click');
    await page.waitForFunction(
      () => [...document.querySelectorAll('ol.rows > li')][0]?.textContent?.includes('80') === true,
    );
    const rows = await page.$$eval('ol.rows > li', (items) => items.map((item) => item.textContent ?? ''));
    expect(rows[0]).toContain('80');
    expect(rows).toHaveLength(4);
  });

  it('takes the first hundred of more, and says so', async () => {
    const page = await scene.popup();
    const ids = scene.sandbox.world.people
      .filter((each) => !each.deleted)
      .slice(0, 120)
      .map(({ steamId }) => steamId);
    await lookUp(page, ids.join('\n'));
    await page.waitForFunction(() => document.querySelectorAll('ol.rows > li').length === 100);
    await page.waitForFunction(() => document.querySelector('progress') === null, { timeout: 30_000 });
    expect(await textOf(page)).toMatch(/first 100/i);
  });

  it('says when nothing was recognised', async () => {
    const page = await scene.popup();
    await lookUp(page, 'no player here at all!');
    await page.waitForFunction(() => document.querySelectorAll('ol.rows > li').length === 0);
    expect(await textOf(page)).not.toContain('undefined');
  });

  it('shows an account that does not exist as not found', async () => {
    const page = await scene.popup();
    await lookUp(page, person('deleted').steamId);
    await says(page, person('deleted').steamId);
    await page.waitForFunction(() => /not found|no such|does not exist/i.test(document.body.innerText));
  });

  it('remembers recent lookups and forgets them when told', async () => {
    const page = await scene.popup();
    await lookUp(page, person('veteran').steamId);
    await says(page, 'Old Hand');
    const again = await scene.popup();
    await says(again, 'Old Hand');
    await click(again, '::-p-text(Forget all)');
    await again.waitForFunction(() => !document.body.innerText.includes('Old Hand'));
    expect(await scene.send({ type: 'recent' })).toEqual([]);
  });

  it.each([
    { mode: 'without a backend', settings: { localOnly: true }, state: /local/i },
    { mode: 'with a backend that cannot be reached', settings: { backendUrl: 'http://127.0.0.1:9' }, state: /reach/i },
  ])('looks players up $mode', async ({ settings, state }) => {
    await scene.setSettings(settings);
    const page = await scene.popup();
    await lookUp(page, person('oldVac').steamId);
    await page.waitForFunction(
      () => document.querySelector('progress') === null && document.querySelector('ol.rows > li'),
    );
    await page.waitForFunction(() => !document.body.innerText.includes('··'), { timeout: 20_000 });
    expect(await textOf(page)).toMatch(state);
  });

  it('changes language and theme at once', async () => {
    await scene.setSettings({ language: 'de', theme: 'dark' });
    const page = await scene.popup();
    await says(page, 'Nachschlagen');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  });
});
