import type { PageModule } from '#extension/pages/page.ts';
import { readFriendBlock } from '#extension/pages/steam/friend-block.ts';

/** Friends, pending invitations, blocked, following, of oneself or another: `/friends/…`, `/following/`, `/followers/`. */
export const friends: PageModule = {
  id: 'friends',
  matches: (url) =>
    /^\/(?:(?:profiles|id)\/[^/]+|my)\/(?:friends|following|followers)(?:\/(?!coplay)|$)/.test(url.pathname),
  selector: '.friend_block_v2',
  read: readFriendBlock,
};
