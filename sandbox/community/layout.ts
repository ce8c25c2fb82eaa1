import type { World } from '../world/world.ts';
import { html, type Markup, scriptJson } from './html.ts';

export interface PageParts {
  title: string;
  /** Classes of the body element. */
  bodyClass: string;
  content: Markup;
}

/** What a page may be asked to do with its content, from the query; see `page-script.ts`. */
export interface Staging {
  /** Content marked as a part arrives this many ms after the page. */
  late?: number;
  /** Parts are thrown away and rendered anew once, this many ms after the page. */
  rerender?: number;
}

export function stagingOf(url: URL): Staging {
  const milliseconds = (name: string): number | undefined => {
    const value = Number(url.searchParams.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const late = milliseconds('late');
  const rerender = milliseconds('rerender');
  return { ...(late === undefined ? {} : { late }), ...(rerender === undefined ? {} : { rerender }) };
}

/**
 * The frame around every page: a permanent notice that this is not Steam, a header, the content where Steam has it.
 * `g_steamID` is the viewer, the trap it is on the real site.
 */
export function layout(world: World, parts: PageParts, staging: Staging): string {
  const viewer = world.named('viewer');
  const page = html`<!DOCTYPE html>
<html class="responsive" lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="theme-color" content="#171a21">
<title>CStatSentry sandbox :: ${parts.title}</title>
<link rel="icon" href="/__assets/logo.svg" type="image/svg+xml">
<link rel="stylesheet" href="/__assets/page.css">
</head>
<body class="flat_page responsive_page ${parts.bodyClass}">
<div class="sandbox_notice" role="note"><strong>CStatSentry sandbox – not Steam.</strong> Everybody here is made up.
<span class="sandbox_tools"><button type="button" id="sandbox_rerender">Re-render lists</button> <button type="button" id="sandbox_reuse">Reuse rows</button></span></div>
<div class="responsive_page_frame with_header">
<div class="responsive_page_content">
<div id="global_header"><div class="content">
<a class="sandbox_logo" href="/my/"><img src="/__assets/logo.svg" width="28" height="28" alt=""> sandbox</a>
<nav class="supernav_container">
<a class="menuitem supernav" href="/my/">PROFILE</a>
<a class="menuitem supernav" href="/my/friends/">FRIENDS</a>
<a class="menuitem supernav" href="/my/friends/coplay/">PLAYED WITH</a>
<a class="menuitem supernav" href="/my/gcpd/730?tab=matchhistorypremier">MATCHES</a>
<a class="menuitem supernav" href="/groups/sandbox-regulars/members">GROUP</a>
<a class="menuitem supernav" href="/search/users/#text=a">SEARCH</a>
<a class="menuitem supernav" href="/sharedfiles/filedetails/?id=1">GUIDE</a>
<a class="menuitem supernav" href="/market/">MARKET</a>
</nav>
<div id="global_actions"><a class="user_avatar playerAvatar online" href="/id/${viewer.vanity ?? ''}/"><img src="https://avatars.steamstatic.com/${viewer.avatarHash}.jpg" width="32" height="32" alt=""></a></div>
</div></div>
<script>g_sessionID = "5a4db0c5a4db0c5a4db0c5a4"; g_steamID = ${scriptJson(viewer.steamId)}; g_staging = ${scriptJson(staging)};</script>
<div class="responsive_page_template_content" id="responsive_page_template_content">
${parts.content}
</div>
<div id="footer_spacer"></div>
<div id="footer"><div class="footer_content">A made-up community for developing and testing CStatSentry. Not affiliated with Valve; no Steam data here.</div></div>
</div>
</div>
<script src="/__assets/page.js"></script>
</body>
</html>
`;
  return page.text;
}
