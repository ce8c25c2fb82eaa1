import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { readFriendBlock } from '#extension/pages/steam/friend-block.ts';

/** Recently played with: today's rows are those of the friends pages, older pages have `.friendBlock` in groups by match. */
export const coplay: PageModule = {
  id: 'coplay',
  matches: (url) => /^\/(?:(?:profiles|id)\/[^/]+|my)\/(?:friends\/)?coplay(?:\/|$)/.test(url.pathname),
  selector: '.friend_block_v2, .coplayGroup .friendBlock',
  read(block) {
    if (block.classList.contains('friend_block_v2')) return readFriendBlock(block);
    const steamId = steamIdOfBlock(block);
    const parent = block.querySelector('.friendBlockContent') ?? block;
    return steamId && { steamId, place: 'row', parent };
  },
};
