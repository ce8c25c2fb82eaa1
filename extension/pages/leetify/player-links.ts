import { steamIdOfLeetifyPath } from '#extension/pages/leetify/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const LINK = 'a[href*="/profile/"]';
const ROW = 'tr, li, [role="row"], [role="listitem"]';
/** Without a row of the page's own, this many levels up are looked through for one. */
const MOST_LEVELS = 6;

const textOf = (element: Element) => element.textContent?.trim() ?? '';
const whose = (link: Element) => steamIdOfLeetifyPath(link.getAttribute('href'));

/** All links to this player in the row of one: in a row of the page, or as far around as there is nobody else. */
function siblingsOf(link: Element, steamId: SteamId): Element[] {
  const row = link.closest(ROW);
  const mine = (within: Element) => [...within.querySelectorAll(LINK)].filter((other) => whose(other) === steamId);
  if (row) return mine(row);
  let found = [link];
  let up = link.parentElement;
  for (let level = 0; up && level < MOST_LEVELS; level++, up = up.parentElement) {
    if ([...up.querySelectorAll(LINK)].some((other) => (whose(other) ?? steamId) !== steamId)) break;
    found = mine(up);
  }
  return found;
}

/** The largest element around a link that holds nothing but this player's name and picture: the cell, whatever its tag. */
function cellOf(link: Element): Element {
  const text = textOf(link);
  let cell = link;
  for (let up = link.parentElement; up && !up.matches(ROW) && textOf(up) === text; up = up.parentElement) cell = up;
  return cell;
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
    const siblings = siblingsOf(link, steamId);
    if ((siblings.find((other) => textOf(other) !== '') ?? siblings[0]) !== link) return undefined;
    return { steamId, place: 'line', beside: link, within: cellOf(link) };
  },
};
