import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '#shared/steam/steam-id.ts';
import { KINDS, openCard, openScene, person, type Scene, settled } from './scene.ts';

/** Every kind of page with players on it, and how many badges it has at least. */
const PAGES = [
  { name: 'public profile', path: `/profiles/${person('veteran').steamId}`, badges: 1 },
  { name: 'private profile', path: `/profiles/${person('freshPrivate').steamId}`, badges: 1 },
  { name: 'banned profile', path: `/profiles/${person('oldVac').steamId}`, badges: 1 },
  { name: 'friends', path: '/my/friends/', badges: 6 },
  { name: 'recently played with', path: '/my/friends/coplay/', badges: 3 },
  { name: 'group members', path: '/groups/sandbox-regulars/members', badges: 6 },
  { name: 'user search', path: '/search/users/#text=a', badges: 3 },
  { name: 'comments', path: '/my/', badges: 4 },
] as const;

/** How the extension gets its scores; badges must be there in each. */
const MODES = [
  { name: 'with the backend', arrange: async () => undefined },
  {
    name: 'without a backend',
    arrange: (scene: Scene) => scene.setSettings({ localOnly: true }),
  },
  {
    name: 'with a backend that cannot be reached',
    // A port nobody listens on: connections are refused at once.
    arrange: (scene: Scene) => scene.setSettings({ backendUrl: 'http://127.0.0.1:9' }),
  },
] as const;

/**
 * A scene for each part: asking Steam's own pages is paced to fifty a minute, and every page of one mode in one minute is
 * more than that.
 */
const PARTS = [PAGES.slice(0, 4), PAGES.slice(4, 6), PAGES.slice(6)].map((pages, index) => ({
  part: index + 1,
  pages,
}));

describe.each(KINDS)('Steam pages in %s', (kind) => {
  describe.each(MODES)('$name', ({ arrange }) => {
    describe.each(PARTS)('part $part', ({ pages }) => {
      let scene: Scene;
      beforeAll(async () => {
        scene = await openScene(kind);
      });
      afterAll(() => scene?.stop());
      afterEach(() => scene.reset());

      it.each(pages)('puts badges on: $name', async ({ path, badges }) => {
        await arrange(scene);
        const page = await scene.visit(path);
        const seen = await settled(page, badges);
        expect(seen.length).toBeGreaterThanOrEqual(badges);
        for (const badge of seen.filter(({ band }) => band !== 'wait')) {
          expect(badge.text).toMatch(/^(\d{1,3}|–)$/);
          expect(badge.label).not.toBe('');
        }
        const card = await openCard(page);
        expect(card).toMatch(/7656\d{13}/);
        await page.keyboard.press('Escape');
        await page.waitForFunction(() => document.querySelector('cstatsentry-card') === null);
      });
    });
  });
});

describe.each(KINDS)('what badges do in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());
  afterEach(() => scene.reset());

  it('gives each person the score that is theirs', async () => {
    const page = await scene.visit('/my/friends/');
    await page.evaluate(() => {
      // Everybody into view at once: what is seen is asked first.
      document.body.style.zoom = '0.2';
    });
    const seen = await settled(page, 90);
    const of = (role: Parameters<typeof person>[0]) =>
      seen.find(({ accountId }) => accountId === String(accountIdOf(person(role).steamId)));
    expect(of('veteran')?.band).toBe('unlikely');
    expect(of('rageAimbot')?.band).toBe('highly-suspicious');
    expect(of('freshPrivate')).toMatchObject({ band: 'none', text: '–' });
  });

  it('badges any other link to a profile while the pointer is on it', async () => {
    const page = await scene.visit('/sharedfiles/filedetails/?id=1');
    const link = await page.waitForSelector('a[href*="/profiles/"]:not(.commentthread_author_link)');
    await link?.hover();
    const seen = await settled(page, 1);
    expect(seen.some(({ band }) => band !== 'wait')).toBe(true);
  });

  it('finds players that arrive later and survives a re-render without doubling', async () => {
    const page = await scene.visit('/my/friends/');
    const before = await settled(page, 6);
    await page.evaluate(() => {
      const list = document.querySelector('.friends_content') ?? document.body;
      for (const row of list.querySelectorAll('.friend_block_v2')) {
        // As a framework would: same content, new nodes, without what we put in.
        const copy = row.cloneNode(true);
        if (!(copy instanceof Element)) continue;
        for (const ours of copy.querySelectorAll('cstatsentry-badge')) ours.remove();
        row.replaceWith(copy);
      }
    });
    await page.waitForFunction(
      (count) => {
        const rows = [...document.querySelectorAll('.friend_block_v2')];
        return rows.length === count && rows.every((row) => row.querySelectorAll('cstatsentry-badge').length === 1);
      },
      {},
      before.length,
    );
    // And it stays so: what our own changes set off ends.
    await settled(page, 6);
    expect(await page.$$('cstatsentry-badge')).toHaveLength(before.length);
  });

  it('leaves a page without players alone', async () => {
    const page = await scene.visit('/market/');
    await page.waitForFunction(() => document.readyState === 'complete');
    expect(await page.$$('cstatsentry-badge, cstatsentry-card')).toHaveLength(0);
  });

  it("shifts nothing of Steam's", async () => {
    const rects = (withBadges: boolean) => async () => {
      const page = await scene.visit('/my/friends/');
      if (withBadges) await settled(page, 6);
      return page.evaluate((keep) => {
        if (!keep) for (const badge of document.querySelectorAll('cstatsentry-badge')) badge.remove();
        return [...document.querySelectorAll('.friend_block_v2, .friend_block_v2 *')]
          .filter((each) => !each.closest('cstatsentry-badge'))
          .map((each) => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return [x, y, width, height].map(Math.round).join(' ');
          });
      }, withBadges);
    };
    const before = await rects(false)();
    const after = await rects(true)();
    expect(after.length).toBeGreaterThan(100);
    expect(after).toEqual(before);
  });
});
