import type { Person } from '../world/person.ts';
import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, type Markup } from './html.ts';

/** Comments a page of a profile's thread shows. */
const PAGE_SIZE = 6;

/** The comments from `start` on, newest first, as the page and the paging answer show them. */
function commentRows(person: Person, world: World, start: number, count: number): Markup[] {
  return world
    .commentsOn(person)
    .slice(start, start + count)
    .map(
      ({ id, author, at, text }) => html`<div class="commentthread_comment responsive_body_text" id="comment_${id}">
<div class="commentthread_comment_avatar playerAvatar ${author.online}"><a href="${profileUrl(author)}" data-miniprofile="${author.accountId}"><img src="${avatarUrl(author, 'small')}" width="32" height="32" alt=""></a></div>
<div class="commentthread_comment_content">
<div class="commentthread_comment_author"><a class="hoverunderline commentthread_author_link" href="${profileUrl(author)}" data-miniprofile="${author.accountId}"><bdi>${nameAt(author, world.now)}</bdi></a>
<span class="commentthread_comment_timestamp" data-timestamp="${Math.floor(at / 1000)}">${new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })}&nbsp;</span></div>
<div class="commentthread_comment_text" id="comment_content_${id}">${text}</div>
</div></div>
`,
    );
}

export function commentThread(person: Person, world: World): Markup {
  const total = world.commentsOn(person).length;
  const id = `commentthread_Profile_${person.steamId}`;
  return html`<div class="commentthread_area" id="${id}_area" data-owner="${person.steamId}" data-pagesize="${PAGE_SIZE}" data-total="${total}">
<div class="commentthread_header"><div class="commentthread_paging" id="${id}_pagecontrols"><a id="${id}_pagebtn_prev" href="#" class="pagebtn pagebtn_prev">&lt;</a> <a id="${id}_pagebtn_next" href="#" class="pagebtn pagebtn_next">&gt;</a></div>
<div class="commentthread_count"><span class="ellipsis commentthread_count_label"><span id="${id}_totalcount">${total}</span> Comments</span></div></div>
<div class="commentthread_comment_container" id="${id}_postcontainer"><div class="commentthread_comments" id="${id}_posts" data-sandbox-part>
${commentRows(person, world, 0, PAGE_SIZE)}
</div></div></div>`;
}

/** The answer to paging a thread. */
export function commentPage(person: Person, world: World, start: number, count: number): object {
  const all = world.commentsOn(person);
  return {
    success: true,
    name: `Profile_${person.steamId}`,
    start,
    pagesize: String(count),
    total_count: all.length,
    upvotes: 0,
    has_upvoted: 0,
    comments_html: html`${commentRows(person, world, start, count)}`.text,
    timelastpost: Math.floor((all[0]?.at ?? 0) / 1000),
  };
}
