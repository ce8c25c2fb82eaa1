import type { Person } from '../world/person.ts';
import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import { html, type Markup } from './html.ts';

/** A row of the friends and recently-played-with pages. */
export function friendBlock(person: Person, now: number, note?: string): Markup {
  const name = nameAt(person, now);
  const status =
    note ?? { 'in-game': 'Counter-Strike 2', online: 'Online', offline: 'Last Online 3 days ago' }[person.online];
  return html`<div class="selectable friend_block_v2 persona ${person.online}" id="fr_${person.steamId}" data-steamid="${person.steamId}" data-miniprofile="${person.accountId}" data-search="${name} ; ${person.vanity ?? ''}">
<div class="indicator select_friend"><input class="select_friend_checkbox" type="checkbox" aria-label="Select"></div>
<a class="selectable_overlay" data-container="#fr_${person.steamId}" href="${profileUrl(person)}" aria-label="${name}"></a>
<div class="player_avatar friend_block_link_overlay ${person.online}" data-miniprofile="${person.accountId}"><img src="${avatarUrl(person, 'medium')}" width="48" height="48" alt=""></div>
<div class="friend_block_content">${name}<br><span class="friend_small_text">${person.online === 'in-game' && note === undefined ? html`<span class="friend_game_link">Counter-Strike 2</span>` : ''}</span><span class="friend_last_online_text">${person.online === 'in-game' && note === undefined ? '' : status}</span></div>
</div>
`;
}

/** A short row as in a profile's right column. */
export function friendBlockSmall(person: Person, now: number): Markup {
  return html`<div class="friendBlock persona ${person.online}" data-miniprofile="${person.accountId}">
<a class="friendBlockLinkOverlay" href="${profileUrl(person)}" aria-label="${nameAt(person, now)}"></a>
<div class="playerAvatar ${person.online}"><img src="${avatarUrl(person, 'small')}" width="32" height="32" alt=""></div>
<div class="friendBlockContent">${nameAt(person, now)}<br><span class="friendSmallText">${person.online === 'in-game' ? 'In-Game' : person.online === 'online' ? 'Online' : 'Offline'}</span></div>
</div>
`;
}
