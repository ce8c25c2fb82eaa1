import { useEffect, useState } from 'preact/hooks';
import { Kinds } from '#extension/app/notifications/kinds.tsx';
import { Webhook } from '#extension/app/notifications/webhook.tsx';
import type { AccountAnswer } from '#extension/messages.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';
import type { Role } from '#shared/api/accounts.ts';
import { NOTIFICATION_KINDS, type NotificationKind, type NotificationSettings } from '#shared/api/notifications.ts';

const SCORES = [61, 81] as const;

/** What the account is told of, in every browser, and in one's Discord channel. */
export function AccountTells({ role }: { role: Role }) {
  const words = useWords();
  const [answer, setAnswer] = useState<AccountAnswer<NotificationSettings>>();
  const [unsaved, setUnsaved] = useState(false);
  useEffect(() => {
    send('noticeSettings', {}).then(setAnswer, () => setAnswer({ state: 'unreachable' }));
  }, []);
  const kinds = NOTIFICATION_KINDS.filter((kind) => kind !== 'appeal-waiting' || role !== 'user');
  const labels = kinds.map((kind) => ({ kind, label: words.t(`notices.kind.${kind}`) }));
  const store = (change: NotificationSettings) => {
    const before = answer;
    setAnswer({ state: 'ok', value: change });
    send('noticeSettings', { change }).then(
      (now) => {
        setUnsaved(now.state !== 'ok');
        setAnswer(now.state === 'ok' ? now : before);
      },
      () => {
        setUnsaved(true);
        setAnswer(before);
      },
    );
  };
  return (
    <>
      <fieldset>
        <legend>{words.t('notices.account')}</legend>
        {!answer && <Loading lines={3} />}
        {answer && answer.state !== 'ok' && <p>{words.t(`account.answer.${answer.state}`)}</p>}
        {answer?.state === 'ok' && (
          <>
            <Kinds<NotificationKind>
              options={labels}
              chosen={answer.value.kinds}
              onChange={(chosen) => store({ ...answer.value, kinds: chosen })}
            />
            <div class="field">
              <label for="notices-from">{words.t('notices.minScore')}</label>
              <select
                id="notices-from"
                value={String(answer.value.minScore)}
                onChange={(event) => {
                  const minScore = SCORES.find((score) => String(score) === event.currentTarget.value);
                  if (minScore !== undefined) store({ ...answer.value, minScore });
                }}
              >
                {SCORES.map((score) => (
                  <option key={score} value={String(score)}>
                    {words.number(score)}
                  </option>
                ))}
              </select>
            </div>
          </>
        )}
        <p class="small" role="status">
          {unsaved && words.t('settings.failed')}
        </p>
      </fieldset>
      <Webhook labels={labels} />
    </>
  );
}
