import type { ComponentChildren } from 'preact';
import { useAccount } from '#extension/account/use-account.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { Me } from '#shared/api/accounts.ts';
import './moderation.css';

/** The pages of this part, with who may see them. */
const PLACES = [
  { path: 'moderation', label: 'moderation.queue', role: 'moderator' },
  { path: 'moderation/log', label: 'moderation.log', role: 'moderator' },
  { path: 'moderation/audit', label: 'moderation.audit', role: 'admin' },
] as const;

const has = (me: Me, role: 'moderator' | 'admin') => me.state === 'active' && (me.role === 'admin' || me.role === role);

/** A page for those with a role; to everybody else there is nothing here. What may be seen is the backend's to decide. */
export function Duty({
  duty,
  title,
  at,
  children,
}: {
  duty: 'moderator' | 'admin';
  title: string;
  /** Which of the pages it is, when it is one of those that lead to one another. */
  at?: (typeof PLACES)[number]['path'];
  children: (me: Me) => ComponentChildren;
}) {
  const words = useWords();
  const { view, failed, reload } = useAccount();
  const me = view?.state === 'signed-in' && has(view.me, duty) ? view.me : undefined;
  useTitle(me || !view ? title : words.t('app.notFound'));
  if (failed) {
    return (
      <Notice title={words.t('error.background')} tone="warn" live heading>
        <button type="button" onClick={reload}>
          {words.t('error.retry')}
        </button>
      </Notice>
    );
  }
  if (!view) return <Loading />;
  if (!me) {
    return (
      <Notice title={words.t('app.notFound')} heading>
        <p>{words.t('app.notFoundText')}</p>
        <a href="#/">{words.t('app.toStart')}</a>
      </Notice>
    );
  }
  return (
    <>
      {at && (
        <nav class="duty-nav" aria-label={words.t('moderation.pages')}>
          {PLACES.filter((place) => has(me, place.role)).map(({ path, label }) => (
            <a key={path} href={`#/${path}`} aria-current={path === at ? 'page' : undefined}>
              {words.t(label)}
            </a>
          ))}
        </nav>
      )}
      {children(me)}
    </>
  );
}
