import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/**
 * A player's own page, `/app/profile/<SteamID64>` or below `/public/`; what lies under it (matches, clips) is about
 * things, not people.
 */
const PROFILE = /^(?:(?:https?:)?\/\/(?:www\.)?leetify\.com)?\/(?:(?:app|public)\/)?profile\/(\d{17})\/?(?:[?#]|$)/i;

/** The player a link or path of Leetify leads to. */
export function steamIdOfLeetifyPath(href: string | null): SteamId | undefined {
  const id = href ? PROFILE.exec(href)?.[1] : undefined;
  return isSteamId(id) ? id : undefined;
}
