import { mkdirSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '#sandbox/index.ts';
import { KINDS, LEETIFY, openCard, openScene, person, type Scene, until } from './scene.ts';

const PICTURES = 'test-results/leetify';

/** Whom each badge stands for, as far as the page says: the link before it, or the address for the one after the heading. */
const standing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('cstatsentry-badge')].map((host) => {
      const before = host.previousElementSibling;
      const button = host.shadowRoot?.querySelector('button');
      return {
        player: /\/profile\/(\d{17})/.exec(before?.getAttribute('href') ?? location.pathname)?.[1],
        heading: before?.localName === 'h1',
        name: before?.textContent ?? '',
        band: button?.dataset['band'],
        text: button?.textContent ?? '',
      };
    }),
  );

/** Waits until there are exactly so many badges, each with an answer. */
async function answered(page: Page, count: number) {
  await page.waitForFunction(
    (wanted) => {
      const buttons = [...document.querySelectorAll('cstatsentry-badge')].map((host) =>
        host.shadowRoot?.querySelector('button'),
      );
      const done = buttons.every((button) => button !== null && button?.dataset['band'] !== 'wait');
      return buttons.length === wanted && done;
    },
    { timeout: 30_000 },
    count,
  );
  return standing(page);
}

const profileOf = (role: Role, root = 'app') => `${LEETIFY}/${root}/profile/${person(role).steamId}`;

describe.each(KINDS)('Leetify pages in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  it.each(['app', 'public'])('puts badges beside the player and the teammates of /%s/profile/…', async (root) => {
    const page = await scene.visit(profileOf('blatantUnbanned', root));
    // The player of the page and four teammates.
    const badges = await answered(page, 5);
    expect(badges[0]).toMatchObject({ heading: true, player: person('blatantUnbanned').steamId });
    expect(new Set(badges.map(({ player }) => player)).size).toBe(5);
    if (root === 'app') await page.screenshot({ path: `${PICTURES}/${kind}-profile.png` });
  });

  const toMatch = async (page: Page) => {
    const link = await page.waitForSelector('a[href*="/match-details/"]');
    await link?.click();
    return answered(page, 10);
  };

  it('puts badges beside all ten players of a match, and gives each his own', async () => {
    const page = await scene.visit(profileOf('rageAimbot'));
    await answered(page, 5);
    const badges = await toMatch(page);
    expect(new Set(badges.map(({ player }) => player)).size).toBe(10);
    const his = async () => (await standing(page)).find(({ player }) => player === person('rageAimbot').steamId);
    // At first it may say "not just now", while the backend is still busy with the page before.
    await until(async () => (await his())?.text !== '!', 'a score');
    expect(await his()).toMatchObject({ band: 'highly-suspicious', text: '80' });
    await page.screenshot({ path: `${PICTURES}/${kind}-match.png` });
    const { pathname } = new URL(page.url());
    const direct = await scene.visit(`${LEETIFY}${pathname.replace('/app/', '/public/')}`);
    expect((await answered(direct, 10)).map(({ player }) => player)).toEqual(badges.map(({ player }) => player));
  });

  it.each(['', '?after=1'])('follows from player to player while the page keeps its elements%s', async (query) => {
    const page = await scene.visit(`${profileOf('veteran')}${query}`);
    const before = await answered(page, 5);
    const { player: mate, name } = before.slice(1).find(({ name }) => name.trim() !== '') ?? {};
    const heading = await page.$('h1');
    const oldBadge = await page.$('h1 + cstatsentry-badge');
    await (await page.$(`a[href$="${mate}"]:has(+ cstatsentry-badge)`))?.click();
    await page.waitForFunction((id) => location.pathname.endsWith(id), {}, mate ?? '');
    await page.waitForFunction((name) => document.querySelector('h1')?.textContent === name, {}, name ?? '');
    // The heading is the same element, and has another badge.
    await page.waitForFunction(
      (old) => {
        const now = document.querySelector('h1 + cstatsentry-badge');
        return now !== null && now !== old;
      },
      {},
      oldBadge,
    );
    const now = await standing(page);
    expect(now[0]).toMatchObject({ heading: true, player: mate });
    expect(await page.evaluate((old) => old === document.querySelector('h1'), heading)).toBe(true);
    // The badge that stands there is this player's: its card says so.
    const badge = await page.waitForSelector('h1 + cstatsentry-badge >>> button');
    expect(badge && (await openCard(page, badge))).toContain(mate);
    // And back again.
    await page.keyboard.press('Escape');
    await page.goBack();
    await page.waitForFunction((id) => location.pathname.endsWith(id), {}, person('veteran').steamId);
    await page.waitForFunction((name) => document.querySelector('h1')?.textContent === name, {}, before[0]?.name ?? '');
    const players = async () => (await standing(page)).map(({ player }) => player).join();
    await until(async () => (await players()) === before.map(({ player }) => player).join(), 'the badges of before');
  });

  it('survives a re-render of everything, without doubling', async () => {
    const page = await scene.visit(profileOf('viewer'));
    await answered(page, 5);
    const players = (await toMatch(page)).map(({ player }) => player);
    await page.evaluate(() => document.dispatchEvent(new Event('sandbox:rerender')));
    expect((await answered(page, 10)).map(({ player }) => player)).toEqual(players);
    await page.evaluate(() => document.dispatchEvent(new Event('sandbox:rerender')));
    expect((await answered(page, 10)).map(({ player }) => player)).toEqual(players);
  });

  it('shifts nothing of the page, and stands whole beside each name', async () => {
    const page = await scene.visit(profileOf('viewer'));
    await answered(page, 5);
    await toMatch(page);
    const seen: unknown = await page.evaluate(() => {
      const TAG = 'cstatsentry-badge';
      const boxes = () =>
        [...document.body.querySelectorAll('*')]
          .filter((each) => each.localName !== TAG)
          .map((each) => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return [each.localName, x, y, width, height].join(' ');
          });
      const hosts = [...document.querySelectorAll(TAG)];
      const gaps = hosts.map((host) => {
        const box = host.shadowRoot?.querySelector('button')?.getBoundingClientRect();
        const text = document.createRange();
        if (host.previousElementSibling) text.selectNodeContents(host.previousElementSibling);
        return box ? Math.round(box.left - text.getBoundingClientRect().right) : undefined;
      });
      const withBadges = boxes();
      for (const host of hosts) host.remove();
      return { withBadges, without: boxes(), gaps };
    });
    const { withBadges, without, gaps } = z
      .object({ withBadges: z.array(z.string()), without: z.array(z.string()), gaps: z.array(z.number()) })
      .parse(seen);
    expect(withBadges).toEqual(without);
    // Six pixels behind each name; the columns of this table have the room.
    expect(new Set(gaps)).toEqual(new Set([6]));
  });

  it('does nothing on a page without players', async () => {
    const page = await scene.visit(`${LEETIFY}/app/matches`);
    await page.waitForFunction(() => document.querySelector('h1') !== null);
    await page.evaluate(() => document.dispatchEvent(new Event('sandbox:rerender')));
    expect(await page.$$('cstatsentry-badge, cstatsentry-card')).toHaveLength(0);
  });
});
