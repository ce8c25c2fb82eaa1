import type { BackgroundContext, Sender } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

/**
 * Puts the hover card's script into the asking frame and answers with its words. Injected from here rather than offered as a web-accessible resource,
 * which every page could probe for.
 */
export async function loadCard(
  { browser, settings, readWords }: BackgroundContext,
  _request: Requests['loadCard']['in'],
  { tabId, frameId = 0 }: Sender,
): Promise<Requests['loadCard']['out']> {
  if (tabId === undefined) throw new Error('only a tab can have the hover card');
  const words = readWords('card', (await settings.get()).language);
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: ['card.js'] });
  return words;
}
