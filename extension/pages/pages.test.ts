import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import { describe, expect, it, vi } from 'vitest';
import { createFinder } from '#extension/pages/finder.ts';
import { ANNA, BORIS, EMPTY_PAGE, PAGE_FIXTURES, type PageFixture } from '#extension/pages/fixtures.ts';
import { steamIdOfElement, steamIdOfHref, vanityOfHref } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { STEAM_PAGES } from '#extension/pages/registry.ts';
import { PROFILE_LINK, readLink } from '#extension/pages/steam/links.ts';

function look({ url, html }: Pick<PageFixture, 'url' | 'html'>, modules: readonly PageModule[] = STEAM_PAGES) {
  const { document } = new JSDOM(html, { url }).window;
  const report = vi.fn();
  const finder = createFinder(modules, () => document.location.href, report);
  return { document, finder, report, found: finder.scan(document.documentElement) };
}

describe('the registry', () => {
  it('lists every page module there is, by the name of its file', () => {
    const helpers = ['links', 'friend-block'];
    const files = readdirSync(new URL('steam', import.meta.url))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => !helpers.includes(name));
    expect(STEAM_PAGES.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('has a page to try for every module', () => {
    expect(Object.keys(PAGE_FIXTURES).sort()).toEqual(STEAM_PAGES.map(({ id }) => id).sort());
  });
});

describe.each(STEAM_PAGES)('the page module $id', (module) => {
  it.each(PAGE_FIXTURES[module.id] ?? [])('finds the players of $url', (fixture) => {
    const alone = look(fixture, [module]);
    expect(alone.found.map(({ steamId }) => steamId)).toEqual(fixture.players);
    for (const { block, ...spot } of alone.found) {
      expect(block.contains(spot.place === 'row' ? spot.parent : spot.beside)).toBe(true);
    }
    expect(look(fixture).found.map(({ steamId }) => steamId)).toEqual(fixture.players);
  });

  it('finds nobody on a page without players', () => {
    expect(look(EMPTY_PAGE, [module]).found).toEqual([]);
  });
});

describe('the finder', () => {
  const friends = PAGE_FIXTURES['friends']?.[0] ?? EMPTY_PAGE;

  it('finds a block from inside it, where content came late', () => {
    const { document, finder } = look(friends);
    const text = document.querySelector('.friend_small_text');
    expect(text && finder.scan(text).map(({ steamId }) => steamId)).toEqual([ANNA]);
  });

  it('goes on without a module that fails, and says so once', () => {
    const broken: PageModule = {
      id: 'broken',
      matches: () => true,
      selector: '.friend_block_v2',
      read() {
        throw new Error('a change of the page');
      },
    };
    const badSelector: PageModule = { ...broken, id: 'bad-selector', selector: ':::' };
    const { found, report } = look(friends, [broken, badSelector, ...STEAM_PAGES]);
    expect(found.map(({ steamId }) => steamId)).toEqual([ANNA, BORIS]);
    expect(report.mock.calls.map(([id]) => id)).toEqual(['broken', 'bad-selector']);
  });

  it('follows the address when Steam changes it without loading', () => {
    const fixture = PAGE_FIXTURES['user-search']?.[0] ?? EMPTY_PAGE;
    const { document } = new JSDOM(fixture.html, { url: 'https://steamcommunity.com/market/' }).window;
    let address = 'https://steamcommunity.com/market/';
    const finder = createFinder(STEAM_PAGES, () => address, vi.fn());
    expect(finder.scan(document.documentElement)).toEqual([]);
    address = fixture.url;
    expect(finder.scan(document.documentElement)).toHaveLength(1);
  });
});

describe('identities', () => {
  it.each([
    ['https://steamcommunity.com/profiles/76561198000000001', ANNA],
    ['/profiles/76561198000000001/friends?x=1', ANNA],
    ['//steamcommunity.com/profiles/76561198000000001#a', ANNA],
    ['https://steamcommunity.com/profiles/76561197960265728', undefined],
    ['https://steamcommunity.com/profiles/765611980000000011', undefined],
    ['https://evil.example/profiles/76561198000000001', undefined],
    ['https://evil.example/?u=https://steamcommunity.com/profiles/76561198000000001', undefined],
    [null, undefined],
  ])('reads %s', (href, steamId) => {
    expect(steamIdOfHref(href)).toBe(steamId);
  });

  it('reads account IDs and long IDs of data-miniprofile, and nothing else', () => {
    const { document } = new JSDOM('').window;
    const of = (value: string) => {
      const element = document.createElement('a');
      element.setAttribute('data-miniprofile', value);
      return steamIdOfElement(element);
    };
    expect(of('39734273')).toBe(ANNA);
    expect(of(`s${ANNA}`)).toBe(ANNA);
    for (const wrong of ['0', '-1', '4294967296', '1e3', 's123', 'x']) expect(of(wrong)).toBeUndefined();
  });

  it('reads custom URLs', () => {
    expect(vanityOfHref('https://steamcommunity.com/id/gabe-n_1/')).toBe('gabe-n_1');
    expect(vanityOfHref('https://example.com/id/gaben')).toBeUndefined();
  });
});

describe('links', () => {
  const link = (html: string) => {
    const { document } = new JSDOM(html).window;
    const element = document.querySelector(PROFILE_LINK);
    return element ? readLink(element) : undefined;
  };

  it('leads to a player or a name', () => {
    expect(link(`<a href="https://steamcommunity.com/profiles/${ANNA}">x</a>`)).toEqual({ steamId: ANNA });
    expect(link('<a href="https://steamcommunity.com/id/anna/">x</a>')).toEqual({ vanity: 'anna' });
    expect(
      link('<div data-miniprofile="39734273"><a href="https://steamcommunity.com/id/anna/"><img></a></div>'),
    ).toEqual({ steamId: ANNA });
  });

  it("leaves alone what lies below a profile, and other sites' links", () => {
    expect(link(`<a href="https://steamcommunity.com/profiles/${ANNA}/inventory/">x</a>`)).toBeUndefined();
    expect(link('<a href="https://steamcommunity.com/id/anna/screenshots">x</a>')).toBeUndefined();
    expect(link(`<a href="https://example.com/profiles/${ANNA}">x</a>`)).toBeUndefined();
  });
});

describe('recorded pages', () => {
  const folder = new URL('../../../shared/data/steam-pages/', import.meta.url);
  const recorded = (name: string, url: string) => {
    const file = new URL(name, folder);
    if (!existsSync(file)) {
      console.warn(`not tried on ${name}: the recorded pages are not here`);
      return undefined;
    }
    return look({ url, html: readFileSync(file, 'utf8') });
  };

  it('finds the one player of a private profile', () => {
    const page = recorded('profile_id_johnc.html', 'https://steamcommunity.com/id/johnc/');
    if (!page) return;
    expect(page.found.map(({ steamId, place }) => ({ steamId, place }))).toEqual([
      { steamId: '76561197960265740', place: 'name' },
    ]);
    expect(page.report).not.toHaveBeenCalled();
  });

  it('finds the authors of the comments on a group page', () => {
    const page = recorded('group_Valve.html', 'https://steamcommunity.com/groups/Valve');
    if (!page) return;
    expect(page.found.length).toBeGreaterThanOrEqual(5);
    expect(page.found[0]?.steamId).toBe('76561198046798767');
    expect(page.report).not.toHaveBeenCalled();
  });
});
