import type { Person } from '../world/person.ts';
import { avatarUrl, bansAt, countryAt, gamesVisible, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { commentThread } from './comments.ts';
import { html, type Markup, scriptJson } from './html.ts';
import { friendBlockSmall, STATE_WORDS } from './people-markup.ts';

const regionNames = new Intl.DisplayNames('en', { type: 'region' });
/** The English name of a country code. */
export function countryName(code: string): string {
  return regionNames.of(code) ?? code;
}

/** Hours as Steam writes them: one decimal below 10, thousands with commas. */
export function hoursText(minutes: number): string {
  const hours = minutes / 60;
  return hours < 10 ? hours.toFixed(1) : Math.round(hours).toLocaleString('en');
}

function banStatus(person: Person, now: number): Markup | undefined {
  const bans = bansAt(person, now);
  const lines = [
    bans.vac > 0 && `${bans.vac === 1 ? '1' : 'Multiple'} VAC ban${bans.vac === 1 ? '' : 's'} on record`,
    bans.game > 0 && `${bans.game === 1 ? '1' : 'Multiple'} game ban${bans.game === 1 ? '' : 's'} on record`,
    bans.economy === 'banned' && 'Currently trade banned',
  ].filter((line) => line !== false);
  if (lines.length === 0) return undefined;
  return html`<div class="profile_ban_status">
${lines.map((line) => html`<div class="profile_ban">${line} <span class="profile_ban_info">| <a class="whiteLink" href="/__sandbox/people">Info</a></span></div>\n`)}
${bans.vac + bans.game > 0 ? `${bans.daysSinceLast} day(s) since last ban` : ''}
</div>`;
}

function header(person: Person, world: World): Markup {
  const name = nameAt(person, world.now);
  const isPublic = person.visibility === 'public';
  const country = countryAt(person, world.now);
  return html`<div class="profile_header_bg"><div class="profile_header_bg_texture"><div class="profile_header"><div class="profile_header_content">
<div class="profile_header_centered_persona"><div class="persona_name" style="font-size: 24px;"><span class="actual_persona_name">${name}</span><span class="namehistory_link"></span></div>
${isPublic && html`<div class="header_real_name ellipsis"><bdi>${person.realName ?? ''}</bdi> <span class="header_location">${country === undefined ? '' : countryName(country)}</span></div>`}
</div>
<div class="playerAvatar profile_header_size ${isPublic ? person.online : 'offline'}" data-miniprofile="${person.accountId}"><div class="playerAvatarAutoSizeInner"><img src="${avatarUrl(person, 'full')}" width="164" height="164" alt=""></div></div>
<div class="profile_header_badgeinfo"><div class="profile_header_badgeinfo_badge_area">
${isPublic && html`<a class="persona_level_btn" href="${profileUrl(person)}/badges"><div class="persona_name persona_level">Level <div class="friendPlayerLevel lvl_${Math.floor(person.level / 10) * 10}"><span class="friendPlayerLevelNum">${person.level}</span></div></div></a>`}
</div><div class="profile_header_actions">${isPublic && html`<a class="btn_profile_action btn_medium" href="#"><span>Add Friend</span></a>`}</div></div>
<div class="profile_header_summary"><div class="persona_name persona_name_spacer" style="font-size: 24px;"><span class="actual_persona_name">&nbsp;</span></div>
${isPublic ? html`<div class="profile_summary">${person.summary}</div>` : html`<div class="profile_private_info">${person.unconfigured ? 'This user has not yet set up their Steam Community profile.' : 'This profile is private.'}</div>`}
</div>
</div></div></div></div>`;
}

function recentGames(person: Person, world: World): Markup {
  const games = world
    .gamesOf(person)
    .filter((game) => game.recentMinutes > 0)
    .slice(0, 3);
  const total = games.reduce((sum, game) => sum + game.recentMinutes, 0);
  return html`<div class="profile_recentgame_header profile_leftcol_header"><h2>Recent Activity</h2><div class="recentgame_quicklinks recentgame_recentplaytime"><h2>${(total / 60).toFixed(1)} hours past 2 weeks</h2></div></div>
<div class="recent_games">${games.map((game) => html`<div class="recent_game"><div class="recent_game_content"><div class="game_info"><div class="game_info_cap"></div><div class="game_name"><a class="whiteLink" href="/app/${game.appid}">${game.name}</a></div><div class="game_info_details">${hoursText(game.minutes)} hrs on record</div></div></div></div>\n`)}</div>`;
}

/** The content of a profile page, public or private; what a community-banned or deleted one shows is `notFoundContent`. */
export function profileContent(person: Person, world: World): Markup {
  const isPublic = person.visibility === 'public';
  const name = nameAt(person, world.now);
  const friends = world.friendsOf(person);
  const data = {
    url: `${profileUrl(person)}/`,
    steamid: person.steamId,
    personaname: name,
    summary: isPublic ? person.summary : '',
  };
  return html`<script type="text/javascript">
	g_rgProfileData = ${scriptJson(data)};
</script>
<div class="no_header profile_page${isPublic ? '' : ' private_profile'}">
${header(person, world)}
<div class="profile_content"><div class="profile_content_inner">
<div class="profile_rightcol">
<div class="responsive_status_info">
${banStatus(person, world.now)}
${isPublic && html`<div class="profile_in_game persona ${person.online}"><div class="profile_in_game_header">Currently ${STATE_WORDS[person.online]}</div>${person.online === 'in-game' && html`<div class="profile_in_game_name">Counter-Strike 2</div>`}</div>`}
</div>
${
  isPublic &&
  html`<div class="responsive_count_link_area"><div class="profile_item_links">
${gamesVisible(person) && html`<div class="profile_count_link ellipsis"><a href="${profileUrl(person)}/games/?tab=all"><span class="count_link_label">Games</span>&nbsp;<span class="profile_count_link_total">${person.gamesOwned}</span></a></div>`}
</div></div>
<div class="profile_friend_links profile_count_link_preview_ctn responsive_groupfriends_element"><div class="profile_count_link ellipsis"><a href="${profileUrl(person)}/friends/"><span class="count_link_label">Friends</span>&nbsp;<span class="profile_count_link_total">${friends.length}</span></a></div>
<div class="profile_topfriends profile_count_link_preview" data-sandbox-part>${friends.slice(0, 6).map((friend) => friendBlockSmall(friend.person, world.now))}</div></div>`
}
</div>
<div class="profile_leftcol">
${isPublic && gamesVisible(person) && recentGames(person, world)}
${isPublic ? commentThread(person, world) : '\u00A0'}
</div>
<div style="clear:both"></div>
</div></div>
</div>`;
}

/** What Steam says of a profile that does not exist. */
export function notFoundContent(message = 'The specified profile could not be found.'): Markup {
  return html`<div class="error_ctn"><div id="message"><h2>Error</h2><p class="sectionText">An error was encountered while processing your request:</p><br><h3>${message}</h3></div></div>`;
}
