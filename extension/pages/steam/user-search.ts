import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';

/** `/search/users`: rows arrive by AJAX, page by page. */
export const userSearch: PageModule = {
  id: 'user-search',
  matches: (url) => /^\/search\/users(?:\/|$)/.test(url.pathname),
  selector: '.search_row',
  read(block) {
    const steamId = steamIdOfBlock(block);
    const name = block.querySelector('a.searchPersonaName');
    return steamId && name ? { steamId, place: 'line', beside: name } : undefined;
  },
};
