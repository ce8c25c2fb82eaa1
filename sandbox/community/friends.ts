import type { Person } from '../world/person.ts';
import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, type Markup } from './html.ts';
import { friendBlock } from './people-markup.ts';

const ORDER = { 'in-game': 0, online: 1, offline: 2 } as const;

function frame(person: Person, world: World, current: 'friends' | 'coplay', list: Markup): Markup {
  const tab = (key: string, path: string, label: string): Markup =>
    html`<a class="friends_nav_item${key === current ? ' active' : ''}" href="${profileUrl(person)}/${path}">${label}</a>`;
  return html`<div class="friends_page">
<div class="friends_header_bg"><a class="friends_header_avatar" href="${profileUrl(person)}" data-miniprofile="${person.accountId}"><img src="${avatarUrl(person, 'medium')}" width="64" height="64" alt=""></a>
<div class="friends_header_name_ctn"><a class="friends_header_name" href="${profileUrl(person)}">${nameAt(person, world.now)}</a></div></div>
<div class="friends_container"><nav class="friends_nav">${tab('friends', 'friends/', 'Your Friends')}${tab('coplay', 'friends/coplay/', 'Recently Played With')}</nav>
<div class="friends_content" id="friends_right">${list}</div></div></div>`;
}

/** Everybody the person is friends with: in-game, online, offline. */
export function friendsContent(person: Person, world: World): Markup {
  if (person.visibility !== 'public') {
    return frame(person, world, 'friends', html`<div class="profile_private_info">This profile is private.</div>`);
  }
  const friends = world
    .friendsOf(person)
    .map((friend) => friend.person)
    .sort((a, b) => ORDER[a.online] - ORDER[b.online]);
  const section = (state: Person['online'], title: string): Markup | false => {
    const those = friends.filter((friend) => friend.online === state);
    return (
      those.length > 0 &&
      html`<div class="state_block" id="state_${state}">${title}</div>${those.map((friend) => friendBlock(friend, world.now))}`
    );
  };
  return frame(
    person,
    world,
    'friends',
    html`<div class="profile_friends title_bar"><span class="profile_friends title">Friends <span class="friends_count">${friends.length}</span></span>
<div class="searchBarContainer"><input type="text" id="search_text_box" class="friends_search_text_box" placeholder="Search by name or game"></div></div>
<div class="profile_friends search_results" id="search_results_friends" data-sandbox-part>${section('in-game', 'In-Game')}${section('online', 'Online')}${section('offline', 'Offline')}</div>`,
  );
}

/** Whom the person met in games lately, by sitting. */
export function coplayContent(person: Person, world: World): Markup {
  const groups = world.coplayOf(person).map(
    ({ appid, game, at, people }) => html`<div class="coplayGroup">
<div class="gameListRowItem"><div class="gameLogo"><a href="https://steamcommunity.com/app/${appid}"><span class="sandbox_game">${game}</span></a></div><h4>Played ${new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })} @ ${new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })}</h4></div>
<div class="coplayGroupFriends">${people.map((other) => friendBlock(other, world.now))}</div>
</div>
`,
  );
  return frame(
    person,
    world,
    'coplay',
    html`<div class="profile_friends title_bar"><span class="profile_friends title">Recently Played With</span></div>
<div class="profile_friends responsive_friendblocks" id="friends_list" data-sandbox-part>${groups}</div>`,
  );
}
