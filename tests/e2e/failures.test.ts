import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  badgesOf,
  cardText,
  KINDS,
  openCard,
  openScene,
  person,
  profileBadge,
  type Scene,
  SETTLED,
  settled,
  until,
} from './scene.ts';

const DEAD_BACKEND = 'http://127.0.0.1:9';
const profileOf = (role: Parameters<typeof person>[0]) => `/profiles/${person(role).steamId}`;

describe.each(KINDS)('when something fails in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  it('keeps showing what it knows when the backend goes away', async () => {
    const first = await profileBadge(await scene.visit(profileOf('veteran')));
    await scene.setSettings({ backendUrl: DEAD_BACKEND });
    const again = await profileBadge(await scene.visit(profileOf('veteran')));
    expect(again.text).toBe(first.text);
    expect(again.text).toMatch(/^\d+$/);
  });

  it('survives broken answers of Steam in local mode, and shows a failure', async () => {
    await scene.setSettings({ localOnly: true });
    scene.sandbox.faults.add({ match: 'steamcommunity\\.com/.*xml=1', body: 'malformed' });
    const page = await scene.visit(profileOf('oldVac'));
    expect(await profileBadge(page)).toMatchObject({ band: 'none', text: '!' });
  });

  it('leaves unknown players unasked when told to, until the person asks for one', async () => {
    await scene.setSettings({ askUnknown: false });
    const page = await scene.visit(profileOf('communityBan'));
    expect((await profileBadge(page)).text).toBe('–');
    expect(scene.sandbox.calls.totals()['GetPlayerSummaries'] ?? 0).toBe(0);
    const card = await openCard(page);
    expect(card).toMatch(/ask/i);
  });

  it('draws badges anew when settings change, without a reload', async () => {
    const page = await scene.visit(profileOf('rageAimbot'));
    expect((await profileBadge(page)).text).toBe('80');
    await scene.setSettings({ headline: 'rubric' });
    await page.waitForFunction(
      () => document.querySelector('cstatsentry-badge')?.shadowRoot?.querySelector('b')?.textContent !== '80',
    );
    await scene.setSettings({ headline: 'calibrated', language: 'de', quietBelow: 90 });
    await page.waitForFunction(() => {
      const button = document.querySelector('cstatsentry-badge')?.shadowRoot?.querySelector('button');
      return button?.hasAttribute('data-quiet') && /Verdacht/i.test(button.getAttribute('aria-label') ?? '');
    });
    expect((await badgesOf(page))[0]?.text).toBe('80');
  });

  it('opens the full page about a player from the card', async () => {
    const page = await scene.visit(profileOf('oldVac'));
    await settled(page);
    await openCard(page);
    const tabs = () => scene.session.browser.pages();
    const before = (await tabs()).length;
    await page.evaluate(() => {
      const card = document.querySelector('cstatsentry-card')?.shadowRoot;
      const details = [...(card?.querySelectorAll('button, a') ?? [])].find((each) =>
        each.textContent?.includes('Open details'),
      );
      if (details instanceof HTMLElement) details.click();
    });
    await until(async () => (await tabs()).length > before, 'a tab with the details');
    const opened = (await tabs()).at(-1);
    await until(
      // The tab is there before its body is.
      async () => (await opened?.evaluate(() => document.body?.innerText.includes('youthful sin'))) === true,
      'the details of the player',
    );
    await opened?.close();
  });

  it('tells a page nothing: no answer to messages a page makes up', async () => {
    const page = await scene.visit(profileOf('veteran'));
    await settled(page);
    await page.evaluate(() => {
      window.postMessage({ type: 'setSettings', settings: { localOnly: true } }, '*');
      document.dispatchEvent(new CustomEvent('cstatsentry', { detail: { type: 'clearCache' } }));
    });
    expect(await scene.send({ type: 'getSettings' })).toMatchObject({ localOnly: false });
    const known = await page.evaluate(() => Object.keys(globalThis).filter((key) => /cstat/i.test(key)));
    expect(known).toEqual([]);
  });

  it('opens the card for a person who never touches a pointer', async () => {
    const page = await scene.visit('/my/friends/');
    await settled(page, 3);
    await (await page.$(SETTLED))?.focus();
    await page.keyboard.press(' ');
    expect(await cardText(page)).toMatch(/7656\d{13}/);
  });
});

describe.each(KINDS)('when Steam is down in %s', (kind) => {
  // Of its own: the backend stops asking Steam for a while afterwards, which is right and would spoil other tests.
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());

  it('says so in badge and card, and keeps scores it has', async () => {
    const known = await profileBadge(await scene.visit(profileOf('veteran')));
    scene.sandbox.faults.add({ match: 'api\\.steampowered\\.com', status: 503 });
    scene.sandbox.faults.add({ match: 'xml=1', status: 503 });
    const page = await scene.visit(profileOf('gameBan'));
    const badge = await profileBadge(page);
    expect(badge).toMatchObject({ band: 'none', text: '!' });
    expect(badge.label).not.toBe('');
    const card = await openCard(page);
    expect(card).not.toMatch(/\bUnlikely\b/);
    expect(card).toMatch(/could not|failed|again/i);
    expect((await profileBadge(await scene.visit(profileOf('veteran')))).text).toBe(known.text);
  });
});
