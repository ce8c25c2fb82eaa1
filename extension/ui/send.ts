import { browser } from 'wxt/browser';
import type { RequestName, Requests } from '#extension/messages.ts';

/** Asks the background. Rejects when it is gone (extension updated) or failed; its answers are already validated there. */
export function send<N extends RequestName>(type: N, payload: Requests[N]['in']): Promise<Requests[N]['out']> {
  return browser.runtime.sendMessage({ type, ...payload });
}

/** Whether this frame outlived its extension: nothing can be asked any more until the page is loaded anew. */
export function isOrphaned(): boolean {
  try {
    return browser.runtime.id === undefined;
  } catch {
    return true; // Browsers differ: some throw once the context is invalidated.
  }
}
