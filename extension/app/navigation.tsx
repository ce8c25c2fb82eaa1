import { useEffect, useRef, useState } from 'preact/hooks';
import { useUnread } from '#extension/app/notifications/unread.ts';
import { PaletteKey } from '#extension/app/palette/palette-key.tsx';
import { RANK, useRole } from '#extension/app/role.ts';
import { type Location, NAV_GROUPS, ROUTES, type Route } from '#extension/app/routes.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';

/**
 * The way to every page: a column beside them, and on narrow windows a bar with a menu. `backend` names the one that tells
 * the role; another one is asked anew.
 */
export function Navigation({ at, backend }: { at: Location; backend: string | undefined }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLElement>(null);
  // Whoever has arrived needs the menu no more.
  useEffect(() => setOpen(false), [at]);
  useEffect(() => {
    if (!open) return;
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !bar.current?.contains(event.target)) setOpen(false);
    };
    addEventListener('keydown', key);
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('keydown', key);
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  }, [open]);
  return (
    <header class="app-bar" ref={bar} data-open={open}>
      <a class="app-name" href="#/">
        <Icon name="mark" />
        {words.t('app.name')}
      </a>
      <PaletteKey />
      <button
        ref={button}
        type="button"
        class="app-menu"
        aria-expanded={open}
        aria-controls="app-nav"
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'close' : 'menu'} />
        {words.t('app.menu')}
      </button>
      <nav id="app-nav" class="app-nav" aria-label={words.t('app.pages')}>
        <Groups key={backend} at={at} />
      </nav>
    </header>
  );
}

function Groups({ at }: { at: Location }) {
  const role = useRole();
  const unread = useUnread(at.place);
  const shown = ROUTES.filter(({ nav }) => nav && RANK[role] >= RANK[nav.role ?? 'user']);
  return NAV_GROUPS.map((group) => {
    const routes = shown.filter(({ nav }) => (nav?.group ?? 'look') === group);
    return (
      routes.length > 0 && (
        <ul key={group}>
          {routes.map((route) => (
            <li key={route.path}>
              <Way route={route} at={at} unread={route.path === 'notifications' ? unread : 0} />
            </li>
          ))}
        </ul>
      )
    );
  });
}

/** Which place of the navigation one is at: the page itself, or one below it. */
function currentOf(path: string, at: Location): 'page' | 'true' | undefined {
  if (at.route?.path === path) return 'page';
  return path !== '' && at.route?.path.startsWith(`${path}/`) ? 'true' : undefined;
}

function Way({ route: { path, nav, load }, at, unread }: { route: Route; at: Location; unread: number }) {
  const words = useWords();
  if (!nav) return null;
  // What is pointed at is fetched already, so that the click finds it there; a failure shows when it is opened.
  const prepare = () => void load().catch(() => {});
  return (
    <a href={`#/${path}`} aria-current={currentOf(path, at)} onPointerEnter={prepare} onFocus={prepare}>
      <Icon name={nav.icon ?? 'page'} />
      {words.t(nav.label)}
      {unread > 0 && (
        <span class="count">
          {words.number(unread)}
          <span class="sr"> {words.t('notices.count', { unread })}</span>
        </span>
      )}
    </a>
  );
}
