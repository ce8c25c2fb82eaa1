import { steamIdOfElement, vanityOfHref } from '#extension/pages/ids.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Links to a profile that no page module has given a badge: they get one while the pointer or the focus is on them. */
export const PROFILE_LINK = 'a[href*="/profiles/"], a[href*="/id/"]';

/** Whom a link leads to: known, or by a custom URL that has to be resolved. */
export type LinkTarget = { steamId: SteamId } | { vanity: string };

/**
 * Reads a link to somebody's profile page itself; links to what lies below it (inventory, screenshots …) are about
 * things, not people. The avatar around a link may know the ID that a custom URL does not tell.
 */
export function readLink(link: Element): LinkTarget | undefined {
  const href = link.getAttribute('href');
  if (!href || !/\/(?:profiles|id)\/[^/?#]+\/?(?:[?#]|$)/.test(href)) return undefined;
  // On other sites only a whole address leads to Steam.
  if (/^\/(?!\/)/.test(href) && link.ownerDocument.location.hostname !== 'steamcommunity.com') return undefined;
  const vanity = vanityOfHref(href);
  const steamId = steamIdOfElement(link) ?? (vanity ? steamIdOfElement(link.parentElement) : undefined);
  if (steamId) return { steamId };
  return vanity ? { vanity } : undefined;
}
