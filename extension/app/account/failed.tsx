import { useWords } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';

/** A part of the page that could not be had, with another try. */
export function Failed({ state, retry }: { state: 'expired' | 'unreachable' | 'refused'; retry: () => void }) {
  const words = useWords();
  return (
    <Notice title={words.t(`account.answer.${state}`)} tone="warn" live>
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
