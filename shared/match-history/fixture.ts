import type { SteamId } from '#shared/steam/steam-id.ts';
import { accountIdOf } from '#shared/steam/steam-id.ts';

/** For tests: markup with the structure of Steam's match history, written by ourselves. */

export interface FixtureMatch {
  title?: string;
  time?: string;
  lines?: string[];
  replay?: string;
  headers?: string[];
  /** Each team's players with the cells behind the name. */
  teams: [FixturePlayer[], FixturePlayer[]];
  score?: string;
}
export interface FixturePlayer {
  steamId: SteamId;
  name?: string;
  cells?: string[];
}

const HEADERS = ['Player Name', 'Ping', 'K', 'A', 'D', '★', 'HSP', 'Score'];
const CELLS = ['31', '22', '2', '11', '★5', '45%', '48'];

/** The SteamID with this account ID, above 1. */
export const someone = (accountId: number): SteamId => String(76561197960265728n + BigInt(accountId)) as SteamId;
export const team = (first: number, size: number): FixturePlayer[] =>
  Array.from({ length: size }, (_, index) => ({ steamId: someone(first + index), name: `P${first + index}` }));

const playerRow = ({ steamId, name = 'Somebody', cells = CELLS }: FixturePlayer) => `
<tr><td class="inner_name"><div class="playerAvatar online"><a href="https://steamcommunity.com/id/x"><img src="a.jpg" alt="" data-miniprofile="${accountIdOf(steamId)}"></a></div>
<div class="playerNickname ellipsis"><a class="linkTitle" href="https://steamcommunity.com/id/x" data-miniprofile="${accountIdOf(steamId)}">${name}</a></div></td>
${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

export function matchRow(match: FixtureMatch): string {
  const { title = 'Premier Nuke', time = '2026-03-01 20:15:00 GMT', score = '13 : 5', headers = HEADERS } = match;
  const lines = match.lines ?? ['Ranked: Yes', 'Wait Time: 00:29', 'Match Duration: 27:47'];
  const replay = match.replay
    ? `<tr><td class="csgo_scoreboard_cell_noborder"><a target="_blank" href="${match.replay}"><div>Download Replay</div></a></td></tr>`
    : '';
  return `<tr><td class="val_left"><img src="map.jpg" width="200" height="112" border="0">
<table class="csgo_scoreboard_inner_left"><tbody>${[title, time, ...lines].map((line) => `<tr><td>${line}</td></tr>`).join('')}${replay}</tbody></table><br><br></td>
<td><table class="csgo_scoreboard_inner_right"><tbody><tr>${headers.map((header) => `<th>${header}</th>`).join('')}</tr>
${match.teams[0].map(playerRow).join('')}<tr><td colspan="9" class="csgo_scoreboard_score">${score}</td></tr>${match.teams[1].map(playerRow).join('')}
</tbody></table></td></tr>`;
}

export const historyTable = (...matches: FixtureMatch[]): string =>
  `<table class="generic_kv_table csgo_scoreboard_root"><tbody><tr><th class="col_left">Map</th><th>Match Results</th></tr>${matches.map(matchRow).join('')}</tbody></table>`;
