import { readdirSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import { describe, expect, it, vi } from 'vitest';
import { createFinder } from '#extension/pages/finder.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import { steamIdOfLeetifyPath } from '#extension/pages/leetify/ids.ts';
import { LEETIFY_PAGES } from '#extension/pages/registry.ts';

const ROOT = 'https://leetify.com';

/** What is found, by ID and by the text or place the badge goes to. */
function look(path: string, html: string) {
  const { document } = new JSDOM(html, { url: `${ROOT}${path}` }).window;
  const report = vi.fn();
  const finder = createFinder(LEETIFY_PAGES, () => document.location.href, report);
  const found = finder.scan(document.documentElement);
  expect(report).not.toHaveBeenCalled();
  return {
    document,
    finder,
    players: found.map(({ steamId }) => steamId),
    beside: found.map((spot) => (spot.place === 'row' ? '' : spot.beside.textContent)),
    within: found.map((spot) => (spot.place === 'row' ? undefined : spot.within?.localName)),
  };
}

const NAV = `<nav><a href="/app/profile/${BORIS}">My profile</a></nav>`;
const link = (steamId: string, inner: string, below = '') => `<a href="/app/profile/${steamId}${below}">${inner}</a>`;

describe('paths of Leetify', () => {
  it.each([
    [`/app/profile/${ANNA}`, ANNA],
    [`/public/profile/${ANNA}/`, ANNA],
    [`/profile/${ANNA}?tab=1`, ANNA],
    [`https://leetify.com/app/profile/${ANNA}#x`, ANNA],
    [`//www.leetify.com/public/profile/${ANNA}`, ANNA],
    [`/app/profile/${ANNA}/clips`, undefined],
    [`https://evil.example/app/profile/${ANNA}`, undefined],
    [`https://leetify.com.evil.example/app/profile/${ANNA}`, undefined],
    ['/app/profile/76561197960265728', undefined],
    ['/app/profile/1234', undefined],
    ['/app/match-details/f78ae802-9044-4aa1-be47-d8e0193c4bd7', undefined],
    [null, undefined],
  ])('reads %s', (path, steamId) => {
    expect(steamIdOfLeetifyPath(path)).toBe(steamId);
  });
});

describe('the registry', () => {
  it('lists every page module there is, by the name of its file', () => {
    const files = readdirSync(new URL('.', import.meta.url)).map((name) => name.replace(/(\.test)?\.ts$/, ''));
    const helpers = ['ids', 'leetify'];
    expect(LEETIFY_PAGES.map(({ id }) => id).sort()).toEqual(files.filter((name) => !helpers.includes(name)).sort());
  });
});

describe('a profile page', () => {
  it.each([`/app/profile/${ANNA}`, `/public/profile/${ANNA}`, `/app/profile/${ANNA}/matches`])(
    'has one badge beside its heading: %s',
    (path) => {
      const { players, beside } = look(
        path,
        `${NAV}<main><h1>Anna</h1><h1>Again</h1>${link(ANNA, 'Clips', '/clips')}</main>`,
      );
      expect(players).toEqual([ANNA]);
      expect(beside).toEqual(['Anna']);
    },
  );

  it('follows the address when the page keeps its heading', () => {
    const { document, finder } = look(`/app/profile/${ANNA}`, '<h1>Anna</h1>');
    const heading = document.querySelector('h1');
    if (!heading) throw new Error('no heading');
    document.defaultView?.history.pushState(null, '', `/app/profile/${BORIS}`);
    expect(finder.read(heading)?.steamId).toBe(BORIS);
  });

  it('waits while there is no heading or no player in the address', () => {
    expect(look(`/app/profile/${ANNA}`, '<h1></h1>').players).toEqual([]);
    expect(look('/app/profile/76561197960265728', '<h1>x</h1>').players).toEqual([]);
    expect(look('/app/profile/me', '<h1>x</h1>').players).toEqual([]);
  });
});

describe('links to players', () => {
  it('are found in tables, lists and plain text, whatever the class names', () => {
    const { players } = look(
      '/app/match-details/f78ae802-9044-4aa1-be47-d8e0193c4bd7/overview',
      `<h1>Mirage</h1><table><tr><td>${link(ANNA, 'Anna')}</td><td>20</td></tr></table>
       <ul><li>${link(BORIS, 'Борис')}</li></ul><p>with ${link(ANNA, 'Anna')} again</p>`,
    );
    expect(players).toEqual([ANNA, BORIS, ANNA]);
  });

  it('get one badge in a row that links picture and name, beside the name', () => {
    const row = `<tr><td><div>${link(ANNA, '<img>')}${link(ANNA, '<b>Anna</b>')}</div></td><td>20</td></tr>`;
    const { players, beside, within } = look('/app/matches', `<table>${row}</table>`);
    expect(players).toEqual([ANNA]);
    expect(beside).toEqual(['Anna']);
    expect(within).toEqual(['tr']);
  });

  it('get one badge in a row made of nothing but divisions', () => {
    const row = (steamId: string, name: string) =>
      `<div><div>${link(steamId, '<img>')}</div><div><span>${link(steamId, name)}</span></div><div>20</div></div>`;
    const { players, beside } = look('/app/matches', `<div>${row(ANNA, 'Anna')}${row(BORIS, 'Boris')}</div>`);
    expect(players).toEqual([ANNA, BORIS]);
    expect(beside).toEqual(['Anna', 'Boris']);
  });

  it('get it at the picture when there is no name', () => {
    expect(look('/app/matches', `<ul><li>${link(ANNA, '<img>')}</li></ul>`).players).toEqual([ANNA]);
  });

  it('are left alone in menus, and where they lead below a profile', () => {
    expect(look('/app/matches', `${NAV}<main>${link(ANNA, 'Clips', '/clips')}</main>`).players).toEqual([]);
  });

  it('are nobody on a page of another make', () => {
    const { players } = look('/app/matches', '<div data-player="76561198000000001">Anna</div><a href="/x">x</a>');
    expect(players).toEqual([]);
  });
});
