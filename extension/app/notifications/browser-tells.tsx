import { useState } from 'preact/hooks';
import { Kinds } from '#extension/app/notifications/kinds.tsx';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';

const NOTIFY = ['ban', 'score', 'report', 'appeal'] as const;

/** Of what the browser tells outside its window. */
export function BrowserTells({ settings }: { settings: Settings }) {
  const words = useWords();
  const [wanted, setWanted] = useState(settings.notify);
  const [failed, setFailed] = useState(false);
  const store = (notify: Settings['notify']) => {
    const before = wanted;
    setWanted(notify);
    send('setSettings', { settings: { notify } }).then(
      (now) => {
        setWanted(now.notify);
        setFailed(false);
      },
      () => {
        setWanted(before);
        setFailed(true);
      },
    );
  };
  return (
    <fieldset>
      <legend>{words.t('notices.browser')}</legend>
      <p class="muted small">{words.t('notices.browserText')}</p>
      <Kinds
        options={NOTIFY.map((kind) => ({ kind, label: words.t(`notices.show.${kind}`) }))}
        chosen={wanted}
        onChange={store}
      />
      <p class="small said" data-tone="bad" role="status">
        {failed && words.t('settings.failed')}
      </p>
    </fieldset>
  );
}
