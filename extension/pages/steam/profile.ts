import { steamIdOfElement, steamIdOfHref } from '#extension/pages/ids.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** The data Steam's own script gives the profile page. Not `g_steamID`, which is the viewer. */
const PROFILE_DATA = /\bg_rgProfileData\s*=\s*\{[^;]*?"steamid"\s*:\s*"(\d{17})"/;

function steamIdOfScripts(document: Document): SteamId | undefined {
  for (const script of document.scripts) {
    if (script.src) continue;
    const id = PROFILE_DATA.exec(script.textContent ?? '')?.[1];
    if (isSteamId(id)) return id;
  }
  return undefined;
}

/** `/profiles/<id>` and `/id/<name>`: one badge beside the player's name, on public, private and banned profiles. */
export const profile: PageModule = {
  id: 'profile',
  matches: (url) => /^\/(?:profiles|id)\/[^/]+\/?$/.test(url.pathname),
  // A private profile repeats the name in an invisible spacer.
  selector: '.profile_header .persona_name:not(.persona_name_spacer)',
  read(block) {
    const name = block.querySelector('.actual_persona_name');
    if (!name) return undefined;
    const document = block.ownerDocument;
    const steamId =
      steamIdOfHref(document.location.pathname) ??
      steamIdOfElement(document.querySelector('.profile_header .playerAvatar[data-miniprofile]')) ??
      steamIdOfScripts(document);
    // After the arrow that opens the name history, which belongs to the name.
    return steamId && { steamId, place: 'name', beside: block.querySelector('.namehistory_link') ?? name };
  },
};
