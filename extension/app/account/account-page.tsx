import { useEffect, useState } from 'preact/hooks';
import { SignIn } from '#extension/account/sign-in.tsx';
import { type AccountState, useAccount } from '#extension/account/use-account.ts';
import { Held } from '#extension/app/account/held.tsx';
import { OwnData, Receipt } from '#extension/app/account/own-data.tsx';
import { Sessions } from '#extension/app/account/sessions.tsx';
import type { PageProps } from '#extension/app/routes.ts';
import type { AccountView } from '#extension/messages.ts';
import { useWords } from '#extension/ui/context.tsx';
import { CopySteamId } from '#extension/ui/player-actions.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { DeletionReceipt } from '#shared/api/accounts.ts';

/** `#/account`: everything about the own account. Signed out it is the way in; `#/sign-in` is the same page. */
export default function AccountPage({ settings }: PageProps) {
  // Another backend is another account.
  return <Account key={`${settings.backendUrl} ${settings.localOnly}`} />;
}

function Account() {
  const words = useWords();
  const account = useAccount();
  const { view, failed } = account;
  const [receipt, setReceipt] = useState<DeletionReceipt>();
  const signedIn = view?.state === 'signed-in';
  const title = words.t(signedIn ? 'account.title' : 'account.signIn');
  useEffect(() => {
    document.title = words.t('app.title', { page: title });
  }, [words, title]);
  if (receipt) {
    // Nothing of the account is shown any more; what follows is the way in.
    const read = () => {
      setReceipt(undefined);
      account.reload();
    };
    return <Receipt receipt={receipt} onRead={read} />;
  }
  if (failed) {
    return (
      <Notice title={words.t('error.background')} tone="warn" live>
        <button type="button" onClick={account.reload}>
          {words.t('error.retry')}
        </button>
      </Notice>
    );
  }
  if (!view) return <Loading />;
  if (view.state === 'signed-in') return <SignedIn view={view} account={account} onDeleted={setReceipt} />;
  return (
    <section class="account-card account-in">
      <h1>{title}</h1>
      <SignIn account={account} />
    </section>
  );
}

function SignedIn({
  view: { me, fresh },
  account,
  onDeleted,
}: {
  view: AccountView & { state: 'signed-in' };
  account: AccountState;
  onDeleted: (receipt: DeletionReceipt) => void;
}) {
  const words = useWords();
  return (
    <>
      {!fresh && (
        <Notice title={words.t('account.unreachable.title')} tone="warn" live>
          <p>{words.t('account.unreachable.text')}</p>
          <button type="button" onClick={account.reload}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {me.state !== 'active' && (
        <Notice title={words.t(`account.${me.state}.title`)} tone="warn">
          <p>{words.t(`account.${me.state}.text`)}</p>
        </Notice>
      )}
      <section class="account-card account-head">
        <h1>
          <PlayerName name={me.name ?? undefined} steamId={me.steamId} />
        </h1>
        <dl>
          <div>
            <dt>{words.t('account.steamId')}</dt>
            <dd>
              <CopySteamId steamId={me.steamId} />
            </dd>
          </div>
          <div>
            <dt>{words.t('account.role')}</dt>
            <dd>{words.t(`account.role.${me.role}`)}</dd>
          </div>
          <div>
            <dt>{words.t('account.since')}</dt>
            <dd>{words.day(me.createdAt)}</dd>
          </div>
        </dl>
        <div class="buttons">
          <a href={`#/players/${me.steamId}`}>{words.t('account.myScore')}</a>
          <button type="button" onClick={account.signOut}>
            {words.t('account.signOut')}
          </button>
        </div>
      </section>
      {/* Asked anew when the backend is back. */}
      <Sessions key={`sessions ${fresh}`} onExpired={account.reload} />
      <Held key={`held ${fresh}`} onExpired={account.reload} />
      <OwnData onDeleted={onDeleted} />
    </>
  );
}
