import { useEffect, useState } from 'preact/hooks';
import { SignIn } from '#extension/account/sign-in.tsx';
import { type AccountState, useAccount } from '#extension/account/use-account.ts';
import { OwnCase } from '#extension/app/account/case.tsx';
import { Held } from '#extension/app/account/held.tsx';
import { OwnData, Receipt } from '#extension/app/account/own-data.tsx';
import { Sessions } from '#extension/app/account/sessions.tsx';
import { useAnswer } from '#extension/app/account/use-answer.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import type { AccountView } from '#extension/messages.ts';
import { useWords } from '#extension/ui/context.tsx';
import { CopySteamId } from '#extension/ui/player-actions.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
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
  if (failed || !view) {
    return (
      <>
        <h1>{words.t('account.title')}</h1>
        {failed ? (
          <Notice title={words.t('error.background')} tone="warn" live>
            <button type="button" onClick={account.reload}>
              {words.t('error.retry')}
            </button>
          </Notice>
        ) : (
          <Loading />
        )}
      </>
    );
  }
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
      <About key={String(fresh)} account={account} />
      <OwnData onDeleted={onDeleted} />
    </>
  );
}

const askHeld = () => send('accountHeld', {});

/** What is known of the account at the backend: a case on it first, since whoever is concerned comes here for that. */
function About({ account }: { account: AccountState }) {
  const held = useAnswer(askHeld, account.reload);
  const { answer, put, reload } = held;
  const moderation = answer.state === 'ok' ? answer.value.moderation : undefined;
  // Decided while the page was in the background: whoever comes back to it sees how it is now.
  useEffect(() => {
    const visible = () => {
      if (document.visibilityState !== 'visible') return;
      account.reload();
      // An answer that does not come leaves what is shown, and an appeal being written, alone.
      askHeld().then((now) => now.state === 'ok' && put(now.value), console.warn);
    };
    document.addEventListener('visibilitychange', visible);
    return () => document.removeEventListener('visibilitychange', visible);
  }, [account.reload, put]);
  return (
    <>
      {moderation && answer.state === 'ok' && (
        <OwnCase held={moderation} onChange={(now) => put({ ...answer.value, moderation: now })} />
      )}
      <Sessions onExpired={account.reload} />
      <Held answer={answer} reload={reload} />
    </>
  );
}
