import type { AccountState } from '#extension/account/use-account.ts';
import type { AccountView } from '#extension/messages.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';
import type { AccountSession } from '#shared/api/accounts.ts';

/** "Firefox on Windows", as far as it is known. */
export function Place({ session: { browser, system } }: { session: AccountSession }) {
  const words = useWords();
  if (browser === '') return <>{words.t('account.session.unknown')}</>;
  return <>{system === '' ? browser : words.t('account.session.place', { browser, system })}</>;
}

/** The question when somebody is signed in elsewhere as often as the backend allows. */
function Limit({ view, account }: { view: AccountView & { state: 'limit' }; account: AccountState }) {
  const words = useWords();
  return (
    <Notice title={words.t('account.limit.title')} live>
      <p>{words.t('account.limit.text', { limit: view.limit })}</p>
      <ul class="places">
        {view.sessions.map((session) => (
          <li key={session.id}>
            <Place session={session} />{' '}
            <span class="muted small">
              {words.t('account.session.used')} <When time={session.lastUsedAt} />
            </span>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => account.signIn(true)}>
          {words.t('account.limit.yes')}
        </button>
        <button type="button" onClick={account.signOut}>
          {words.t('account.limit.no')}
        </button>
      </div>
    </Notice>
  );
}

/** Everything short of being signed in: the button, what it does, what went wrong last time, and waiting for Steam. */
export function SignIn({ account, brief = false }: { account: AccountState; brief?: boolean }) {
  const words = useWords();
  const { view } = account;
  if (view?.state === 'off') {
    return brief ? null : (
      <Notice title={words.t('account.off.title')}>
        <p>{words.t('account.off.text')}</p>
        <a href="#/settings">{words.t('settings.title')}</a>
      </Notice>
    );
  }
  if (view?.state === 'limit') return <Limit view={view} account={account} />;
  if (view?.state === 'signing-in') {
    return (
      <Notice title={words.t('account.signingIn.title')} live>
        <p>{words.t('account.signingIn.text')}</p>
        <div class="buttons">
          <button type="button" onClick={() => account.signIn()}>
            {words.t('account.signingIn.again')}
          </button>
          <button type="button" onClick={account.signOut}>
            {words.t('account.signingIn.cancel')}
          </button>
        </div>
      </Notice>
    );
  }
  if (view?.state !== 'signed-out') return null;
  return (
    <div class="sign-in">
      {view.failure && (
        <Notice
          title={words.t(`account.failure.${view.failure}`)}
          tone={view.failure === 'cancelled' ? 'plain' : 'warn'}
          live
        />
      )}
      {!brief && <p>{words.t('account.signIn.why')}</p>}
      <button type="button" class="primary" onClick={() => account.signIn()}>
        {words.t('account.signIn')}
      </button>
      {!brief && <p class="muted small">{words.t('account.signIn.how')}</p>}
    </div>
  );
}
