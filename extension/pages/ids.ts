import { isSteamId, type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** Attributes that say who an element is about; React pages change them in place, so they are observed. */
export const IDENTITY_ATTRIBUTES = ['data-steamid', 'data-miniprofile', 'href'];

const ORIGIN = String.raw`^(?:(?:https?:)?//steamcommunity\.com)?`;
const PROFILE_PATH = new RegExp(String.raw`${ORIGIN}/profiles/(\d{17})(?=[/?#]|$)`, 'i');
const VANITY_PATH = new RegExp(String.raw`${ORIGIN}/id/([\w-]{2,32})(?=[/?#]|$)`, 'i');

/** The SteamId in a link or path to `/profiles/<id>`, absolute or relative to Steam's community. */
export function steamIdOfHref(href: string | null): SteamId | undefined {
  const id = href ? PROFILE_PATH.exec(href)?.[1] : undefined;
  return isSteamId(id) ? id : undefined;
}

/** The custom URL name in a link to `/id/<name>`. */
export function vanityOfHref(href: string | null): string | undefined {
  return href ? VANITY_PATH.exec(href)?.[1] : undefined;
}

/**
 * Whom an element is about, by its own attributes only. `data-miniprofile` holds an account ID, on newer pages a
 * SteamID64 behind an `s`.
 */
export function steamIdOfElement(element: Element | null): SteamId | undefined {
  if (!element) return undefined;
  const steamId = element.getAttribute('data-steamid');
  if (isSteamId(steamId)) return steamId;
  const mini = element.getAttribute('data-miniprofile');
  if (mini) {
    const long = mini.slice(1);
    const id = mini.startsWith('s') && isSteamId(long) ? long : steamIdFromAccountId(mini);
    if (id) return id;
  }
  return steamIdOfHref(element.getAttribute('href'));
}

/** Whom a block is about: by its own attributes, else by those of the first descendant that names somebody. */
export function steamIdOfBlock(
  block: Element,
  within = '[data-miniprofile], a[href*="/profiles/"]',
): SteamId | undefined {
  return steamIdOfElement(block) ?? steamIdOfElement(block.querySelector(within));
}
