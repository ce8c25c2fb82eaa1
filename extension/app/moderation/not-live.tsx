import type { PollState } from '#extension/app/moderation/use-polled.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';

/** Why nothing newer can be shown; `held` says that something older is. */
export function NotLive({ state, held, retry }: { state: PollState; held: boolean; retry: () => void }) {
  const words = useWords();
  if (state === 'ok' || state === 'loading') return null;
  return (
    <Notice title={words.t(state === 'silent' ? 'error.background' : `account.answer.${state}`)} tone="warn" live>
      {held && <p>{words.t('moderation.notLive')}</p>}
      {state === 'expired' ? (
        <a href="#/sign-in">{words.t('account.signIn')}</a>
      ) : (
        <button type="button" onClick={retry}>
          {words.t('error.retry')}
        </button>
      )}
    </Notice>
  );
}
