// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BadgeSettings, CardHandle, PlayerView } from '#extension/messages.ts';
import { createBadgeFactory } from '#extension/overlay/badge.ts';
import { startHoveredLink } from '#extension/overlay/hovered-link.ts';
import { startInteraction } from '#extension/overlay/interaction.ts';
import type { Mounted, Overlay } from '#extension/overlay/overlay.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const SETTINGS: BadgeSettings = { headline: 'calibrated', quietBelow: 0, theme: 'auto', language: 'en' };
const loading = (steamId: SteamId): PlayerView => ({ steamId, state: 'loading', stale: false });

let stop: AbortController;
let mounted: Map<EventTarget, Mounted>;
let overlay: Overlay;
let tellView: (view: PlayerView) => void;
let card: { [K in keyof CardHandle]: ReturnType<typeof vi.fn<CardHandle[K]>> };

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom has no layout.
  vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([] as unknown as DOMRectList);
  stop = new AbortController();
  mounted = new Map();
  card = { speak: vi.fn(), open: vi.fn(), update: vi.fn(), leave: vi.fn(), close: vi.fn() };
  const create = createBadgeFactory(document);
  overlay = {
    mountedAt: (node) => (node ? mounted.get(node) : undefined),
    covers: (element) => element.closest('.covered') !== null,
    mountAt(steamId, place, insert) {
      const one = { steamId, badge: create(place) };
      mounted.set(one.badge.host, one);
      insert(one.badge.host);
      return one;
    },
    dismiss(one) {
      mounted.delete(one.badge.host);
      one.badge.host.remove();
    },
    viewOf: loading,
    settings: () => SETTINGS,
    moved: () => undefined,
    receive: () => undefined,
    onView: (listener) => {
      tellView = listener;
    },
  };
});
afterEach(() => {
  stop.abort();
  document.body.innerHTML = '';
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pointer = (target: Element | undefined, type: string, pointerType = 'mouse') => {
  const event = new Event(type, { bubbles: true, composed: true });
  target?.dispatchEvent(Object.assign(event, { pointerType }));
};

describe('a badge under pointer and keyboard', () => {
  let badge: Mounted;
  let load: ReturnType<typeof vi.fn<() => Promise<CardHandle>>>;
  const report = vi.fn();
  beforeEach(() => {
    load = vi.fn(async () => card);
    startInteraction(document, overlay, load, report, stop.signal);
    badge = overlay.mountAt(ANNA, 'line', (host) => document.body.append(host));
  });

  it('opens the card when the pointer rests on it, not in passing', async () => {
    pointer(badge.badge.button, 'pointerover');
    await vi.advanceTimersByTimeAsync(149);
    pointer(badge.badge.button, 'pointerout');
    await vi.advanceTimersByTimeAsync(1000);
    expect(load).not.toHaveBeenCalled();
    pointer(badge.badge.button, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    expect(card.open).toHaveBeenCalledExactlyOnceWith({
      steamId: ANNA,
      anchor: badge.badge.button,
      via: 'pointer',
      view: loading(ANNA),
      settings: SETTINGS,
    });
    pointer(badge.badge.button, 'pointerout');
    expect(card.leave).toHaveBeenCalledOnce();
  });

  it('keeps the card shut that loads after the pointer went away', async () => {
    let arrive: (handle: CardHandle) => void = () => undefined;
    load.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    pointer(badge.badge.button, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    pointer(badge.badge.button, 'pointerout');
    arrive(card);
    await vi.advanceTimersByTimeAsync(0);
    expect(card.open).not.toHaveBeenCalled();
  });

  it('opens by Enter and Space, with the focus going in, and hides the click from the page', async () => {
    const page = vi.fn();
    document.body.addEventListener('click', page);
    // What a browser makes of Enter on a button: a click without a pointer.
    badge.badge.button.click();
    await vi.advanceTimersByTimeAsync(0);
    expect(card.open).toHaveBeenCalledWith(expect.objectContaining({ via: 'keyboard' }));
    expect(page).not.toHaveBeenCalled();
  });

  it('closes by Escape, and passes new views on', async () => {
    badge.badge.button.click();
    await vi.advanceTimersByTimeAsync(0);
    tellView(loading(ANNA));
    expect(card.update).toHaveBeenCalledWith(loading(ANNA));
    badge.badge.button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    expect(card.close).toHaveBeenCalledOnce();
  });

  it('says when the card cannot be loaded, and tries anew', async () => {
    load.mockRejectedValueOnce(new Error('no')).mockResolvedValue(card);
    badge.badge.button.click();
    await vi.advanceTimersByTimeAsync(0);
    expect(report).toHaveBeenCalledOnce();
    badge.badge.button.click();
    await vi.advanceTimersByTimeAsync(0);
    expect(card.open).toHaveBeenCalledOnce();
  });

  it('is deaf once the script has ended', async () => {
    stop.abort();
    badge.badge.button.click();
    await vi.advanceTimersByTimeAsync(1000);
    expect(load).not.toHaveBeenCalled();
  });
});

describe('any other profile link', () => {
  const ask = vi.fn();
  const report = vi.fn();
  let resolve: ReturnType<typeof vi.fn<(vanity: string) => Promise<SteamId | null>>>;
  const link = (html: string) => {
    document.body.innerHTML = html;
    return document.querySelector('a') ?? undefined;
  };
  beforeEach(() => {
    ask.mockClear();
    report.mockClear();
    resolve = vi.fn(async () => BORIS);
    startHoveredLink({ document, overlay, ask, resolve, report, signal: stop.signal });
  });
  const badges = () => [...mounted.values()].map(({ steamId }) => steamId);

  it('has a badge while the pointer rests on it', async () => {
    const target = link(`<p><a href="https://steamcommunity.com/profiles/${ANNA}">x</a> and more</p>`);
    pointer(target, 'pointerover');
    await vi.advanceTimersByTimeAsync(149);
    expect(badges()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(badges()).toEqual([ANNA]);
    expect(target?.nextElementSibling?.localName).toBe('cstatsentry-badge');
    expect(ask.mock.calls).toEqual([
      ['watch', [ANNA]],
      ['visible', [ANNA]],
    ]);
    pointer(target, 'pointerout');
    await vi.advanceTimersByTimeAsync(300);
    pointer(target?.nextElementSibling ?? undefined, 'pointerover');
    await vi.advanceTimersByTimeAsync(5000);
    expect(badges()).toEqual([ANNA]);
    pointer(target?.nextElementSibling ?? undefined, 'pointerout');
    await vi.advanceTimersByTimeAsync(600);
    expect(badges()).toEqual([]);
  });

  it('has one while it has the focus', async () => {
    const target = link('<a href="https://steamcommunity.com/id/boris/">x</a>');
    target?.focus();
    await vi.advanceTimersByTimeAsync(0);
    expect(resolve).toHaveBeenCalledExactlyOnceWith('boris');
    expect(badges()).toEqual([BORIS]);
    target?.blur();
    await vi.advanceTimersByTimeAsync(600);
    expect(badges()).toEqual([]);
  });

  it('has none when it is nobody, cannot be resolved, or was left meanwhile', async () => {
    const target = link('<a href="https://steamcommunity.com/id/boris/">x</a>');
    resolve.mockResolvedValueOnce(null);
    pointer(target, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    expect(badges()).toEqual([]);
    pointer(target, 'pointerout');
    await vi.advanceTimersByTimeAsync(0);
    resolve.mockRejectedValueOnce(new Error('no'));
    pointer(target, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    expect(report).toHaveBeenCalledOnce();
    pointer(target, 'pointerout');
    await vi.advanceTimersByTimeAsync(0);
    let arrive: (steamId: SteamId) => void = () => undefined;
    resolve.mockReturnValueOnce(new Promise((done) => (arrive = done)));
    pointer(target, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    pointer(target, 'pointerout');
    await vi.advanceTimersByTimeAsync(0);
    arrive(BORIS);
    await vi.advanceTimersByTimeAsync(0);
    expect(badges()).toEqual([]);
  });

  it('has none where a badge stands already', async () => {
    const target = link(`<div class="covered"><a href="/profiles/${ANNA}">x</a></div>`);
    pointer(target, 'pointerover');
    await vi.advanceTimersByTimeAsync(150);
    expect(badges()).toEqual([]);
  });
});
