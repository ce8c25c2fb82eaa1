import type { BadgeLabels, BadgeSettings, PlayerView, PortEvent } from '#extension/messages.ts';
import { BADGE_TAG, type Badge, type BadgePlace, createBadgeFactory } from '#extension/overlay/badge.ts';
import { faceOf } from '#extension/overlay/badge-text.ts';
import { type Changes, watchChanges } from '#extension/overlay/changes.ts';
import { type Beside, placeBeside } from '#extension/overlay/fit.ts';
import type { Finder, FoundBlock } from '#extension/pages/finder.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** So many of the first players found count as seen before the browser has said who is: about a screenful. */
const FIRST_SCREEN = 40;
/** A list up to this long gets all its badges in the frame it is found; of a longer one the rest come as they come near. */
const SHORT_LIST = 300;

/** One badge on the page and whose it is. */
export interface Mounted {
  readonly badge: Badge;
  readonly steamId: SteamId;
}

interface Spot {
  found: FoundBlock;
  mounted?: Mounted;
}

export interface Overlay {
  /** The badge whose host `node` is. */
  mountedAt(node: EventTarget | null): Mounted | undefined;
  /** Whether a badge stands in the block around `element`. */
  covers(element: Element): boolean;
  /** Puts a badge for a single player somewhere; the caller takes it away with `dismiss`. */
  mountAt(steamId: SteamId, place: BadgePlace, insert: (host: HTMLElement) => void): Mounted;
  dismiss(mounted: Mounted): void;
  viewOf(steamId: SteamId): PlayerView;
  settings(): BadgeSettings | undefined;
  /** The page has another address: the same elements may stand for other players now. */
  moved(): void;
  /** What came from the background. */
  receive(event: PortEvent): void;
  onView(listener: (view: PlayerView) => void): void;
}

export interface OverlayDeps {
  document: Document;
  finder: Finder;
  /** Asks the background for players; `visible` ones are worth a request. */
  ask(kind: 'watch' | 'visible', steamIds: SteamId[]): void;
  nextFrame(work: () => void): void;
  signal: AbortSignal;
}

