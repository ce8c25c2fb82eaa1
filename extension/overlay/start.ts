import type { Browser } from 'webextension-polyfill';
import {
  type CardHandle,
  PLAYERS_PORT,
  type RequestMessage,
  type RequestName,
  type Requests,
} from '#extension/messages.ts';
import { watchAddress } from '#extension/overlay/address.ts';
import { startBanMarks } from '#extension/overlay/ban-marks.ts';
import { createConnection } from '#extension/overlay/connection.ts';
import { startHoveredLink } from '#extension/overlay/hovered-link.ts';
import { startInteraction } from '#extension/overlay/interaction.ts';
import { type Overlay, startOverlay } from '#extension/overlay/overlay.ts';
import { createFinder } from '#extension/pages/finder.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';

export interface PageDeps {
  document: Document;
  modules: readonly PageModule[];
  browser: Pick<Browser, 'runtime' | 'storage'>;
  signal: AbortSignal;
  /** Ends everything that hangs on `signal`. */
  abort(): void;
}

const report = (what: string) => (error: unknown) => console.warn(`CStatSentry: ${what}`, error);

/** Everything the content script does on one page, wired together. */
export function startOnPage({ document, modules, browser, signal, abort }: PageDeps): void {
  const window = document.defaultView;
  if (!window) throw new Error('a page needs a window');
  const nextFrame = (work: () => void) => void requestAnimationFrame(work);
  // Each request type has one answer type, and only our own background answers.
  const send = <N extends RequestName>(message: Extract<RequestMessage, { type: N }>): Promise<Requests[N]['out']> =>
    browser.runtime.sendMessage(message);

  let overlay: Overlay | undefined;
  const connection = createConnection({
    connect: () => browser.runtime.connect({ name: PLAYERS_PORT }),
    receive: (event) => overlay?.receive(event),
    nextFrame,
    orphaned: abort,
    signal,
  });
  const finder = createFinder(
    modules,
    () => document.location.href,
    (id, error) => report(`the page module "${id}" failed`)(error),
  );
  const started = startOverlay({ document, finder, ask: connection.ask, nextFrame, signal });
  overlay = started;
  watchAddress(window, () => started.moved(), signal);

  let loading: Promise<CardHandle> | undefined;
  const loadCard = () => {
    loading ??= send<'loadCard'>({ type: 'loadCard' }).then(
      (words) => {
        const card = globalThis.__cstatsentryCard;
        if (!card) throw new Error('the hover card did not arrive');
        card.speak(words);
        return card;
      },
      (error: unknown) => {
        // Try anew at the next wish.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  startInteraction(document, started, loadCard, report('the hover card could not be opened'), signal);
  startHoveredLink({
    document,
    overlay: started,
    ask: connection.ask,
    async resolve(vanity) {
      const { steamId, failed } = await send<'resolve'>({ type: 'resolve', vanity });
      if (failed) throw new Error(`"${vanity}" could not be resolved now`);
      return isSteamId(steamId) ? steamId : null;
    },
    report: report('a link could not be looked up'),
    signal,
  });

  startBanMarks({
    document,
    bansSince: (met) => send<'bansSince'>({ type: 'bansSince', met }),
    nextFrame,
    report: report('who was banned since could not be asked'),
    signal,
  });

  // The service worker may sleep when settings change, and a page from the back-forward cache comes without its port.
  const onSettings = (changes: Record<string, unknown>, area: string) => {
    if (area !== 'local' || !('settings' in changes)) return;
    connection.renew();
    // The language may be another one: the card is handed its words anew.
    loading = undefined;
  };
  browser.storage.onChanged.addListener(onSettings);
  signal.addEventListener('abort', () => browser.storage.onChanged.removeListener(onSettings), { once: true });
  window.addEventListener('pageshow', (event) => event.persisted && connection.renew(), { signal });
}
