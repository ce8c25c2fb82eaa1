import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, openScene, person, type Scene, settled } from './scene.ts';

/** Every kind of page on which badges stand, the awkward names among them. */
const PAGES = [
  { name: 'profile', path: `/profiles/${person('veteran').steamId}` },
  { name: 'profile with a name of a thousand characters', path: `/profiles/${person('longName').steamId}` },
  { name: 'profile with a right-to-left name', path: `/profiles/${person('rtl').steamId}` },
  { name: 'private profile', path: `/profiles/${person('freshPrivate').steamId}` },
  { name: 'friends', path: '/my/friends/' },
  { name: 'recently played with', path: '/my/friends/coplay/' },
  { name: 'group members', path: '/groups/sandbox-regulars/members' },
  { name: 'user search', path: '/search/users/#text=long' },
] as const;

describe.each(KINDS)('the layout of Steam in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.stop());

  it.each(PAGES)('is the same with and without badges: $name', async ({ path }) => {
    const page = await scene.visit(path);
    await settled(page, 1);
    const { withBadges, without, outside } = await page.evaluate(() => {
      const TAG = 'cstatsentry-badge';
      const boxes = () =>
        [...document.body.querySelectorAll('*')]
          .filter((each) => each.localName !== TAG)
          .map((each) => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return `${each.className || each.localName} ${[x, y, width, height].map((edge) => edge.toFixed(2)).join(' ')}`;
          });
      const hosts = [...document.querySelectorAll(TAG)];
      // A badge is of use only where it can be seen: nothing may cut it off, and it stays on the page.
      const badges = hosts.map((host) => host.shadowRoot?.querySelector('button')?.getBoundingClientRect());
      const outside = badges.filter((box) => !box || box.left < 0 || box.right > document.documentElement.clientWidth);
      const [sizes, withBadges] = [[document.body.scrollWidth, document.body.scrollHeight], boxes()];
      const places = hosts.map((host) => ({ host, parent: host.parentNode, next: host.nextSibling }));
      for (const host of hosts) host.remove();
      const without = boxes();
      const same = JSON.stringify(sizes) === JSON.stringify([document.body.scrollWidth, document.body.scrollHeight]);
      for (const { host, parent, next } of places.reverse()) parent?.insertBefore(host, next);
      return { withBadges: [...withBadges, String(same)], without: [...without, 'true'], outside: outside.length };
    });
    expect(without.length).toBeGreaterThan(50);
    expect(withBadges).toEqual(without);
    expect(outside).toBe(0);
    await page.close();
  });

  it('shows a badge whole at the end of a name that fills its line', async () => {
    const page = await scene.visit(`/profiles/${person('longName').steamId}`);
    await settled(page, 1);
    const hit = await page.evaluate(() => {
      const host = document.querySelector('cstatsentry-badge');
      const box = host?.shadowRoot?.querySelector('button')?.getBoundingClientRect();
      if (!box) return [];
      const corners = [
        [box.left + 3, box.top + 3],
        [box.right - 3, box.bottom - 3],
      ] as const;
      return corners.map(([x, y]) => document.elementFromPoint(x, y) === host);
    });
    expect(hit).toEqual([true, true]);
    await page.close();
  });
});