/** Finds players, keeps a badge on each, and draws what the background says. Ends with `signal`, leaving the page as it was. */
export function startOverlay({ document, finder, ask, nextFrame, signal }: OverlayDeps): Overlay {
  const createBadge = createBadgeFactory(document);
  const spots = new Map<Element, Spot>();
  const hosts = new Map<EventTarget, Mounted>();
  const views = new Map<SteamId, PlayerView>();
  const badgesOf = new Map<SteamId, Set<Badge>>();
  const listeners: ((view: PlayerView) => void)[] = [];
  let trusted: ReadonlySet<SteamId> = new Set();
  let hello: { settings: BadgeSettings; labels: BadgeLabels } | undefined;

  const near =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver(
          (entries) => {
            const shown = entries.filter((entry) => entry.isIntersecting).map((entry) => spots.get(entry.target));
            see(shown.filter((spot) => spot !== undefined));
          },
          // A screen ahead, so that scrolling meets badges that are there already.
          { rootMargin: '100% 0px' },
        );

  // A text that changes in place, as single-page apps do, leaves its badge where its old end was.
  const texts = new MutationObserver(() => placeSoon());

  // Badges of an earlier run of this script (the extension was updated), or copied along by the page.
  const clearStrays = (root: ParentNode) => {
    for (const host of root.querySelectorAll(BADGE_TAG)) if (!hosts.has(host)) host.remove();
  };

  const drawOne = (steamId: SteamId, badge: Badge) => {
    if (!hello) return;
    badge.draw(
      faceOf(views.get(steamId), hello.settings, hello.labels, trusted.has(steamId)),
      hello.settings.theme === 'light' ? 'light' : 'dark',
    );
  };

  const mountAt: Overlay['mountAt'] = (steamId, place, insert) => {
    const badge = createBadge(place);
    const mounted: Mounted = { badge, steamId };
    hosts.set(badge.host, mounted);
    const siblings = badgesOf.get(steamId);
    if (siblings) siblings.add(badge);
    else badgesOf.set(steamId, new Set([badge]));
    drawOne(steamId, badge);
    insert(badge.host);
    badge.inserted();
    return mounted;
  };

  const dismiss: Overlay['dismiss'] = ({ badge, steamId }) => {
    badge.host.remove();
    hosts.delete(badge.host);
    const siblings = badgesOf.get(steamId);
    siblings?.delete(badge);
    if (siblings?.size === 0) badgesOf.delete(steamId);
  };

  const mount = (wanted: readonly Spot[]) => {
    const beside: Beside[] = [];
    const fresh = new Set<SteamId>();
    for (const spot of wanted) {
      const { found } = spot;
      if (spot.mounted) continue;
      fresh.add(found.steamId);
      spot.mounted = mountAt(found.steamId, found.place, (host) => {
        if (found.place === 'row') found.parent.prepend(host);
        // Not in a line of its own text: a name may hold characters that turn the order of all that follows in the line.
        else (found.place === 'name' ? found.block : found.beside).after(host);
      });
      if (found.place === 'row') continue;
      beside.push({ ...found, host: spot.mounted.badge.host });
      if (found.within) texts.observe(found.beside, { characterData: true, childList: true, subtree: true });
    }
    placeBeside(beside);
    if (fresh.size) ask('watch', [...fresh]);
  };

  /** A person sees these: they are worth a request. */
  const see = (seen: readonly Spot[]) => {
    if (!seen.length) return;
    for (const { found } of seen) near?.unobserve(found.block);
    mount(seen);
    ask('visible', [...new Set(seen.map((spot) => spot.found.steamId))]);
  };

  const drop = (spot: Spot) => {
    near?.unobserve(spot.found.block);
    if (spot.mounted) dismiss(spot.mounted);
    spots.delete(spot.found.block);
  };

  const take = (found: FoundBlock[]) => {
    const fresh: Spot[] = [];
    for (const one of found) {
      const known = spots.get(one.block);
      if (known?.found.steamId === one.steamId && (!known.mounted || known.mounted.badge.host.isConnected)) continue;
      if (known) drop(known);
      const spot: Spot = { found: one };
      spots.set(one.block, spot);
      fresh.push(spot);
    }
    if (!fresh.length) return;
    see(near ? fresh.slice(0, FIRST_SCREEN) : fresh);
    if (fresh.length <= SHORT_LIST) mount(fresh);
    for (const spot of fresh.slice(FIRST_SCREEN)) near?.observe(spot.found.block);
  };

  /** Lets go of what left the page and puts back badges that the page re-rendered away. */
  const sweep = () => {
    const again: FoundBlock[] = [];
    for (const spot of [...spots.values()]) {
      const { block } = spot.found;
      if (!block.isConnected) drop(spot);
      else if (spot.mounted && !spot.mounted.badge.host.isConnected) {
        const found = finder.read(block);
        if (found) again.push(found);
        else drop(spot);
      }
    }
    take(again);
  };

  const onChanges = ({ added, changed, removed }: Changes) => {
    if (removed) sweep();
    const found: FoundBlock[] = [];
    for (const root of added) {
      clearStrays(root);
      found.push(...finder.scan(root));
    }
    for (const element of changed) {
      for (let up: Element | null = element; up; up = up.parentElement) {
        const spot = spots.get(up);
        if (!spot) continue;
        const now = finder.read(up);
        if (now) found.push(now);
        else drop(spot);
        break;
      }
      found.push(...finder.scan(element));
    }
    take(found);
  };

  const moved = () => {
    const found = finder.scan(document.documentElement);
    const blocks = new Set(found.map(({ block }) => block));
    for (const spot of [...spots.values()]) if (!blocks.has(spot.found.block)) drop(spot);
    take(found);
  };

  const placeAgain = () => {
    const beside: Beside[] = [];
    for (const { found, mounted } of spots.values()) {
      if (mounted && found.place !== 'row') beside.push({ ...found, host: mounted.badge.host });
    }
    placeBeside(beside);
  };
  let placing = false;
  const placeSoon = () => {
    if (placing) return;
    placing = true;
    nextFrame(() => {
      placing = false;
      if (!signal.aborted) placeAgain();
    });
  };
  document.defaultView?.addEventListener('resize', placeSoon, { signal, passive: true });

  clearStrays(document);
  take(finder.scan(document.documentElement));
  watchChanges(document.documentElement, nextFrame, onChanges, signal);
  signal.addEventListener(
    'abort',
    () => {
      near?.disconnect();
      texts.disconnect();
      for (const mounted of [...hosts.values()]) dismiss(mounted);
      spots.clear();
    },
    { once: true },
  );

  return {
    mountedAt: (node) => (node ? hosts.get(node) : undefined),
    covers(element) {
      for (let up: Element | null = element; up; up = up.parentElement) if (spots.has(up)) return true;
      return false;
    },
    mountAt,
    dismiss,
    viewOf: (steamId) => views.get(steamId) ?? { steamId, state: 'loading', stale: false },
    settings: () => hello?.settings,
    moved,
    receive(event) {
      if (event.type === 'hello') {
        hello = event;
        for (const { badge, steamId } of hosts.values()) drawOne(steamId, badge);
        return;
      }
      if (event.type === 'trusted') {
        trusted = new Set(event.steamIds);
        for (const { badge, steamId } of hosts.values()) drawOne(steamId, badge);
        return;
      }
      for (const view of event.views) {
        views.set(view.steamId, view);
        for (const badge of badgesOf.get(view.steamId) ?? []) drawOne(view.steamId, badge);
        for (const listener of listeners) listener(view);
      }
    },
    onView: (listener) => void listeners.push(listener),
  };
}
