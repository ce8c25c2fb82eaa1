import { Hono } from 'hono';
import type { SandboxContext } from '../context.ts';
import type { Person } from '../world/person.ts';
import { earlierNames, profilePath, profileUrl } from '../world/view.ts';
import { avatarSvg, LOGO } from './assets.ts';
import { commentPage } from './comments.ts';
import { coplayContent, friendsContent } from './friends.ts';
import { gcpdAnswer, gcpdContent } from './gcpd.ts';
import { groupMembersContent, groupOverviewContent } from './groups.ts';
import { html, type Markup } from './html.ts';
import { layout, stagingOf } from './layout.ts';
import { guideContent, marketContent } from './other-pages.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { notFoundContent, profileContent } from './profile.ts';
import { searchAnswer, searchContent } from './search.ts';
import { STYLE } from './style.ts';
import { notFoundXml, profileXml } from './xml.ts';

/** As on the real site, pages may not reach a backend on this machine: `connect-src` names only Steam's own hosts. */
const CONTENT_SECURITY_POLICY = [
  "default-src blob: data: https: 'unsafe-inline' 'unsafe-eval'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' https://store.steampowered.com",
  "object-src 'none'",
  "connect-src 'self' https://api.steampowered.com https://store.steampowered.com",
  "frame-src 'self'",
].join('; ');

