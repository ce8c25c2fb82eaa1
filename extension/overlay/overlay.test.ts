// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BadgeLabels, PlayerView, PortEvent } from '#extension/messages.ts';
import { BADGE_TAG } from '#extension/overlay/badge.ts';
import { type Overlay, startOverlay } from '#extension/overlay/overlay.ts';
import { createFinder } from '#extension/pages/finder.ts';
import { ANNA, BORIS, EMPTY_PAGE, PAGE_FIXTURES } from '#extension/pages/fixtures.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { STEAM_PAGES } from '#extension/pages/registry.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

const LABELS: BadgeLabels = {
  scored: 'score {score}, {band}, confidence {confidence}',
  rubric: 'rubric {score}',
  loading: 'loading',
  notEnoughData: 'not enough',
  notFound: 'nobody',
  unasked: 'unasked',
  limited: 'limited',
  failed: 'failed',
  trusted: 'trusted by you',
  stale: 'old',
  'band.unlikely': 'unlikely',
  'band.suspicious': 'suspicious',
  'band.highly-suspicious': 'highly',
  'band.near-certain': 'near certain',
};
const HELLO: PortEvent = {
  type: 'hello',
  settings: { headline: 'calibrated', quietBelow: 0, theme: 'auto', language: 'en' },
  labels: LABELS,
};
const view = (steamId: SteamId, score: number): PlayerView => ({
  steamId,
  state: 'scored',
  entry: { score, rubric: 5, band: 'unlikely', confidence: 60, assessedAt: 1 },
  stale: false,
  origin: 'backend',
});

/** Lets mutation observers report, then runs the frame they asked for. */
let frames: (() => void)[] = [];
async function frame() {
  await Promise.resolve();
  for (const work of frames.splice(0)) work();
}

const hosts = () => [...document.querySelectorAll(BADGE_TAG)];
const buttonOf = (host: Element | undefined) => host?.shadowRoot?.querySelector('button');
const texts = () => hosts().map((host) => buttonOf(host)?.textContent);

let stop: AbortController;
let ask: ReturnType<typeof vi.fn<(kind: 'watch' | 'visible', steamIds: SteamId[]) => void>>;

function start(fixture = PAGE_FIXTURES['friends']?.[0] ?? EMPTY_PAGE): Overlay {
  document.body.innerHTML = fixture.html;
  ask = vi.fn();
  return startOverlay({
    document,
    finder: createFinder(STEAM_PAGES, () => fixture.url, vi.fn()),
    ask,
    nextFrame: (work) => void frames.push(work),
    signal: stop.signal,
  });
}

const row = (steamId: SteamId) => document.querySelector(`[data-steamid="${steamId}"]`);

