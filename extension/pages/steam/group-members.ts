import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';

/** Members of a group: `/groups/<name>/members` and `/gid/<id>/members`, 51 to a page. */
export const groupMembers: PageModule = {
  id: 'group-members',
  matches: (url) => /^\/(?:groups|gid)\/[^/]+\/members(?:\/|$)/.test(url.pathname),
  selector: '#memberList .member_block',
  read(block) {
    const steamId = steamIdOfBlock(block);
    const name = block.querySelector('a.linkFriend');
    return steamId && name ? { steamId, place: 'line', beside: name } : undefined;
  },
};
