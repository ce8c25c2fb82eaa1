import { useState } from 'preact/hooks';
import { Failed } from '#extension/app/account/failed.tsx';
import { useAnswer } from '#extension/app/account/use-answer.ts';
import { Kinds } from '#extension/app/notifications/kinds.tsx';
import { Webhook } from '#extension/app/notifications/webhook.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';
import type { Role } from '#shared/api/accounts.ts';
import { NOTIFICATION_KINDS, type NotificationKind, type NotificationSettings } from '#shared/api/notifications.ts';

const SCORES = [61, 81] as const;

const askSettings = () => send('noticeSettings', {});

/** What the account is told of, in every browser, and in one's Discord channel. */
export function AccountTells({ role, onExpired }: { role: Role; onExpired: () => void }) {
  const words = useWords();
  const { answer, reload, put } = useAnswer(askSettings, onExpired);
  const [unsaved, setUnsaved] = useState(false);
  const kinds = NOTIFICATION_KINDS.filter((kind) => kind !== 'appeal-waiting' || role !== 'user');
  const labels = kinds.map((kind) => ({ kind, label: words.t(`notices.kind.${kind}`) }));
  const store = (change: NotificationSettings, before: NotificationSettings) => {
    put(change);
    const failed = () => {
      setUnsaved(true);
      put(before);
    };
    send('noticeSettings', { change }).then((now) => {
      if (now.state !== 'ok') return failed();
      setUnsaved(false);
      put(now.value);
    }, failed);
  };
  return (
    <>
      <fieldset>
        <legend>{words.t('notices.account')}</legend>
        {answer.state === 'loading' && <Loading lines={3} />}
        {answer.state !== 'ok' && answer.state !== 'loading' && <Failed state={answer.state} retry={reload} />}
        {answer.state === 'ok' && (
          <>
            <Kinds<NotificationKind>
              options={labels}
              chosen={answer.value.kinds}
              onChange={(chosen) => store({ ...answer.value, kinds: chosen }, answer.value)}
            />
            <div class="field">
              <label for="notices-from">{words.t('notices.minScore')}</label>
              <select
                id="notices-from"
                value={String(answer.value.minScore)}
                onChange={(event) => {
                  const minScore = SCORES.find((score) => String(score) === event.currentTarget.value);
                  if (minScore !== undefined) store({ ...answer.value, minScore }, answer.value);
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
        <p class="small said" data-tone="bad" role="status">
          {unsaved && words.t('settings.failed')}
        </p>
      </fieldset>
      <Webhook labels={labels} />
    </>
  );
}
