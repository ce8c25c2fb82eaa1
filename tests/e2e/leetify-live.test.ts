import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '#sandbox/index.ts';
import {
  CARD,
  KINDS,
  LEETIFY,
  openCard,
  openScene,
  person,
  profileBadge,
  type Scene,
  settled,
  until,
} from './scene.ts';

const PICTURES = 'test-results/leetify';
const API = 'api-public\\.cs-prod\\.leetify\\.com/v3/profile';
const BLOCK = 'cstatsentry-card >>> .leetify';

/** What the Leetify part of the open card says, once it says `text`. */
async function says(page: Page, text: string): Promise<string> {
  await page.waitForFunction(
    (wanted) =>
      (document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('.leetify')?.textContent ?? '').includes(
        wanted,
      ),
    { timeout: 20_000 },
    text,
  );
  return page.$eval(BLOCK, (block) => (block instanceof HTMLElement ? block.innerText : ''));
}

/** Everything the extension keeps in this browser, as text. */
async function everythingKept(page: Page): Promise<string> {
  const kept: unknown = await page.evaluate(async () => {
    const api: { storage: { local: { get(key: null): Promise<unknown> } } } = Reflect.get(
      globalThis,
      'browser' in globalThis ? 'browser' : 'chrome',
    );
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        rows.push(store, await done(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify([rows, await api.storage.local.get(null), { ...localStorage }]);
  });
  return z.string().parse(kept);
}

describe.each(KINDS)('live Leetify data in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  const steam = async (role: Role) => {
    const page = await scene.visit(`/profiles/${person(role).steamId}`);
    await profileBadge(page);
    await openCard(page);
    return page;
  };
  const asked = () => scene.sandbox.calls.count('leetify-profile');
  const press = (page: Page, label: string) =>
    page.$$eval(
      `${BLOCK} >>> button`,
      (buttons, text) => {
        const button = buttons.find((each) => each.textContent === text || each.getAttribute('aria-label') === text);
        if (button instanceof HTMLElement) button.click();
        else throw new Error(`no button ${text}`);
      },
      label,
    );

  it('is asked for when the person wants it, shown as given, with its source and a score for the moment', async () => {
    const page = await steam('blatantUnbanned');
    await says(page, 'Show Leetify data');
    expect(asked()).toBe(0);
    await press(page, 'Show Leetify data');
    const said = await says(page, 'Data Provided by Leetify');
    expect(asked()).toBe(1);
    const { steamId } = person('blatantUnbanned');
    const answer: unknown = await (
      await fetch(`${scene.sandbox.leetifyApiUrl}/v3/profile?steam64_id=${steamId}`)
    ).json();
    const { stats, ranks } = z
      .object({ stats: z.record(z.string(), z.number()), ranks: z.object({ premier: z.number() }) })
      .parse(answer);
    const exact = (value: number | undefined) =>
      new Intl.NumberFormat('en', { maximumFractionDigits: 10 }).format(value ?? 0);
    expect(said).toContain(`${exact(stats['reaction_time_ms'])} ms`);
    expect(said).toContain(`${exact(stats['preaim'])}°`);
    expect(said).toContain(`${exact(stats['accuracy_head'])}%`);
    expect(said).toContain(exact(ranks.premier));
    expect(said).toContain('With live Leetify data');
    expect(said).toMatch(/Without it: \d+/);
    const link = await page.$eval(`${BLOCK} >>> a`, (each) => each.getAttribute('href'));
    expect(link).toBe(`https://leetify.com/app/profile/${steamId}`);
    await (await page.$(BLOCK))?.scrollIntoView();
    await page.screenshot({ path: `${PICTURES}/${kind}-card.png` });
  });

  it('leaves nothing in the database, the storage or the badge', async () => {
    await scene.setSettings({ leetify: 'always' });
    const page = await steam('blatantUnbanned');
    const badge = await profileBadge(page);
    await says(page, 'With live Leetify data');
    // Reads the details once more, after the score that includes Leetify was made.
    await scene.send({ type: 'details', steamId: person('blatantUnbanned').steamId });
    const kept = await everythingKept(await scene.popup());
    expect(kept).toContain(person('blatantUnbanned').steamId);
    expect(kept).not.toMatch(/preaim|reaction_time|accuracy_head|accuracyHead|privacy_mode|leetify\./);
    expect(await profileBadge(page)).toEqual(badge);
  });

  it('is a request per player and some minutes, whoever looks', async () => {
    await scene.setSettings({ leetify: 'always' });
    await says(await steam('proPlayer'), 'Data Provided by Leetify');
    await says(await steam('proPlayer'), 'Data Provided by Leetify');
    expect(asked()).toBe(1);
  });

  it.each([
    ['nobody registered', 'newbie', 'only players who registered there'],
    ['a private profile', 'freshPrivate', 'privacy mode: private'],
    ['a friends-only profile, all zeros', 'toggler', 'privacy mode: friends'],
  ] as const)('says what it is: %s', async (_, role, text) => {
    await scene.setSettings({ leetify: 'always' });
    const said = await says(await steam(role), text);
    expect(said).not.toMatch(/\d ms|\d°/);
    expect(said).not.toContain('With live Leetify data');
  });

  it('says when there are too many requests, and when Leetify fails', async () => {
    await scene.setSettings({ leetify: 'always' });
    scene.sandbox.faults.add({ match: API, status: 429, retryAfter: 1, times: 1 });
    await says(await steam('smurf'), 'no more requests just now');
    const { steamId } = person('smurf');
    const again = async () => JSON.stringify(await scene.send({ type: 'leetify', steamId, renew: true }));
    await until(async () => (await again()).includes('"state":"ok"'), 'an answer after the wait');
    scene.sandbox.faults.add({ match: API, body: 'malformed', times: 1 });
    const page = await steam('wallhack');
    await says(page, 'Leetify did not answer');
    await press(page, 'Try again');
    await says(page, 'Data Provided by Leetify');
  });

  it('uses the own key, and says when it is refused', async () => {
    await scene.setSettings({ leetify: 'always', leetifyKey: 'not-a-key' });
    await says(await steam('aimAssist'), 'refuses your key');
    await scene.setSettings({ leetifyKey: scene.sandbox.leetifyKey });
    await says(await steam('aimAssist'), 'Data Provided by Leetify');
  });

  it('is nowhere when switched off', async () => {
    await scene.setSettings({ leetify: 'off' });
    const page = await steam('veteran');
    await page.waitForFunction(
      () => document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('.reasons') !== null,
    );
    expect(await page.$(BLOCK)).toBeNull();
    expect(asked()).toBe(0);
  });

  it('stands in the card on Leetify pages too, styled whatever the page allows', async () => {
    await scene.setSettings({ leetify: 'always' });
    const page = await scene.visit(`${LEETIFY}/app/profile/${person('blatantUnbanned').steamId}`);
    await settled(page, 5);
    const badge = await page.waitForSelector('h1 + cstatsentry-badge >>> button');
    await openCard(page, badge ?? undefined);
    await says(page, 'Data Provided by Leetify');
    expect(await page.$eval(CARD, (card) => Math.round(card.getBoundingClientRect().width))).toBe(352);
    await page.screenshot({ path: `${PICTURES}/${kind}-card-on-leetify.png` });
  });

  it('stands in the app, in both languages', async () => {
    await scene.setSettings({ leetify: 'always', theme: 'light' });
    for (const language of ['en', 'de'] as const) {
      await scene.setSettings({ language });
      const app = await scene.session.openExtensionPage(`app.html#/players/${person('proPlayer').steamId}`, {
        width: 1_000,
        height: 900,
      });
      await app.waitForFunction(() => document.querySelector('.leetify-figures')?.textContent?.includes('°'));
      expect(await app.$eval('.leetify', (block) => block.textContent)).toContain('Data Provided by Leetify');
      await app.screenshot({ path: `${PICTURES}/${kind}-app-${language}.png`, fullPage: true });
      await app.close();
    }
  });
});

