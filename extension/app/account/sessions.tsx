import { useState } from 'preact/hooks';
import { Place } from '#extension/account/sign-in.tsx';
import { Failed } from '#extension/app/account/failed.tsx';
import { useAnswer } from '#extension/app/account/use-answer.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';

const ask = () => send('accountSessions', {});

/** Where the account is signed in, and ending that. */
export function Sessions({ onExpired }: { onExpired: () => void }) {
  const words = useWords();
  const { answer, reload } = useAnswer(ask, onExpired);
  const [said, setSaid] = useState('');
  const end = (id?: string) => {
    send('endSessions', id === undefined ? {} : { id }).then(
      (result) => {
        setSaid(
          result.state === 'ok'
            ? words.t('account.sessions.ended', { count: result.value.ended })
            : words.t(`account.answer.${result.state}`),
        );
        reload();
      },
      () => setSaid(words.t('error.background')),
    );
  };
  return (
    <section class="account-card">
      <h2>{words.t('account.sessions')}</h2>
      {answer.state === 'loading' && <Loading lines={2} />}
      {answer.state === 'ok' && (
        <>
          <ul class="account-list">
            {[...answer.value.sessions]
              .sort((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt - a.lastUsedAt)
              .map((session) => (
                <li key={session.id}>
                  <span>
                    <b>
                      <Place session={session} />
                    </b>{' '}
                    <span class="muted">
                      {session.current ? (
                        words.t('account.session.current')
                      ) : (
                        <>
                          {words.t('account.session.used')} <When time={session.lastUsedAt} />
                        </>
                      )}
                    </span>
                  </span>
                  {!session.current && (
                    <button type="button" onClick={() => end(session.id)}>
                      {words.t('account.session.end')}
                    </button>
                  )}
                </li>
              ))}
          </ul>
          {answer.value.sessions.length > 1 && (
            <button type="button" onClick={() => end()}>
              {words.t('account.session.endOthers')}
            </button>
          )}
        </>
      )}
      {answer.state !== 'ok' && answer.state !== 'loading' && <Failed state={answer.state} retry={reload} />}
      <p role="status" class="small muted account-said">
        {said}
      </p>
    </section>
  );
}
