import type { Runtime } from 'webextension-polyfill';
import type { BackgroundContext } from '#extension/background/context.ts';
import { badgeLabels } from '#extension/background/own-words.ts';
import { portRequestSchema } from '#extension/background/schemas.ts';
import { identify } from '#extension/background/senders.ts';
import { PLAYERS_PORT, type PortEvent } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Streams players' scores to every page and popup that opens a port. */
export function createPorts(context: BackgroundContext) {
  const { browser, lookup, settings, notes, ownWords, report } = context;
  const open = new Map<Runtime.Port, (event: PortEvent) => void>();
  const watched = new Map<Runtime.Port, Set<SteamId>>();

  /** Tells content scripts whom of those they watch the person trusts: no one else's names leave the background. */
  const tellTrusted = async (ports: Iterable<Runtime.Port>, changed = false) => {
    const trusted = await notes.trusted();
    for (const port of ports) {
      const steamIds = [...(watched.get(port) ?? [])].filter((steamId) => trusted.has(steamId));
      if (steamIds.length > 0 || changed) open.get(port)?.({ type: 'trusted', steamIds });
    }
  };
  const notTold = (error: unknown) => report('who is trusted could not be read', error);
  notes.onChange(() => void tellTrusted(watched.keys(), true).catch(notTold));

  const hello = async ({ headline, quietBelow, theme, language }: Settings): Promise<PortEvent> => ({
    type: 'hello',
    settings: { headline, quietBelow, theme, language },
    labels: badgeLabels((await ownWords(language)).messages),
  });
  const notGreeted = (error: unknown) => report('a page got neither settings nor words', error);

  settings.onChange((now) => {
    hello(now).then((event) => {
      for (const post of open.values()) post(event);
    }, notGreeted);
  });

  return {
    accept(port: Runtime.Port): void {
      const sender = identify(port.sender, { id: browser.runtime.id, pageUrl: browser.runtime.getURL('') });
      if (!sender || port.name !== PLAYERS_PORT) {
        port.disconnect();
        return;
      }
      // What is known at once would overtake the words: nothing is said before the greeting.
      let waiting: PortEvent[] | undefined = [];
      const post = (event: PortEvent) => {
        // A page may be gone before its port says so.
        if (!open.has(port)) return;
        if (waiting && event.type !== 'hello') waiting.push(event);
        else port.postMessage(event);
      };
      const greeted = () => {
        const held = waiting ?? [];
        waiting = undefined;
        for (const event of held) post(event);
      };
      open.set(port, post);
      const subscription = lookup.subscribe((views) => post({ type: 'views', views }));
      port.onMessage.addListener((message: unknown) => {
        const read = portRequestSchema.safeParse(message);
        if (!read.success) return report('a malformed port message was dropped', read.error);
        const { type, steamIds } = read.data;
        if (type === 'watch') subscription.watch(steamIds);
        if (type === 'watch' && sender.kind === 'content') {
          watched.set(port, new Set([...(watched.get(port) ?? []), ...steamIds]));
          tellTrusted([port]).catch(notTold);
        }
        // In our own pages whatever is asked for is looked at.
        if (type === 'visible' || sender.kind === 'page') subscription.visible(steamIds);
      });
      port.onDisconnect.addListener(() => {
        open.delete(port);
        watched.delete(port);
        subscription.close();
      });
      settings.get().then(hello).then(post).catch(notGreeted).then(greeted);
    },
  };
}
