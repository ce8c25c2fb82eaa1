import { accountIdOf, type SteamId } from '#shared/steam/steam-id.ts';

/** Small pages with the structure of Steam's, one per kind, for tests. */
export interface PageFixture {
  url: string;
  html: string;
  /** Whom the page's module must find, in order. */
  players: SteamId[];
}

/** Two made-up players and the viewer, who must never be taken for one of them. */
export const ANNA = '76561198000000001' as SteamId;
export const BORIS = '76561198000000002' as SteamId;
const VIEWER = '76561198999999999' as SteamId;

const mini = (steamId: SteamId) => `data-miniprofile="${accountIdOf(steamId)}"`;

const HEADER = `<script>g_steamID = "${VIEWER}";</script>
<div id="global_header"><a class="user_avatar" href="https://steamcommunity.com/id/viewer/" ${mini(VIEWER)}><img></a></div>`;

const friendRow = (steamId: SteamId, name: string) => `
<div class="selectable friend_block_v2 persona offline" data-steamid="${steamId}" ${mini(steamId)} id="fr_${accountIdOf(steamId)}">
  <div class="indicator select_friend"><input class="select_friend_checkbox" type="checkbox"></div>
  <a class="selectable_overlay" data-container="#fr_${accountIdOf(steamId)}" href="https://steamcommunity.com/profiles/${steamId}"></a>
  <div class="player_avatar friend_block_link_overlay offline" ${mini(steamId)}><img></div>
  <div class="friend_block_content">${name}<br><span class="friend_small_text"></span>
    <span class="friend_last_online_text">Last online 2 days ago</span></div>
</div>`;

const comment = (steamId: SteamId, href: string) => `
<div class="commentthread_comment responsive_body_text" id="comment_1">
  <div class="commentthread_comment_avatar playerAvatar online"><a href="${href}" ${mini(steamId)}><img></a></div>
  <div class="commentthread_comment_content"><div class="commentthread_comment_author">
    <a class="hoverunderline commentthread_author_link" href="${href}" ${mini(steamId)}><bdi>Name</bdi></a>
    <span class="commentthread_comment_timestamp">3 hours ago</span></div>
    <div class="commentthread_comment_text">hello https://steamcommunity.com/profiles/${VIEWER}</div></div>
</div>`;

const scoreboardRow = (steamId: SteamId, href: string) => `
<tr><td class="inner_name"><div class="playerAvatar online"><a href="${href}"><img src="a.jpg" alt="" ${mini(steamId)}></a></div>
<div class="playerNickname ellipsis"><a class="linkTitle" href="${href}" ${mini(steamId)}>Name</a></div></td><td>31</td></tr>`;

const profileHeader = (bodyClass: string) => `${HEADER}
<script>g_rgProfileData = {"url":"https:\\/\\/steamcommunity.com\\/id\\/anna\\/","steamid":"${ANNA}","personaname":"Anna"};</script>
<div class="no_header profile_page ${bodyClass}"><div class="profile_header_bg"><div class="profile_header"><div class="profile_header_content">
  <div class="profile_header_centered_persona"><div class="persona_name" style="font-size: 24px;">
    <span class="actual_persona_name">Anna</span>
    <span class="namehistory_link"><img id="getnamehistory_arrow"></span></div></div>
  <div class="profile_header_summary"><div class="persona_name persona_name_spacer"><span class="actual_persona_name">&nbsp;</span></div></div>
</div></div></div></div>`;

const ROOT = 'https://steamcommunity.com';

