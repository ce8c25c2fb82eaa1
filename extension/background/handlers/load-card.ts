import type { BackgroundContext, Sender } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

/**
 * Puts the hover card's script into the asking frame. Injected from here rather than offered as a web-accessible resource,
 * which every page could probe for.
 */
export async function loadCard(
  { browser }: BackgroundContext,
  _request: Requests['loadCard']['in'],
  { tabId, frameId = 0 }: Sender,
): Promise<Requests['loadCard']['out']> {
  if (tabId === undefined) throw new Error('only a tab can have the hover card');
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: ['card.js'] });
  return {};
}
