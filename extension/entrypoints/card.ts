import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createCard } from '#extension/card/mount.tsx';
import type { CardHandle } from '#extension/messages.ts';
import card from '../card/card.css?inline';
import components from '../ui/components.css?inline';
import tokens from '../ui/tokens.css?inline';

declare global {
  /** The overlay's way to the card; made once per frame, however often the script is loaded. */
  var __cstatsentryCard: CardHandle | undefined;
}

export default defineUnlistedScript(() => {
  globalThis.__cstatsentryCard ??= createCard(document, `${tokens}${components}${card}`);
});
