import type { Person } from '../world/person.ts';
import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import { html, type Markup } from './html.ts';

function lastOnline(person: Person, now: number): string {
  const hours = Math.max(1, Math.floor((now - person.lastSeenAt) / 3_600_000));
  return hours < 48
    ? `Last Online ${hours} hrs ago`
    : `Last Online ${Math.floor(hours / 24).toLocaleString('en')} days ago`;
}

/** The second line of a friend's row: game, or where they are. */
function status(person: Person, now: number): Markup {
  if (person.online === 'in-game') {
    return html`<span class="friend_small_text"><span class="friend_game_link">Counter-Strike 2</span></span>`;
  }
  const text = person.online === 'online' ? 'Online' : lastOnline(person, now);
  return html`<span class="friend_small_text"></span><span class="friend_last_online_text">${text}</span>`;
}

/** A row of the friends and recently-played-with pages. */
export function friendBlock(person: Person, now: number): Markup {
  const name = nameAt(person, now);
  return html`<div class="selectable friend_block_v2 persona ${person.online}" id="fr_${person.steamId}" data-steamid="${person.steamId}" data-miniprofile="${person.accountId}" data-search="${name} ; ${person.vanity ?? ''}">
<div class="indicator select_friend"><input class="select_friend_checkbox" type="checkbox" aria-label="Select"></div>
<a class="selectable_overlay" data-container="#fr_${person.steamId}" href="${profileUrl(person)}" aria-label="${name}"></a>
<div class="player_avatar friend_block_link_overlay ${person.online}" data-miniprofile="${person.accountId}"><img src="${avatarUrl(person, 'medium')}" width="48" height="48" alt=""></div>
<div class="friend_block_content">${name}<br>${status(person, now)}</div>
</div>
`;
}

/** How the short rows name a state. */
export const STATE_WORDS = { 'in-game': 'In-Game', online: 'Online', offline: 'Offline' } as const;

/** A short row as in a profile's right column. */
export function friendBlockSmall(person: Person, now: number): Markup {
  return html`<div class="friendBlock persona ${person.online}" data-miniprofile="${person.accountId}">
<a class="friendBlockLinkOverlay" href="${profileUrl(person)}" aria-label="${nameAt(person, now)}"></a>
<div class="playerAvatar ${person.online}"><img src="${avatarUrl(person, 'small')}" width="32" height="32" alt=""></div>
<div class="friendBlockContent">${nameAt(person, now)}<br><span class="friendSmallText">${STATE_WORDS[person.online]}</span></div>
</div>
`;
}
