import { Hono } from 'hono';
import { html, scriptJson } from '../community/html.ts';
import type { SandboxContext } from '../context.ts';
import type { Person } from '../world/person.ts';
import { avatarUrl } from '../world/view.ts';
import { findMatch, type Match, matchesOf, playerName } from './matches.ts';
import { figuresOf, membershipOf } from './members.ts';
import { SITE_SCRIPT } from './site-script.ts';
import { SITE_STYLE } from './site-style.ts';

/** The site's own policy, of the strict kind: what an extension puts into the page must not depend on the page's leave. */
const CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' https://avatars.steamstatic.com data:";

/**
 * leetify.com as the extension meets it: one empty page whose script draws everything, moves by the history API and
 * re-renders. The markup is the sandbox's own: that of the real site could not be checked.
 */
export function leetifySiteApp({ world, calls }: SandboxContext): Hono {
  const app = new Hono();
  const asset = (body: string, type: string): Response =>
    new Response(body, { headers: { 'content-type': `${type}; charset=UTF-8`, 'cache-control': 'no-cache' } });

  app.get('/__assets/page.css', () => asset(SITE_STYLE, 'text/css'));
  app.get('/__assets/page.js', () => asset(SITE_SCRIPT, 'text/javascript'));
  app.get('/favicon.ico', () => new Response(null, { status: 204 }));

  app.get('/__data/profile/:steamId', (c) => {
    const person = world.find(c.req.param('steamId'));
    if (!person || person.deleted || membershipOf(person, world) === 'none') return c.json({ kind: 'nobody' });
    return c.json(profileData(person));
  });
  app.get('/__data/match/:id', (c) => {
    const match = findMatch(c.req.param('id'), world);
    return c.json(match ? matchData(match) : { kind: 'nobody' });
  });

  const personData = (person: Person): object => ({
    steamId: person.steamId,
    name: playerName(person, world),
    avatar: avatarUrl(person, 'small'),
  });
  const matchTitle = (match: Match): object => ({
    id: match.id,
    map: match.map,
    score: match.score,
    day: new Date(match.finishedAt).toISOString().slice(0, 10),
  });
  const profileData = (person: Person): object => {
    const hidden = membershipOf(person, world) !== 'public';
    const figures = figuresOf(person, world);
    const matches = hidden ? [] : matchesOf(person, world);
    return {
      kind: 'profile',
      hidden,
      ...personData(person),
      ratings: hidden
        ? []
        : [
            ['Aim', figures.aim],
            ['Positioning', figures.positioning],
            ['Utility', figures.utility],
          ],
      matches: matches.slice(0, 6).map(matchTitle),
      teammates: (matches[0]?.players ?? [])
        .filter((played) => played.person !== person && played.team === 2)
        .map((played) => personData(played.person)),
    };
  };
  const matchData = (match: Match): object => ({
    kind: 'match',
    ...matchTitle(match),
    teams: ([2, 3] as const).map((team) =>
      match.players
        .filter((played) => played.team === team)
        .map((played) => ({
          ...personData(played.person),
          kills: played.kills,
          deaths: played.deaths,
          head: Math.round(played.head * 100),
          rating: (played.rating * 100).toFixed(2),
        })),
    ),
  });

  // The address decides nothing here: as on a real single-page app every path answers with the same empty page.
  app.get('*', (c) => {
    calls.record('leetify-site');
    return c.html(shell(world.named('viewer').steamId).text, 200, {
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-cache',
    });
  });
  return app;
}

const shell = (viewer: string) => html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>CStatSentry sandbox :: not Leetify</title>
<link rel="stylesheet" href="/__assets/page.css">
</head>
<body>
<div class="notice" role="note"><strong>CStatSentry sandbox – not Leetify.</strong> Everybody here is made up.</div>
<script type="application/json" id="start">${scriptJson({ viewer })}</script>
<div id="root"></div>
<script src="/__assets/page.js"></script>
</body>
</html>
`;
