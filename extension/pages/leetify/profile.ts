import { steamIdOfLeetifyPath } from '#extension/pages/leetify/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';

const HEADING = 'h1, [role="heading"][aria-level="1"]';

/**
 * `/app/profile/<id>` and `/public/profile/<id>`: one badge beside the page's heading. The ID is that of the address, so
 * the badge is about the player of the page whatever the heading says.
 */
export const profile: PageModule = {
  id: 'profile',
  matches: (url) => /\/profile\/\d{17}(?:\/|$)/.test(url.pathname),
  selector: HEADING,
  read(block) {
    const document = block.ownerDocument;
    if (document.querySelector(HEADING) !== block || !block.textContent?.trim()) return undefined;
    const [path = ''] = /^.*\/profile\/\d{17}/.exec(document.location.pathname) ?? [];
    const steamId = steamIdOfLeetifyPath(path);
    return steamId && { steamId, place: 'name', beside: block, within: block.parentElement ?? block };
  },
};
