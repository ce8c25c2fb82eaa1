import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { FoundPlayer } from '#extension/pages/page.ts';

/** A row of the friends pages: fixed size, a link over all of it, name and state in `.friend_block_content`. */
export function readFriendBlock(block: Element): FoundPlayer | undefined {
  const steamId = steamIdOfBlock(block);
  const parent = block.querySelector('.friend_block_content');
  return steamId && parent ? { steamId, place: 'row', parent } : undefined;
}
