import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { violations } from './axe.ts';
import { click, KINDS, openCard, openScene, person, type Scene, settled, until } from './scene.ts';

// Chromium alone: the rules look at the same DOM and styles, and the extension's pages in Firefox refuse evaluated sources.
describe.each(KINDS.filter((kind) => kind === 'chromium'))('accessibility in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
    it.each(['veteran', 'rageAimbot', 'freshPrivate', 'bannedToday'] as const)('badge and card of %s', async (role) => {
      await scene.setSettings({ theme });
      const page = await scene.visit(`/profiles/${person(role).steamId}`);
      await settled(page);
      await openCard(page);
      expect(await violations(page, ['cstatsentry-badge', 'cstatsentry-card'])).toEqual([]);
    });

    it('badges of a friends page', async () => {
      await scene.setSettings({ theme });
      const page = await scene.visit('/my/friends/');
      await settled(page, 9);
      expect(await violations(page, ['cstatsentry-badge'])).toEqual([]);
    });

    it.each([
      'popup.html',
      'app.html#/',
      'app.html#/notifications',
      `app.html#/compare?ids=${person('rageAimbot').steamId},${person('veteran').steamId}`,
      `app.html#/players/${person('rageAimbot').steamId}`,
    ])('page %s', async (path) => {
      await scene.setSettings({ theme });
      const page = await scene.session.openExtensionPage(path);
      await page.setBypassCSP(true);
      await page.reload();
      await page.waitForFunction(
        () => document.querySelector('h1') !== null && !document.querySelector('[aria-busy="true"]'),
      );
      expect(await violations(page, undefined)).toEqual([]);
      await page.close();
    });

    it('people met, their matches and bans, and a note being written', async () => {
      await scene.setSettings({ theme });
      await scene.send({ type: 'readHistory' });
      await until(
        async () => z.object({ matches: z.number() }).parse(await scene.send({ type: 'historyStatus' })).matches > 20,
        'some matches being read',
      );
      await scene.send({ type: 'stopHistory' });
      const page = await scene.session.openExtensionPage('app.html#/people');
      await page.setBypassCSP(true);
      await page.reload();
      await page.waitForSelector('.lists button');
      expect(await violations(page, undefined)).toEqual([]);
      await click(page, '.lists button:nth-of-type(1)');
      // As a person does it: the pointer comes first, and from then on the rows stay where they are.
      await page.hover('.people');
      await click(page, '.person-actions button:nth-child(2)');
      await page.waitForSelector('.note-editor');
      expect(await violations(page, undefined)).toEqual([]);
      await click(page, '.lists button:nth-of-type(2)');
      await click(page, '.match-head');
      await page.waitForSelector('.board');
      expect(await violations(page, undefined)).toEqual([]);
      await page.close();
      await scene.send({ type: 'forgetHistory' });
    });

    it('signing in, and the account', async () => {
      await scene.setSettings({ theme });
      const page = await scene.session.openExtensionPage('app.html#/account');
      await page.setBypassCSP(true);
      await page.reload();
      await page.waitForSelector('.sign-in button');
      expect(await violations(page, undefined)).toEqual([]);
      scene.sandbox.openId.behave({ auto: true });
      await scene.send({ type: 'signIn', replace: false });
      await page.reload();
      await page.waitForSelector('.account-counts');
      expect(await violations(page, undefined)).toEqual([]);
      await page.evaluate(() => {
        location.hash = '#/sources';
      });
      await page.waitForSelector('.share-codes form');
      expect(await violations(page, undefined)).toEqual([]);
      await scene.send({ type: 'signOut' });
      scene.sandbox.openId.behave({});
      await page.close();
    });
  });

  it('the settings tab', async () => {
    const page = await scene.popup();
    await page.setBypassCSP(true);
    await page.reload();
    await click(page, '#tab-settings');
    await page.waitForSelector('#panel input');
    expect(await violations(page, undefined)).toEqual([]);
  });
});