/** The pages of steamcommunity.com that the extension works on. */
export function communityApp({ world, calls }: SandboxContext): Hono {
  const app = new Hono();

  const send = (url: string, title: string, content: Markup, bodyClass = '', status = 200): Response =>
    new Response(layout(world, { title, bodyClass, content }, stagingOf(new URL(url))), {
      status,
      headers: {
        'content-type': 'text/html; charset=UTF-8',
        'cache-control': 'no-cache',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-frame-options': 'DENY',
      },
    });
  const text = (body: string, type: string): Response =>
    new Response(body, {
      headers: { 'content-type': `${type}; charset=UTF-8`, 'cache-control': 'public, max-age=3600' },
    });

  app.get('/__assets/page.css', () => text(STYLE, 'text/css'));
  app.get('/__assets/page.js', () => text(PAGE_SCRIPT, 'text/javascript'));
  app.get('/__assets/logo.svg', () => text(LOGO, 'image/svg+xml'));
  app.get('/favicon.ico', () => text(LOGO, 'image/svg+xml'));

  const findBy = (kind: string, key: string): Person | undefined => {
    const person = kind === 'id' ? world.findByVanity(key) : world.find(key);
    return person?.deleted ? undefined : person;
  };

  app.on('GET', ['/login/home', '/login/home/'], (c) => {
    calls.record('login');
    return send(
      c.req.url,
      'Sign In',
      html`<div class="error_ctn"><h3>Sign in</h3><p>The sandbox signs the viewer in or out by its control.</p></div>`,
    );
  });

  app.get('/my/*', (c) => {
    const url = new URL(c.req.url);
    return c.redirect(`${profilePath(world.named('viewer'))}/${url.pathname.slice('/my/'.length)}${url.search}`);
  });
  app.get('/my', (c) => c.redirect(`${profilePath(world.named('viewer'))}/`));

  for (const kind of ['profiles', 'id'] as const) {
    const page = (path: string, name: string, show: (person: Person, url: URL) => Response): void => {
      app.on('GET', [`/${kind}/:key${path}`, `/${kind}/:key${path}/`], (c) => {
        const url = new URL(c.req.url);
        const asXml = path === '' && url.searchParams.get('xml') === '1';
        const person = findBy(kind, c.req.param('key'));
        calls.record(asXml ? 'profile-xml' : name, [person?.steamId ?? c.req.param('key')]);
        if (!person) {
          if (asXml) return new Response(notFoundXml(), { headers: { 'content-type': 'text/xml; charset=utf-8' } });
          return send(c.req.url, 'Error', notFoundContent(), '');
        }
        // Steam sends people with a vanity name to it, query and all.
        if (kind === 'profiles' && person.vanity !== undefined)
          return c.redirect(`/id/${person.vanity}${path}/${url.search}`);
        return show(person, url);
      });
    };
    page('', 'profile', (person, url) =>
      url.searchParams.get('xml') === '1'
        ? new Response(profileXml(person, world), { headers: { 'content-type': 'text/xml; charset=utf-8' } })
        : send(url.href, person.steamId, profileContent(person, world), 'profile_page_body'),
    );
    page('/friends', 'friends', (person, url) =>
      send(url.href, 'Friends', friendsContent(person, world), 'friends_page_body'),
    );
    page('/friends/coplay', 'coplay', (person, url) =>
      send(url.href, 'Recently played with', coplayContent(person, world), 'friends_page_body'),
    );
    page('/gcpd/730', 'gcpd', (person, url) => {
      // Nobody sees anybody else's; without a session it asks for one.
      if (world.signIn !== 'signed-in') {
        return Response.redirect(
          `https://steamcommunity.com/login/home/?goto=${encodeURIComponent(url.pathname + url.search)}`,
          302,
        );
      }
      if (person.role !== 'viewer') return Response.redirect(`${profileUrl(person)}/`, 302);
      const tab = url.searchParams.get('tab') ?? '';
      if (url.searchParams.get('ajax') !== '1')
        return send(url.href, 'Personal Game Data', gcpdContent(person, world, tab));
      return Response.json(gcpdAnswer(world, tab, url.searchParams.get('continue_token') ?? ''));
    });
    page('/ajaxaliases', 'aliases', (person) =>
      Response.json(
        earlierNames(person, world.now)
          .slice(0, 10)
          .map(({ value, since }) => ({ newname: value, timechanged: new Date(since).toUTCString() })),
      ),
    );
  }

  app.post('/comment/Profile/render/:steamId/:thread/', async (c) => {
    const person = findBy('profiles', c.req.param('steamId'));
    calls.record('comments', [c.req.param('steamId')]);
    if (person?.visibility !== 'public')
      return c.json({ success: false, error: 'The specified profile could not be found.' });
    const form = new URLSearchParams(await c.req.text());
    const whole = (name: string, fallback: number, max: number): number => {
      const value = Number(form.get(name) ?? fallback);
      return Number.isInteger(value) && value >= 0 ? Math.min(value, max) : fallback;
    };
    return c.json(commentPage(person, world, whole('start', 0, 100_000), whole('count', 6, 50)));
  });

  const group = (path: string, name: string, show: (url: string, pageNumber: number) => Markup | undefined): void => {
    app.on('GET', [path, `${path}/`], (c) => {
      calls.record(name);
      const url = new URL(c.req.url);
      const asked = Number(url.searchParams.get('p') ?? 1);
      const content = show(c.req.param('group') ?? '', Number.isInteger(asked) && asked > 0 ? asked : 1);
      return content
        ? send(c.req.url, 'Group', content, 'group_page_body')
        : send(c.req.url, 'Error', notFoundContent('No group could be retrieved for the given URL.'));
    });
  };
  group('/groups/:group', 'group', (url) => groupOverviewContent(world, url));
  group('/groups/:group/members', 'group-members', (url, p) => groupMembersContent(world, url, p));

  app.get('/search/SearchCommunityAjax', (c) => {
    calls.record('search');
    const asked = Number(c.req.query('page') ?? 1);
    return c.json(searchAnswer(world, c.req.query('text') ?? '', Number.isInteger(asked) && asked > 0 ? asked : 1));
  });
  app.on('GET', ['/search/users', '/search/users/'], (c) => {
    calls.record('search-page');
    return send(c.req.url, 'Search', searchContent(), '');
  });
  app.get('/sharedfiles/filedetails/', (c) => {
    calls.record('guide');
    return send(c.req.url, 'Guide', guideContent(world), '');
  });
  app.on('GET', ['/market', '/market/'], (c) => {
    calls.record('market');
    return send(c.req.url, 'Market', marketContent(), '');
  });
  app.get('/', (c) => c.redirect(`${profileUrl(world.named('viewer'))}/`));
  app.notFound((c) =>
    send(c.req.url, 'Error', notFoundContent('The page you asked for is not part of the sandbox.'), '', 404),
  );
  return app;
}

/** The picture host. */
export function avatarApp(): Hono {
  const app = new Hono();
  app.get('/:file{[0-9a-f]{40}(_medium|_full)?\\.jpg}', (c) =>
    c.body(avatarSvg(c.req.param('file')), 200, {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=86400',
    }),
  );
  return app;
}
