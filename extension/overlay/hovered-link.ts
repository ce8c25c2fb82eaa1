import { placeBeside } from '#extension/overlay/fit.ts';
import type { Mounted, Overlay } from '#extension/overlay/overlay.ts';
import { PROFILE_LINK, readLink } from '#extension/pages/steam/links.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A link that is only crossed gets no badge. */
const REST_MS = 150;
/** Time to get from the link to its badge. */
const GRACE_MS = 600;

export interface HoveredLinkDeps {
  document: Document;
  overlay: Overlay;
  ask(kind: 'watch' | 'visible', steamIds: SteamId[]): void;
  /** A custom URL's player; null when there is none. Rejects when it could not be resolved now. */
  resolve(vanity: string): Promise<SteamId | null>;
  report(error: unknown): void;
  signal: AbortSignal;
}

/**
 * A badge for any other profile link while the pointer rests on it or it has the focus. It costs nothing before that: no
 * scan, no observer. It stands out of the flow right after the link, so that Tab leads from the link to it.
 */
export function startHoveredLink({ document, overlay, ask, resolve, report, signal }: HoveredLinkDeps): void {
  let link: Element | undefined;
  let shown: Mounted | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    clearTimeout(timer);
    if (shown) overlay.dismiss(shown);
    shown = undefined;
    link = undefined;
  };

  const show = async (target: Element) => {
    const read = readLink(target);
    if (!read) return;
    let steamId: SteamId | null;
    try {
      steamId = 'steamId' in read ? read.steamId : await resolve(read.vanity);
    } catch (error) {
      report(error);
      return;
    }
    if (!steamId || link !== target || !target.isConnected || signal.aborted) return;
    ask('watch', [steamId]);
    ask('visible', [steamId]);
    shown = overlay.mountAt(steamId, 'float', (host) => {
      target.after(host);
    });
    placeBeside([{ host: shown.badge.host, beside: target, block: document.documentElement, place: 'line' }]);
  };

  const enter = (target: EventTarget | null, delay: number) => {
    if (!(target instanceof Element)) return;
    if (shown && overlay.mountedAt(target) === shown) {
      clearTimeout(timer);
      return;
    }
    const candidate = target.closest(PROFILE_LINK);
    if (!candidate) return;
    if (candidate === link) {
      if (shown) clearTimeout(timer);
      return;
    }
    if (overlay.covers(candidate)) return;
    end();
    link = candidate;
    timer = setTimeout(() => void show(candidate), delay);
  };

  const leave = (target: EventTarget | null) => {
    if (!link || !(target instanceof Element)) return;
    const mine = (shown && overlay.mountedAt(target) === shown) || target.closest(PROFILE_LINK) === link;
    if (!mine) return;
    clearTimeout(timer);
    timer = setTimeout(end, shown ? GRACE_MS : 0);
  };

  const options = { capture: true, passive: true, signal };
  document.addEventListener('pointerover', (event) => enter(event.target, REST_MS), options);
  document.addEventListener('pointerout', (event) => leave(event.target), options);
  document.addEventListener('focusin', (event) => enter(event.target, 0), options);
  document.addEventListener('focusout', (event) => leave(event.target), options);
  signal.addEventListener('abort', end, { once: true });
}
