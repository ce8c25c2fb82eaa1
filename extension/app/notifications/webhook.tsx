import { useCallback, useEffect, useState } from 'preact/hooks';
import { Failed } from '#extension/app/account/failed.tsx';
import { Kinds } from '#extension/app/notifications/kinds.tsx';
import type { WebhookAnswer } from '#extension/notifications/messages.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';
import type { NotificationKind, WebhookStatus } from '#shared/api/notifications.ts';

const EXAMPLE = 'https://discord.com/api/webhooks/…';

type Said =
  | ('nothing' | 'saved' | 'removed' | 'tested' | 'invalid' | 'expired' | 'unreachable' | 'refused')
  | ('untaken' | 'limited' | 'silent');

/** One's own Discord channel, told as well. The address is a secret: it is sent once and never shown again. */
export function Webhook({ labels }: { labels: readonly { kind: NotificationKind; label: string }[] }) {
  const words = useWords();
  const [status, setStatus] = useState<WebhookStatus>();
  const [failed, setFailed] = useState<'expired' | 'unreachable' | 'refused'>();
  const [said, setSaid] = useState<Said>('nothing');
  /** What was done last was done to the webhook there is, not with the address typed: said beside it. */
  const [ofOld, setOfOld] = useState(false);
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState('');
  /** Chosen and not saved yet. */
  const [chosen, setChosen] = useState<NotificationKind[]>();
  const load = useCallback(() => {
    send('webhook', {}).then(
      (answer) => {
        if (answer.state === 'invalid' || answer.state === 'untaken') return setFailed('refused');
        if (answer.state !== 'ok') return setFailed(answer.state);
        setFailed(undefined);
        setStatus(answer.value);
      },
      () => setFailed('unreachable'),
    );
  }, []);
  useEffect(load, [load]);
  const act = (work: () => Promise<WebhookAnswer>, done: Said) => {
    if (busy) return;
    setBusy(true);
    setOfOld(done === 'tested');
    work()
      .then(
        (answer) => {
          if (answer.state === 'ok') {
            setStatus(answer.value);
            setFailed(undefined);
            if (done === 'saved') {
              setUrl('');
              setChosen(undefined);
            }
          }
          if (answer.state === 'untaken') {
            setSaid(answer.why === 'limited' ? 'limited' : answer.why === 'failing' ? 'silent' : 'untaken');
            // One that Discord does not take is switched off by that.
            load();
          } else setSaid(answer.state === 'ok' ? done : answer.state);
        },
        () => setSaid('unreachable'),
      )
      .finally(() => setBusy(false));
  };
  const webhook = status?.webhook;
  const kinds = chosen ?? webhook?.kinds ?? labels.map(({ kind }) => kind);
  const complete = url.trim() !== '' && kinds.length > 0;
  const tone = said === 'saved' || said === 'removed' || said === 'tested' ? 'good' : 'bad';
  const message = () => {
    if (said === 'nothing') return '';
    if (said === 'expired' || said === 'unreachable' || said === 'refused') return words.t(`account.answer.${said}`);
    return words.t(`notices.webhook.${said}`);
  };
  return (
    <fieldset>
      <legend>{words.t('notices.webhook')}</legend>
      <p class="muted small">{words.t('notices.webhookText')}</p>
      {!status && !failed && <Loading lines={2} />}
      {failed && <Failed state={failed} retry={load} />}
      {webhook && (
        <div class="webhook-status">
          <p>
            {words.t('notices.webhook.set', { id: webhook.id })} <When time={webhook.setAt} />
          </p>
          {webhook.deliveredAt !== null && (
            <p class="muted small">
              {words.t('notices.webhook.delivered')} <When time={webhook.deliveredAt} />
            </p>
          )}
          {webhook.waiting > 0 && (
            <p class="muted small">{words.t('notices.webhook.waiting', { count: webhook.waiting })}</p>
          )}
          {webhook.trouble && <p class="bad">{words.t(`notices.webhook.trouble.${webhook.trouble}`)}</p>}
          <div class="buttons">
            <button type="button" aria-disabled={busy} onClick={() => act(() => send('testWebhook', {}), 'tested')}>
              {words.t('notices.webhook.test')}
            </button>
            <button type="button" aria-disabled={busy} onClick={() => act(() => send('removeWebhook', {}), 'removed')}>
              {words.t('notices.webhook.remove')}
            </button>
            <span id="webhook-tried" class="small said" data-tone={tone} role="status">
              {ofOld && message()}
            </span>
          </div>
        </div>
      )}
      {status && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (complete) act(() => send('putWebhook', { url: url.trim(), kinds }), 'saved');
          }}
        >
          <div class="field">
            <label for="webhook-url">{words.t(webhook ? 'notices.webhook.replace' : 'notices.webhook.url')}</label>
            <input
              id="webhook-url"
              type="url"
              required
              maxLength={300}
              spellcheck={false}
              autocomplete="off"
              placeholder={EXAMPLE}
              value={url}
              aria-invalid={said === 'invalid'}
              aria-describedby="webhook-said"
              onInput={(event) => {
                setUrl(event.currentTarget.value);
                setSaid('nothing');
              }}
            />
          </div>
          <Kinds options={labels} chosen={kinds} onChange={setChosen} />
          <button type="submit" aria-disabled={busy || !complete}>
            {words.t('notices.webhook.save')}
          </button>
        </form>
      )}
      <p id="webhook-said" class="small said" data-tone={tone} role="status">
        {!ofOld && message()}
      </p>
    </fieldset>
  );
}
