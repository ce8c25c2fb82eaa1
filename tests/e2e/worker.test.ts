import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openScene, type Scene, settled } from './scene.ts';

/** Only Chromium stops the background at will; Firefox's stays as long as the browser. */
describe('when Chromium stops the service worker', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene('chromium');
  });
  afterEach(() => scene.reset());
  afterAll(() => scene?.stop());

  async function stopWorker() {
    const target = scene.session.browser.targets().find((each) => each.type() === 'service_worker');
    const worker = await target?.worker();
    await worker?.close();
  }

  it('badges that wait for an answer still get it', async () => {
    // Slow enough that the worker is gone before the first answer.
    scene.sandbox.faults.add({ match: 'GetPlayerSummaries', latencyMs: 1_500, times: 3 });
    const page = await scene.visit('/my/friends/');
    await page.waitForSelector('cstatsentry-badge');
    await stopWorker();
    const seen = await settled(page, 3);
    expect(seen.some(({ text }) => /\d/.test(text))).toBe(true);
  });

  it('new players on an open page wake it', async () => {
    const page = await scene.visit('/my/friends/');
    const before = await settled(page, 6);
    await stopWorker();
    await page.evaluate(() => {
      const row = document.querySelector('.friend_block_v2');
      const copy = row?.cloneNode(true);
      if (!(copy instanceof Element)) return;
      for (const ours of copy.querySelectorAll('cstatsentry-badge')) ours.remove();
      copy.setAttribute('data-steamid', '76561198860265737');
      row?.before(copy);
    });
    await page.waitForFunction(
      (count) => document.querySelectorAll('cstatsentry-badge').length > count,
      {},
      before.length,
    );
    await page.waitForFunction(
      () =>
        document.querySelector('cstatsentry-badge')?.shadowRoot?.querySelector('button')?.dataset['band'] !== 'wait',
    );
  });

  it('settings changed since reach the page', async () => {
    const page = await scene.visit('/my/friends/');
    await settled(page, 6);
    await stopWorker();
    await scene.setSettings({ quietBelow: 100 });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('cstatsentry-badge')].some((host) =>
        host.shadowRoot?.querySelector('button')?.hasAttribute('data-quiet'),
      ),
    );
  });
});
