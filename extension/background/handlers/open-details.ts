import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

export async function openDetails(
  { browser }: BackgroundContext,
  { steamId }: Requests['openDetails']['in'],
): Promise<Requests['openDetails']['out']> {
  await browser.tabs.create({ url: browser.runtime.getURL(`app.html#/players/${steamId}`) });
  return {};
}
