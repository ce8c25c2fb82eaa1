import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, type Markup } from './html.ts';
import { STATE_WORDS } from './people-markup.ts';

/** Members a page of the list shows; Steam's own number. */
const MEMBERS_PER_PAGE = 51;

const RANKS = ['Group Owner', 'Group Officer'] as const;

function header(group: World['groups'][number], tab: 'overview' | 'members'): Markup {
  const base = `https://steamcommunity.com/groups/${group.url}`;
  return html`<div class="grouppage_header_content"><div class="grouppage_resp_title ellipsis">${group.name}</div><div class="grouppage_header_abbrev">${group.members.length} members</div></div>
<div class="group_tabs"><a class="grouppage_tab${tab === 'overview' ? ' active' : ''}" href="${base}">OVERVIEW</a> <a class="grouppage_tab${tab === 'members' ? ' active' : ''}" href="${base}/members">MEMBERS</a></div>`;
}

function memberBlocks(world: World, group: World['groups'][number], from: number, to: number): Markup[] {
  return group.members.slice(from, to).map((person, i) => {
    const rank = RANKS[from + i];
    return html`<div class="member_block ${person.online}" id="member_${person.accountId}">
<div class="member_block_rank">${rank !== undefined && html`<div class="rank_icon" title="${rank}">★</div>`}</div>
<div class="member_block_content ${person.online}"><div class="playerAvatar ${person.online}" data-miniprofile="${person.accountId}"><a href="${profileUrl(person)}"><img src="${avatarUrl(person, 'small')}" width="32" height="32" alt="" data-miniprofile="${person.accountId}"></a></div>
<div><a class="linkFriend" href="${profileUrl(person)}">${nameAt(person, world.now)}</a><br><span class="friendSmallText">${STATE_WORDS[person.online]}</span></div></div>
</div>
`;
  });
}

/** /groups/<url>/members?p=N. */
export function groupMembersContent(world: World, url: string, page: number): Markup | undefined {
  const group = world.groups.find((other) => other.url === url);
  if (!group) return undefined;
  const from = (page - 1) * MEMBERS_PER_PAGE;
  const to = Math.min(from + MEMBERS_PER_PAGE, group.members.length);
  const pages = Array.from({ length: Math.ceil(group.members.length / MEMBERS_PER_PAGE) }, (_, i) => i + 1);
  const links = html`<div class="pageLinks">${pages.map((p) => (p === page ? html`<span class="pagelink_current">${p}</span> ` : html`<a class="pagelink" href="?p=${p}">${p}</a> `))}</div>`;
  return html`<div class="grouppage_frame">${header(group, 'members')}
<div class="group_paging"><p>${group.members.length === 0 ? 'No members' : `${Math.min(from + 1, to)} - ${to} of ${group.members.length} Members`}</p>${links}</div>
<div id="memberList" data-sandbox-part>${memberBlocks(world, group, from, to)}</div>
</div>`;
}

export function groupOverviewContent(world: World, url: string): Markup | undefined {
  const group = world.groups.find((other) => other.url === url);
  if (!group) return undefined;
  return html`<div class="grouppage_frame">${header(group, 'overview')}<div class="group_summary">${group.summary}</div>
<div class="group_content_section"><div class="membergrid">${memberBlocks(world, group, 0, 12)}</div></div></div>`;
}
