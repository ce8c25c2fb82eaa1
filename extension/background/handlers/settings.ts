import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

export function getSettings({ settings }: BackgroundContext): Promise<Requests['getSettings']['out']> {
  return settings.get();
}

export function setSettings(
  { settings }: BackgroundContext,
  { settings: change }: Requests['setSettings']['in'],
): Promise<Requests['setSettings']['out']> {
  return settings.set(change);
}
