import type { CardHandle } from '#extension/messages.ts';
import type { Mounted, Overlay } from '#extension/overlay/overlay.ts';

/** How long the pointer rests on a badge before the card opens: less, and it opens in passing. */
const HOVER_MS = 150;

/**
 * Pointer, click and keyboard on any badge, by listeners on the document: one set for thousands of badges. Events from
 * inside a badge arrive here as from its host. A click is kept from Steam, whose rows would take it as their own.
 */
export function startInteraction(
  document: Document,
  overlay: Overlay,
  loadCard: () => Promise<CardHandle>,
  report: (error: unknown) => void,
  signal: AbortSignal,
): void {
  let card: CardHandle | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over: Mounted | undefined;
  /** The latest wish: a card that finishes loading after the pointer went elsewhere stays shut. */
  let wanted: Mounted | undefined;

  const open = async (mounted: Mounted, via: 'pointer' | 'keyboard') => {
    wanted = mounted;
    try {
      card = await loadCard();
    } catch (error) {
      report(error);
      return;
    }
    const settings = overlay.settings();
    if (signal.aborted || wanted !== mounted || !settings || !mounted.badge.host.isConnected) return;
    const { steamId, badge } = mounted;
    card.open({ steamId, anchor: badge.button, via, view: overlay.viewOf(steamId), settings });
  };

  const listen = <K extends keyof DocumentEventMap>(type: K, handler: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(type, handler, { capture: true, signal });

  listen('pointerover', (event) => {
    const mounted = overlay.mountedAt(event.target);
    if (!mounted || mounted === over || event.pointerType === 'touch') return;
    over = mounted;
    clearTimeout(timer);
    timer = setTimeout(() => void open(mounted, 'pointer'), HOVER_MS);
  });
  listen('pointerout', (event) => {
    if (!over || overlay.mountedAt(event.target) !== over) return;
    clearTimeout(timer);
    if (wanted === over) {
      wanted = undefined;
      card?.leave();
    }
    over = undefined;
  });
  listen('click', (event) => {
    const mounted = overlay.mountedAt(event.target);
    if (!mounted) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(timer);
    // A click without a pointer is Enter or Space on the button.
    void open(mounted, event.detail === 0 ? 'keyboard' : 'pointer');
  });
  listen('keydown', (event) => {
    if (event.key === 'Escape' && overlay.mountedAt(event.target)) card?.close();
  });

  overlay.onView((view) => card?.update(view));
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      card?.close();
    },
    { once: true },
  );
}
