import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';

/** One's own match history: ten rows a match, further matches arrive by AJAX. */
export const gcpd: PageModule = {
  id: 'gcpd',
  matches: (url) => /^\/(?:(?:profiles|id)\/[^/]+|my)\/gcpd\/730(?:\/|$)/.test(url.pathname),
  selector: '.csgo_scoreboard_inner_right td.inner_name',
  read(block) {
    const steamId = steamIdOfBlock(block);
    const name = block.querySelector('a.linkTitle');
    return steamId && name ? { steamId, place: 'line', beside: name } : undefined;
  },
};
