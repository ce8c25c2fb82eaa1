import { steamIdOfBlock } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';

/** Comments wherever there are any: profiles, groups, guides, workshop, screenshots. Further pages of a thread arrive by AJAX. */
export const comments: PageModule = {
  id: 'comments',
  matches: () => true,
  selector: '.commentthread_comment',
  read(block) {
    const author = block.querySelector('.commentthread_author_link');
    if (!author) return undefined;
    const steamId = steamIdOfBlock(author) ?? steamIdOfBlock(block, '.commentthread_comment_avatar [data-miniprofile]');
    // Behind the time of the comment, where the line is free, rather than between the name and the time.
    const time = block.querySelector('.commentthread_comment_author .commentthread_comment_timestamp');
    return steamId && { steamId, place: 'line', beside: time ?? author };
  },
};
