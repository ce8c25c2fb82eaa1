import type { Person } from '../world/person.ts';
import { avatarUrl, countryAt, nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, type Markup } from './html.ts';
import { countryName } from './profile.ts';

/** Results a page of the search shows. */
const PER_PAGE = 20;

/** The page; its results come later by AJAX. */
export function searchContent(): Markup {
  return html`<div class="community_search_page"><h1>Search</h1>
<form id="search_form"><input id="search_text" type="text" placeholder="Name or custom URL" aria-label="Search for people"> <button type="submit">Search</button></form>
<div class="community_search_results_container"><div class="maincontent"><div id="search_results"></div></div></div></div>`;
}

function row(person: Person, world: World): Markup {
  const country = person.visibility === 'public' ? countryAt(person, world.now) : undefined;
  return html`<div class="search_row" role="button">
<div class="mediumHolder_default" data-miniprofile="${person.accountId}" style="float:left;"><div class="avatarMedium"><a href="${profileUrl(person)}"><img src="${avatarUrl(person, 'medium')}" width="64" height="64" alt=""></a></div></div>
<div class="searchPersonaInfo"><a class="searchPersonaName" href="${profileUrl(person)}">${nameAt(person, world.now)}</a><br>${person.realName !== undefined && person.visibility === 'public' && html`${person.realName}<br>`}${country === undefined ? '' : countryName(country)}&nbsp;</div>
<div class="search_result_friend"></div><div style="clear:right"></div><div style="clear:both"></div>
${person.vanity !== undefined && html`<div class="search_match_info"><div>Custom URL: steamcommunity.com/id/<span style="color: whitesmoke">${person.vanity}</span></div></div>`}
</div>
`;
}

/** The AJAX answer: HTML in JSON. */
export function searchAnswer(world: World, text: string, page: number): object {
  const found = text.trim() === '' ? [] : world.search(text.trim());
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const link = (to: number, label: string): Markup | false =>
    to >= 1 && to <= pages && html`<a href="#" data-page="${to}">${label}</a> `;
  return {
    success: 1,
    search_text: text,
    search_result_count: found.length,
    search_filter: 'users',
    search_page: page,
    html: html`<div class="community_searchresults_title">Showing ${Math.min(found.length, (page - 1) * PER_PAGE + 1)} - ${Math.min(found.length, page * PER_PAGE)} of ${found.length}</div>
${found.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((person) => row(person, world))}
<div class="community_searchresults_paging">${link(page - 1, '< Previous')}${link(page + 1, 'Next >')}</div>`.text,
  };
}
