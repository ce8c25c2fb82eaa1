import type { Runtime } from 'webextension-polyfill';
import type { Sender } from '#extension/background/context.ts';

/** The pages whose content scripts may speak to the background. */
const CONTENT_ORIGINS: ReadonlySet<string> = new Set(['https://steamcommunity.com', 'https://leetify.com']);

function originOf(url: string | undefined): string | undefined {
  // A moz-extension: address has the opaque origin "null", so the parts are put together here.
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}` : undefined;
}

/** Who sent something: our own pages, our content script on a Steam page, or (`undefined`) somebody without business here. */
export function identify(
  sender: Runtime.MessageSender | undefined,
  extension: { id: string; pageUrl: string },
): Sender | undefined {
  if (!sender || sender.id !== extension.id) return undefined;
  const origin = originOf(sender.url);
  const ids = { tabId: sender.tab?.id, frameId: sender.frameId };
  if (origin !== undefined && origin === originOf(extension.pageUrl)) return { kind: 'page', ...ids };
  return origin !== undefined && CONTENT_ORIGINS.has(origin) ? { kind: 'content', ...ids } : undefined;
}