describe('accessibility of live Leetify data in chromium', () => {
  const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene('chromium');
  });
  afterAll(() => scene?.stop());

  it.each(['dark', 'light'] as const)('card on a Leetify page, %s', async (theme) => {
    await scene.setSettings({ leetify: 'always', theme });
    const page = await scene.visit(`${LEETIFY}/app/profile/${person('proPlayer').steamId}`);
    await settled(page, 5);
    const badge = await page.waitForSelector('h1 + cstatsentry-badge >>> button');
    await openCard(page, badge ?? undefined);
    await says(page, 'Data Provided by Leetify');
    await page.setBypassCSP(true);
    const found: unknown = await page.evaluate(async (source) => {
      const axe: { run(context: unknown, options: unknown): Promise<{ violations: unknown; passes: unknown[] }> } =
        new Function(`${source}; return window.axe;`)();
      const { violations, passes } = await axe.run(
        { include: ['cstatsentry-badge', 'cstatsentry-card'] },
        { resultTypes: ['violations'] },
      );
      return JSON.parse(JSON.stringify({ violations, passes: passes.length }));
    }, axeSource);
    expect(found).toMatchObject({ violations: [] });
    expect(z.object({ passes: z.number() }).parse(found).passes).toBeGreaterThan(0);
    await page.close();
  });
});
