import type { Person } from '../world/person.ts';
import { avatarUrl, bansAt, countryAt, gamesVisible, nameAt } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { countryName, hoursText } from './profile.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Text in a CDATA section: no text can end it, and characters XML forbids are left out. */
function cdata(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters XML 1.0 does not allow
  const legal = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return `<![CDATA[${legal.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** What `?xml=1` answers for somebody who does not exist; with status 200, as Steam does. */
export function notFoundXml(): string {
  return `${HEAD}<response><error>${cdata('The specified profile could not be found.')}</error></response>`;
}

function mostPlayed(person: Person, world: World): string {
  const games = world
    .gamesOf(person)
    .filter((game) => game.recentMinutes > 0)
    .slice(0, 3);
  if (games.length === 0) return '';
  const rows = games.map(
    (game) => `
		<mostPlayedGame>
			<gameName>${cdata(game.name)}</gameName>
			<gameLink>${cdata(`https://steamcommunity.com/app/${game.appid}`)}</gameLink>
			<gameIcon>${cdata(avatarUrl(person, 'small'))}</gameIcon>
			<gameLogo>${cdata(avatarUrl(person, 'full'))}</gameLogo>
			<gameLogoSmall>${cdata(avatarUrl(person, 'medium'))}</gameLogoSmall>
			<hoursPlayed>${(game.recentMinutes / 60).toFixed(1)}</hoursPlayed>
			<hoursOnRecord>${hoursText(game.minutes)}</hoursOnRecord>
			<statsName>${cdata(game.appid === 730 ? 'CSGO' : String(game.appid))}</statsName>
		</mostPlayedGame>`,
  );
  return `
	<mostPlayedGames>${rows.join('')}
	</mostPlayedGames>`;
}

/** The public facts of a profile as Steam gives them without a key; less of private ones, bans all the same. */
export function profileXml(person: Person, world: World): string {
  const bans = bansAt(person, world.now);
  const isPublic = person.visibility === 'public';
  const country = countryAt(person, world.now);
  const recent = gamesVisible(person) ? world.gamesOf(person).reduce((sum, game) => sum + game.recentMinutes, 0) : 0;
  const state = isPublic ? person.online : 'offline';
  const stateMessage = { online: 'Online', 'in-game': 'In-Game<br/>Counter-Strike 2', offline: 'Offline' }[state];
  const common = `
	<steamID64>${person.steamId}</steamID64>
	<steamID>${cdata(nameAt(person, world.now))}</steamID>
	<onlineState>${state}</onlineState>
	<stateMessage>${cdata(stateMessage)}</stateMessage>
	<privacyState>${{ public: 'public', friends: 'friendsonly', private: 'private' }[person.visibility]}</privacyState>
	<visibilityState>${isPublic ? 3 : 1}</visibilityState>
	<avatarIcon>${cdata(avatarUrl(person, 'small'))}</avatarIcon>
	<avatarMedium>${cdata(avatarUrl(person, 'medium'))}</avatarMedium>
	<avatarFull>${cdata(avatarUrl(person, 'full'))}</avatarFull>
	<vacBanned>${bans.vac > 0 ? 1 : 0}</vacBanned>
	<tradeBanState>${bans.economy === 'banned' ? 'Banned' : 'None'}</tradeBanState>
	<isLimitedAccount>${person.limited ? 1 : 0}</isLimitedAccount>`;
  if (!isPublic) {
    const message = person.unconfigured
      ? `
	<privacyMessage>${cdata('This user has not yet set up their Steam Community profile.')}</privacyMessage>`
      : '';
    return `${HEAD}<profile>${common}${message}
</profile>`;
  }
  const since = new Date(person.createdAt).toLocaleDateString('en-US', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  });
  return `${HEAD}<profile>${common}
	<customURL>${cdata(person.vanity ?? '')}</customURL>
	<memberSince>${since}</memberSince>
	<steamRating></steamRating>
	<hoursPlayed2Wk>${(recent / 60).toFixed(1)}</hoursPlayed2Wk>
	<headline>${cdata('')}</headline>
	<location>${cdata(country === undefined ? '' : countryName(country))}</location>
	<realname>${cdata(person.realName ?? '')}</realname>
	<summary>${cdata(person.summary)}</summary>${gamesVisible(person) ? mostPlayed(person, world) : ''}
</profile>`;
}