/** By the ID of the page module that must find the players. */
export const PAGE_FIXTURES: Record<string, PageFixture[]> = {
  profile: [
    { url: `${ROOT}/id/anna/`, html: profileHeader(''), players: [ANNA] },
    { url: `${ROOT}/profiles/${ANNA}`, html: profileHeader('private_profile'), players: [ANNA] },
    {
      url: `${ROOT}/id/anna`,
      html: profileHeader('').replace(
        '<div class="profile_header_summary">',
        `<div class="playerAvatar profile_header_size" ${mini(ANNA)}></div><div class="profile_header_summary">`,
      ),
      players: [ANNA],
    },
  ],
  friends: [
    {
      url: `${ROOT}/id/viewer/friends/`,
      html: `${HEADER}<div class="friends_content" id="search_results">${friendRow(ANNA, 'Anna')}${friendRow(BORIS, 'Борис')}</div>`,
      players: [ANNA, BORIS],
    },
    { url: `${ROOT}/my/friends/blocked`, html: `${HEADER}${friendRow(BORIS, 'B')}`, players: [BORIS] },
  ],
  coplay: [
    { url: `${ROOT}/my/friends/coplay/`, html: `${HEADER}${friendRow(ANNA, 'Anna')}`, players: [ANNA] },
    {
      url: `${ROOT}/profiles/${VIEWER}/friends/coplay`,
      html: `${HEADER}<div class="coplayGroup"><div class="gameListRowItem"><div class="gameLogo"><a href="${ROOT}/app/730"></a></div></div>
        <div class="friendBlock persona offline" ${mini(BORIS)}><a class="friendBlockLinkOverlay" href="${ROOT}/id/boris"></a>
        <div class="playerAvatar"><img></div><div class="friendBlockContent">Boris<br><span class="friendSmallText">&nbsp;</span></div></div></div>`,
      players: [BORIS],
    },
  ],
  'group-members': [
    {
      url: `${ROOT}/groups/someone/members?p=2`,
      html: `${HEADER}<div id="memberList"><div class="member_block" id="member_1"><div class="member_block_content offline">
        <div class="rank_icon" title="Group Owner"></div><div class="playerAvatar offline" ${mini(ANNA)}><a href="${ROOT}/id/anna"><img></a></div>
        <div><a class="linkFriend" href="${ROOT}/id/anna">Anna</a></div><span class="friendSmallText">Offline</span></div></div></div>`,
      players: [ANNA],
    },
  ],
  'user-search': [
    {
      url: `${ROOT}/search/users/#text=anna`,
      html: `${HEADER}<div id="search_results"><div class="search_row"><div class="mediumHolder_default" ${mini(ANNA)}>
        <div class="avatarMedium"><a href="${ROOT}/id/anna"><img></a></div></div>
        <div class="searchPersonaInfo"><a class="searchPersonaName" href="${ROOT}/id/anna">Anna</a><br>Germany</div></div></div>`,
      players: [ANNA],
    },
  ],
  gcpd: [
    {
      url: `${ROOT}/id/viewer/gcpd/730?tab=matchhistorypremier`,
      html: `${HEADER}<table class="generic_kv_table csgo_scoreboard_root"><tbody><tr><th class="col_left">Map</th><th>Match Results</th></tr>
        <tr><td class="val_left"><table class="csgo_scoreboard_inner_left"><tbody><tr><td>Premier Nuke</td></tr><tr><td>2026-03-01 20:15:00 GMT</td></tr></tbody></table></td>
        <td><table class="csgo_scoreboard_inner_right"><tbody><tr><th class="inner_name">Player Name</th><th>Ping</th></tr>
        ${scoreboardRow(ANNA, `${ROOT}/id/anna`)}<tr><td colspan="9" class="csgo_scoreboard_score">13 : 5</td></tr>${scoreboardRow(BORIS, `${ROOT}/profiles/${BORIS}`)}
        </tbody></table></td></tr></tbody></table>`,
      players: [ANNA, BORIS],
    },
  ],
  comments: [
    {
      url: `${ROOT}/sharedfiles/filedetails/?id=1`,
      html: `${HEADER}<div class="commentthread_comments">${comment(ANNA, `${ROOT}/id/anna`)}${comment(BORIS, `${ROOT}/profiles/${BORIS}`)}</div>`,
      players: [ANNA, BORIS],
    },
  ],
};

/** A page without anybody but the viewer. */
export const EMPTY_PAGE: PageFixture = {
  url: `${ROOT}/market/`,
  html: `${HEADER}<div class="market_listing_row">Something</div>`,
  players: [],
};
