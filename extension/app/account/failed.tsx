import type { ComponentChildren } from 'preact';
import type { AccountAnswer } from '#extension/answers.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';

/**
 * What the backend did not answer, and the way on: signing in where the session has ended, another try otherwise. `title` says
 * what could not be had; without one the title is why.
 */
export function Failed({
  state,
  retry,
  title,
  children,
}: {
  state: Exclude<AccountAnswer<never>['state'], 'ok'>;
  retry: () => void;
  title?: string;
  children?: ComponentChildren;
}) {
  const words = useWords();
  const why = words.t(`account.answer.${state}`);
  return (
    <Notice title={title ?? why} tone="warn" live>
      {title !== undefined && <p>{why}</p>}
      {children}
      {state === 'expired' ? (
        <a class="button" href="#/sign-in">
          {words.t('account.signIn')}
        </a>
      ) : (
        <button type="button" onClick={retry}>
          {words.t('error.retry')}
        </button>
      )}
    </Notice>
  );
}
