import type { ComponentType } from 'preact';
import type { PageProps } from '#extension/app/page-props.ts';
import type { IconName } from '#extension/ui/icons.tsx';
import type { MessageKey } from '#extension/words/areas.ts';
import type { Role } from '#shared/api/accounts.ts';

/** Groups of the navigation, in order: looking at players, what is one's own, work for everybody, the extension itself. */
export const NAV_GROUPS = ['look', 'own', 'duty', 'extension'] as const;

export interface Route {
  /** Below `#/`; `:name` takes one part, an empty one is the start. */
  path: string;
  /** In the navigation, by group and then in this order; pages without are reached from others. `role`: shown from that role on. */
  nav?: { label: MessageKey; icon?: IconName; group?: (typeof NAV_GROUPS)[number]; role?: Exclude<Role, 'user'> };
  load(): Promise<{ default: ComponentType<PageProps> }>;
}

/** Every page, loaded when its address is opened. The first path that fits wins. */
export const ROUTES: readonly Route[] = [
  {
    path: '',
    nav: { label: 'dashboard.title', icon: 'dashboard' },
    load: () => import('#extension/app/dashboard/dashboard.tsx'),
  },
  {
    path: 'players',
    nav: { label: 'players.title', icon: 'list' },
    load: () => import('#extension/app/players/players.tsx'),
  },
  { path: 'players/:steamId', load: () => import('#extension/app/player/player.tsx') },
  {
    path: 'matches',
    nav: { label: 'matches.title', icon: 'match' },
    load: () => import('#extension/app/matches/matches.tsx'),
  },
  { path: 'matches/:id', load: () => import('#extension/app/match/match.tsx') },
  {
    path: 'people',
    nav: { label: 'popup.tab.people', icon: 'people' },
    load: () => import('#extension/app/people/people.tsx'),
  },
  {
    path: 'watchlist',
    nav: { label: 'watchlist.title', icon: 'eye' },
    load: () => import('#extension/app/watchlist/watchlist.tsx'),
  },
  {
    path: 'compare',
    nav: { label: 'compare.title', icon: 'compare' },
    load: () => import('#extension/app/compare/compare.tsx'),
  },
  {
    path: 'notifications',
    nav: { label: 'notices.title', icon: 'bell', group: 'own' },
    load: () => import('#extension/app/notifications/notifications.tsx'),
  },
  {
    path: 'reports',
    nav: { label: 'report.title', icon: 'report', group: 'own' },
    load: () => import('#extension/app/reports/reports.tsx'),
  },
  {
    path: 'sources',
    nav: { label: 'sources.ofMatches', icon: 'source', group: 'own' },
    load: () => import('#extension/app/sources/sources.tsx'),
  },
  {
    path: 'demos',
    nav: { label: 'demos.title', icon: 'film', group: 'own' },
    load: () => import('#extension/app/demos/demos.tsx'),
  },
  { path: 'demos/:id', load: () => import('#extension/app/demos/demo.tsx') },
  {
    path: 'account',
    nav: { label: 'account.title', icon: 'person', group: 'own' },
    load: () => import('#extension/app/account/account-page.tsx'),
  },
  // Two addresses for one page: what it shows depends on whether somebody is signed in.
  { path: 'sign-in', load: () => import('#extension/app/account/account-page.tsx') },
  {
    path: 'moderation',
    nav: { label: 'moderation.title', icon: 'shield', group: 'duty', role: 'moderator' },
    load: () => import('#extension/app/moderation/queue.tsx'),
  },
  { path: 'moderation/log', load: () => import('#extension/app/moderation/log.tsx') },
  { path: 'moderation/audit', load: () => import('#extension/app/moderation/audit.tsx') },
  { path: 'moderation/:steamId', load: () => import('#extension/app/moderation/case.tsx') },
  {
    path: 'settings',
    nav: { label: 'settings.title', icon: 'settings', group: 'extension' },
    load: () => import('#extension/app/settings/settings-page.tsx'),
  },
  { path: 'shortcuts', load: () => import('#extension/app/shortcuts/shortcuts.tsx') },
  { path: 'welcome', load: () => import('#extension/app/welcome/welcome.tsx') },
];

export interface Location {
  route: Route | undefined;
  /** The address without its query: another one is another place. */
  place: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

function match(path: string, parts: readonly string[]): Record<string, string> | undefined {
  const wanted = path.split('/');
  if (wanted.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const part = parts[i] ?? '';
    if (!want.startsWith(':')) {
      if (want !== part) return undefined;
    } else {
      try {
        params[want.slice(1)] = decodeURIComponent(part);
      } catch {
        return undefined; // A stray % names nothing.
      }
    }
  }
  return params;
}

/** What an address such as `#/players/7656…?tab=matches` asks for; no route when it names no page. */
export function locationOf(hash: string, routes: readonly Route[] = ROUTES): Location {
  const [place = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = place.split('/');
  const query = new URLSearchParams(search);
  for (const route of routes) {
    const params = match(route.path, parts);
    if (params) return { route, place, params, query };
  }
  return { route: undefined, place, params: {}, query };
}
