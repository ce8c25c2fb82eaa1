import { steamIdOfLeetifyPath } from '#extension/pages/leetify/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const LINK = 'a[href*="/profile/"]';
const ROW = 'tr, li, [role="row"], [role="listitem"]';
/** Without a row of the page's own, this many levels up are looked through for one. */
const MOST_LEVELS = 6;

const textOf = (element: Element) => element.textContent?.trim() ?? '';
const whose = (link: Element) => steamIdOfLeetifyPath(link.getAttribute('href'));

/** The row around a link: one of the page's own, or as far around as there is no link to somebody else. */
function rowOf(link: Element, steamId: SteamId): Element {
  const own = link.closest(ROW);
  if (own) return own;
  let row = link;
  let up = link.parentElement;
  for (let level = 0; up && level < MOST_LEVELS; level++, up = up.parentElement) {
    if ([...up.querySelectorAll(LINK)].some((other) => (whose(other) ?? steamId) !== steamId)) break;
    row = up;
  }
  return row;
}

/**
 * Every link to a player's page: scoreboards of matches, teammates, rankings. By links alone, since the markup of the site
 * is its own affair. Of several links to one player in a row (picture and name) the first with a text gets the badge.
 */
export const playerLinks: PageModule = {
  id: 'player-links',
  matches: () => true,
  selector: LINK,
  read(link) {
    const steamId = whose(link);
    // The site's own menu leads to one's own profile on every page.
    if (!steamId || link.closest('nav, [role="navigation"]')) return undefined;
    const row = rowOf(link, steamId);
    const same = [...row.querySelectorAll(LINK)].filter((other) => whose(other) === steamId);
    if (row !== link && (same.find((other) => textOf(other) !== '') ?? same[0]) !== link) return undefined;
    return { steamId, place: 'line', beside: link, within: row };
  },
};