beforeEach(() => {
  stop = new AbortController();
  frames = [];
});
afterEach(() => {
  stop.abort();
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('badges', () => {
  it('stand at once in every row, empty, and fill as scores come', () => {
    const overlay = start();
    expect(hosts()).toHaveLength(2);
    expect(ask.mock.calls).toEqual([
      ['watch', [ANNA, BORIS]],
      ['visible', [ANNA, BORIS]],
    ]);
    overlay.receive(HELLO);
    expect(buttonOf(hosts()[0])?.getAttribute('aria-label')).toBe('loading');
    overlay.receive({ type: 'views', views: [view(BORIS, 17)] });
    expect(texts()).toEqual(['··', '17']);
    expect(buttonOf(hosts()[1])?.getAttribute('aria-label')).toBe('score 17, unlikely, confidence 60');
  });

  it('of whom the person trusts are quiet with a tick, from when that is said until it is taken back', () => {
    const overlay = start();
    overlay.receive(HELLO);
    overlay.receive({ type: 'views', views: [view(BORIS, 77)] });
    overlay.receive({ type: 'trusted', steamIds: [BORIS] });
    const [anna, boris] = hosts().map(buttonOf);
    expect(boris?.matches('[data-trusted][data-quiet]')).toBe(true);
    expect(boris?.textContent).toBe('77');
    expect(boris?.getAttribute('aria-label')).toMatch(/, trusted by you$/);
    expect(anna?.hasAttribute('data-trusted')).toBe(false);
    overlay.receive({ type: 'trusted', steamIds: [] });
    expect(boris?.matches('[data-trusted], [data-quiet]')).toBe(false);
  });

  it('do nothing on a page without players beyond one look', async () => {
    const look = vi.fn(() => []);
    document.body.innerHTML = EMPTY_PAGE.html;
    const before = document.documentElement.outerHTML;
    ask = vi.fn();
    startOverlay({
      document,
      finder: { scan: look, read: () => undefined },
      ask,
      nextFrame: (work) => void frames.push(work),
      signal: stop.signal,
    });
    await frame();
    expect(look).toHaveBeenCalledTimes(1);
    expect(ask).not.toHaveBeenCalled();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('come to rows that arrive later, in one go per frame', async () => {
    start();
    const list = document.querySelector('.friends_content');
    const later = ['76561198000000003', '76561198000000004'] as SteamId[];
    for (const steamId of later) {
      list?.insertAdjacentHTML(
        'beforeend',
        `<div class="friend_block_v2" data-steamid="${steamId}"><div class="friend_block_content">x</div></div>`,
      );
    }
    ask.mockClear();
    await frame();
    expect(hosts()).toHaveLength(4);
    expect(ask.mock.calls).toEqual([
      ['watch', later],
      ['visible', later],
    ]);
    await frame();
    expect(frames).toHaveLength(0);
  });

  it('are put back when the page re-renders a row, and never doubled', async () => {
    const overlay = start();
    overlay.receive(HELLO);
    overlay.receive({ type: 'views', views: [view(ANNA, 42)] });
    const content = row(ANNA)?.querySelector('.friend_block_content');
    content?.replaceChildren('new text');
    await frame();
    expect(texts()).toEqual(['42', '··']);
    // The whole row as a copy, our host (without its shadow) copied along.
    const old = row(ANNA);
    const copy = old?.cloneNode(true);
    if (copy) old?.replaceWith(copy);
    await frame();
    await frame();
    expect(texts()).toEqual(['42', '··']);
  });

  it('follow a row that is used again for somebody else', async () => {
    const overlay = start();
    overlay.receive(HELLO);
    overlay.receive({ type: 'views', views: [view(ANNA, 42), view(BORIS, 7)] });
    row(ANNA)?.setAttribute('data-steamid', BORIS);
    await frame();
    expect(texts()).toEqual(['7', '7']);
  });

  it('wait for a row that does not say yet who it is', async () => {
    start();
    const block = document.createElement('div');
    block.className = 'friend_block_v2';
    block.innerHTML = '<div class="friend_block_content">x</div>';
    document.querySelector('.friends_content')?.append(block);
    await frame();
    expect(hosts()).toHaveLength(2);
    block.setAttribute('data-miniprofile', '77');
    await frame();
    expect(hosts()).toHaveLength(3);
  });

  it('are forgotten with their row', async () => {
    const overlay = start();
    const gone = hosts()[0] ?? null;
    row(ANNA)?.remove();
    await frame();
    expect(overlay.mountedAt(gone)).toBeUndefined();
    expect(hosts()).toHaveLength(1);
  });

  it('show the same player everywhere', () => {
    const overlay = start(PAGE_FIXTURES['comments']?.[0]);
    document.body.append(document.createElement('p'));
    overlay.receive(HELLO);
    const extra = overlay.mountAt(ANNA, 'float', (host) => document.body.append(host));
    overlay.receive({ type: 'views', views: [view(ANNA, 33)] });
    expect(texts()).toEqual(['33', '··', '33']);
    overlay.dismiss(extra);
    expect(hosts()).toHaveLength(2);
  });

  it('leave the page as it was when the script ends, and what an earlier script left is cleared', async () => {
    const { html } = PAGE_FIXTURES['friends']?.[0] ?? EMPTY_PAGE;
    document.body.innerHTML = html;
    const untouched = document.body.innerHTML;
    start({ ...(PAGE_FIXTURES['friends']?.[0] ?? EMPTY_PAGE), html: `${html}<${BADGE_TAG}></${BADGE_TAG}>` });
    expect(hosts()).toHaveLength(2);
    stop.abort();
    expect(document.body.innerHTML).toBe(untouched);
    document.body.insertAdjacentHTML('beforeend', html);
    await frame();
    expect(hosts()).toHaveLength(0);
  });
});

describe('long lists', () => {
  it('get badges near the screen first, and only what comes near is asked for', () => {
    let report: (entries: { target: Element; isIntersecting: boolean }[]) => void = () => undefined;
    const observed = new Set<Element>();
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: typeof report) {
          report = callback;
        }
        observe(element: Element) {
          observed.add(element);
        }
        unobserve(element: Element) {
          observed.delete(element);
        }
        disconnect() {
          observed.clear();
        }
      },
    );
    const steamIds = Array.from({ length: 2000 }, (_, index) => `7656119800000${String(index + 1000)}` as SteamId);
    start({
      url: 'https://steamcommunity.com/my/friends/',
      html: steamIds
        .map(
          (steamId) =>
            `<div class="friend_block_v2" data-steamid="${steamId}"><div class="friend_block_content">x</div></div>`,
        )
        .join(''),
      players: steamIds,
    });
    const first = hosts().length;
    expect(first).toBeGreaterThan(20);
    expect(first).toBeLessThan(100);
    expect(observed.size).toBe(2000 - first);
    expect(ask.mock.calls).toEqual([
      ['watch', steamIds.slice(0, first)],
      ['visible', steamIds.slice(0, first)],
    ]);
    ask.mockClear();
    const far = steamIds[1500] as SteamId;
    const target = row(far);
    if (target) report([{ target, isIntersecting: true }]);
    expect(hosts()).toHaveLength(first + 1);
    expect(ask.mock.calls).toEqual([
      ['watch', [far]],
      ['visible', [far]],
    ]);
  });
});

describe('a page that moves without loading', () => {
  it('has badges for whom its elements stand for now, and none where nobody is left', async () => {
    let address = `https://leetify.com/app/profile/${ANNA}`;
    document.body.innerHTML = '<main><h1>Anna</h1></main>';
    ask = vi.fn();
    const heading: PageModule = {
      id: 'heading',
      matches: () => true,
      selector: 'h1',
      read(block) {
        const steamId = /\d{17}$/.exec(address)?.[0];
        return isSteamId(steamId) ? { steamId, place: 'name', beside: block } : undefined;
      },
    };
    const overlay = startOverlay({
      document,
      finder: createFinder([heading], () => address, vi.fn()),
      ask,
      nextFrame: (work) => void frames.push(work),
      signal: stop.signal,
    });
    overlay.receive(HELLO);
    overlay.receive({ type: 'views', views: [view(ANNA, 17), view(BORIS, 50)] });
    expect(texts()).toEqual(['17']);
    address = `https://leetify.com/app/profile/${BORIS}`;
    overlay.moved();
    expect(texts()).toEqual(['50']);
    address = 'https://leetify.com/app/matches';
    overlay.moved();
    expect(hosts()).toEqual([]);
  });
});
