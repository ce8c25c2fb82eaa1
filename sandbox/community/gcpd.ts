import type { MatchList, PlayedMatch } from '../world/matches.ts';
import { DAY, type Person } from '../world/person.ts';
import { avatarUrl, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, Markup, scriptJson } from './html.ts';

/** Matches per answer. */
const PAGE = 8;
/** Replays are deleted after about this long. */
const REPLAY_DAYS = 30;

const TABS: Readonly<Record<string, { list: MatchList; title: string; word: string }>> = {
  matchhistorypremier: { list: 'premier', title: 'Premier Matches', word: 'Premier' },
  matchhistorycompetitive: { list: 'competitive', title: 'Competitive Matches', word: 'Competitive' },
  matchhistorycompetitivepermap: {
    list: 'competitivepermap',
    title: 'Competitive Matches Per Map',
    word: 'Competitive',
  },
  matchhistoryscrimmage: { list: 'scrimmage', title: 'Scrimmage Matches', word: 'Scrimmage' },
  matchhistorywingman: { list: 'wingman', title: 'Wingman Matches', word: 'Wingman' },
};

const pair = (seconds: number) =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
const gmt = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} GMT`;

function playerRow({ person, ...line }: PlayedMatch['teams'][0][number], now: number): Markup {
  const stars = line.mvps === 0 ? new Markup('&nbsp;') : `★${line.mvps === 1 ? '' : line.mvps}`;
  return html`<tr><td class="inner_name"><div class="playerAvatar ${person.online}"><a href="${profileUrl(person)}"><img src="${avatarUrl(person, 'small')}" alt="" data-miniprofile="${person.accountId}"></a></div>
<div class="playerNickname ellipsis"><a class="linkTitle" href="${profileUrl(person)}" data-miniprofile="${person.accountId}">${nameAt(person, now)}</a></div></td>
<td>${line.ping}</td><td>${line.kills}</td><td>${line.assists}</td><td>${line.deaths}</td><td>${stars}</td><td>${line.kills === 0 ? new Markup('&nbsp;') : `${line.headshotPercent}%`}</td><td>${line.score}</td></tr>
`;
}

function matchRow(match: PlayedMatch, word: string, now: number): Markup {
  const { host, match: id, reservation } = match.replay;
  const replay =
    now - match.at < REPLAY_DAYS * DAY &&
    html`<tr><td class="csgo_scoreboard_cell_noborder"><a target="_blank" href="http://replay${host}.valve.net/730/${id}_${reservation}.dem.bz2"><div class="btnv6_blue_hoverfade btn_medium csgo_scoreboard_btn_gotv">Download Replay</div></a></td></tr>`;
  return html`<tr><td class="val_left"><span class="sandbox_map">${match.map}</span>
<table class="csgo_scoreboard_inner_left"><tbody><tr><td>${word} ${match.map}</td></tr><tr><td>${gmt(match.at)}</td></tr><tr><td>Ranked: ${match.ranked ? 'Yes' : 'No'}</td></tr><tr><td>Wait Time: ${pair(match.waitSeconds)}</td></tr><tr><td>Match Duration: ${pair(match.durationSeconds)}</td></tr>${replay}</tbody></table><br><br></td>
<td><table class="csgo_scoreboard_inner_right"><tbody><tr><th class="inner_name">Player Name</th><th>Ping</th><th>K</th><th>A</th><th>D</th><th>★</th><th>HSP</th><th>Score</th></tr>
${match.teams[0].map((line) => playerRow(line, now))}<tr><td colspan="9" class="csgo_scoreboard_score">${match.rounds[0]} : ${match.rounds[1]}</td></tr>
${match.teams[1].map((line) => playerRow(line, now))}</tbody></table></td></tr>
`;
}

interface Portion {
  rows: Markup[];
  /** Where the next one begins; none after the last. */
  token?: string;
  text?: string;
}

function portionOf(world: World, tab: string, token: string): Portion | undefined {
  const about = TABS[tab];
  if (!about) return undefined;
  const matches = world.matches.filter(({ list }) => list === about.list);
  const before = token === '' ? Number.POSITIVE_INFINITY : Number.parseInt(token, 36);
  const left = matches.filter(({ at }) => at < before);
  const shown = left.slice(0, PAGE);
  const last = shown.at(-1);
  const more = last && left.length > PAGE;
  return {
    rows: shown.map((match) => matchRow(match, about.word, world.now)),
    ...(more && { token: last.at.toString(36), text: new Date(last.at).toISOString().slice(0, 10) }),
  };
}

const table = (rows: readonly Markup[]): Markup =>
  html`<table class="generic_kv_table csgo_scoreboard_root"><tbody><tr><th class="col_left">Map</th><th>Match Results</th></tr>
${rows}</tbody></table>`;

/** What `?ajax=1` answers; a tab that does not exist has no success. */
export function gcpdAnswer(world: World, tab: string, token: string): object {
  const portion = portionOf(world, tab, token);
  if (!portion) return { success: false };
  return {
    success: true,
    html: table(portion.rows).text,
    ...(portion.token !== undefined && { continue_token: portion.token, continue_text: portion.text }),
  };
}

/** The page itself, with the first matches of a tab. */
export function gcpdContent(person: Person, world: World, asked: string): Markup {
  const tab = asked in TABS ? asked : 'matchhistorypremier';
  const portion = portionOf(world, tab, '') ?? { rows: [] };
  const tabs = Object.entries(TABS).map(
    ([key, { title }]) =>
      html`<div class="tab${key === tab ? ' active' : ''}" id="tab_${key}"><a href="${profileUrl(person)}/gcpd/730?tab=${key}">${title}</a></div>`,
  );
  return html`<div class="gcpd_page"><h1>Personal Game Data</h1><div class="sectionTabs">${tabs}</div>
<div id="personaldata_elements_container" data-tab="${tab}">${table(portion.rows)}</div>
${
  portion.token !== undefined &&
  html`<div class="load_more_history_area"><div id="load_more_clickable"><a class="btnv6_blue_hoverfade btn_medium load_more_history" href="#" id="load_more_button"><span>Load more history</span></a></div>
<div class="returned_date">Records returned: <span id="load_more_button_continue_text">${portion.text}</span></div></div>`
}
<script>g_sGcContinueToken = ${scriptJson(portion.token ?? '')};</script></div>`;
}
