import { SignIn } from '#extension/account/sign-in.tsx';
import { useAccount } from '#extension/account/use-account.ts';
import { useWords } from '#extension/ui/context.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';

const open = (page: 'account' | 'sign-in') => void send('openApp', { page });

/** The account in the popup: who is signed in and the way to the account, or the way in. */
export function AccountStrip() {
  const words = useWords();
  const account = useAccount();
  const { view } = account;
  if (account.failed || !view || view.state === 'off') return null;
  if (view.state !== 'signed-in') {
    return (
      <section class="account-strip" aria-label={words.t('account.title')}>
        <SignIn account={account} brief />
        {view.state === 'signed-out' && (
          <button type="button" class="link-button" onClick={() => open('sign-in')}>
            {words.t('account.signIn.more')}
          </button>
        )}
      </section>
    );
  }
  const { me, fresh } = view;
  const remark = !fresh
    ? 'account.unreachable.title'
    : me.state === 'active'
      ? undefined
      : (`account.${me.state}.title` as const);
  return (
    <section class="account-strip" aria-label={words.t('account.title')}>
      <p class="account-who">
        <PlayerName name={me.name ?? undefined} steamId={me.steamId} />
        {remark && <span class="account-remark small">{words.t(remark)}</span>}
      </p>
      <button type="button" class="link-button" onClick={() => open('account')}>
        {words.t('account.title')}
      </button>
    </section>
  );
}
