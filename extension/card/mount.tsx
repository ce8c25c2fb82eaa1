import { render } from 'preact';
import { Card } from '#extension/card/card.tsx';
import { place } from '#extension/card/position.ts';
import type { CardHandle } from '#extension/messages.ts';
import { ensureStyle } from '#extension/overlay/root-style.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { createTranslator, type Translator } from '#extension/words/translator.ts';

/** How long the card stays after the pointer left, ms: enough to cross the gap between badge and card. */
export const GRACE = 300;

type Open = Parameters<CardHandle['open']>[0];

/** The one hover card of a page. `css` is what its shadow root needs; nothing is in the page until it opens. */
export function createCard(document: Document, css: string): CardHandle {
  const window = document.defaultView;
  if (!window) throw new Error('a card needs a window');
  let shown: (Open & { focusRequest: number }) | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let words: Translator | undefined;

  const host = document.createElement('cstatsentry-card');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const stage = document.createElement('div');
  stage.className = 'stage';
  root.append(style, stage);

  const stay = () => clearTimeout(closing);
  const leave = () => {
    clearTimeout(closing);
    // Who works in the card by keyboard is not thrown out by a pointer that happens to move.
    if (!shown || root.activeElement) return;
    closing = setTimeout(close, GRACE);
  };
  stage.addEventListener('pointerenter', stay);
  stage.addEventListener('pointerleave', leave);
  // What is typed here is none of the page's business, and no shortcut of it.
  for (const type of ['keydown', 'keypress', 'keyup', 'input', 'paste'] as const) {
    stage.addEventListener(type, (event) => event.stopPropagation());
  }

  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !shown) return;
    // A form in the card closes first.
    if (root.activeElement?.closest('form')) return;
    event.stopPropagation();
    event.preventDefault();
    close();
  };
  const onPointerDown = (event: PointerEvent) => {
    const path = event.composedPath();
    if (shown && !path.includes(host) && !path.includes(shown.anchor)) close();
  };
  const schedule = (event?: unknown) => {
    const own = event instanceof Event && event.type === 'scroll' && event.composedPath().includes(host);
    if (!own && !frame) frame = window.requestAnimationFrame(position);
  };
  const resized = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => schedule());

  function position(): void {
    frame = 0;
    if (!shown) return;
    if (!shown.anchor.isConnected) {
      close();
      return;
    }
    const { width, height: clipped } = stage.getBoundingClientRect();
    // The height it would have without the limit of the last place; lifting the limit to measure would lose the scroll position.
    const body = stage.querySelector('.card-body');
    const height = clipped + (body ? body.scrollHeight - body.clientHeight : 0);
    const viewport = { width: document.documentElement.clientWidth, height: window?.innerHeight ?? 0 };
    const { left, top, maxHeight } = place(shown.anchor.getBoundingClientRect(), { width, height }, viewport);
    stage.style.setProperty('--max-height', `${maxHeight}px`);
    stage.style.left = `${left}px`;
    stage.style.top = `${top}px`;
  }

  function draw(): void {
    if (!shown || !words) return;
    const { steamId, view, settings, focusRequest } = shown;
    // Steam's and Leetify's pages are dark whatever the system prefers, so `auto` is dark here.
    stage.dataset['theme'] = settings.theme === 'light' ? 'light' : 'dark';
    stage.lang = words.locale;
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <Card
          key={steamId}
          steamId={steamId}
          view={view}
          kind={settings.headline}
          focusRequest={focusRequest}
          onClose={close}
        />
      </UiProvider>,
      stage,
    );
  }

  function close(): void {
    if (!shown) return;
    clearTimeout(closing);
    const { anchor } = shown;
    const hadFocus = root.activeElement !== null;
    shown = undefined;
    document.removeEventListener('keydown', onKey, true);
    document.removeEventListener('pointerdown', onPointerDown, true);
    window?.removeEventListener('scroll', schedule, true);
    window?.removeEventListener('resize', schedule);
    resized?.disconnect();
    render(null, stage);
    host.remove();
    if (hadFocus && anchor.isConnected) focusWithin(anchor);
  }

  return {
    speak(spoken) {
      words = createTranslator(spoken);
      draw();
    },
    open(options) {
      clearTimeout(closing);
      const focusRequest = options.via === 'keyboard' ? (shown?.focusRequest ?? 0) + 1 : 0;
      if (!shown) {
        // After body, not in it: a page's `:last-child` and flex rows never meet it.
        document.documentElement.append(host);
        ensureStyle(root);
        document.addEventListener('keydown', onKey, true);
        document.addEventListener('pointerdown', onPointerDown, true);
        window.addEventListener('scroll', schedule, { capture: true, passive: true });
        window.addEventListener('resize', schedule);
        resized?.observe(stage);
      }
      shown = { ...options, focusRequest };
      draw();
      position();
    },
    update(view) {
      if (shown?.steamId !== view.steamId) return;
      shown = { ...shown, view };
      draw();
    },
    leave,
    close,
  };
}

/** The anchor may be a host whose button is in its shadow root. */
function focusWithin(anchor: HTMLElement): void {
  const inner = anchor.shadowRoot?.querySelector<HTMLElement>('button, a[href]');
  (inner ?? anchor).focus({ preventScroll: true });
}
