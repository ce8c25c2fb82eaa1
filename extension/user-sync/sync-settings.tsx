import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '#extension/settings.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Toggle } from '#extension/ui/settings/fields.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';
import type { OwnSyncStatus } from '#extension/user-sync/messages.ts';

/** How often it is asked how the sync stands while it is under way, ms. */
const AGAIN_MS = 2_000;

/** Whether watchlist and notes are kept in the account, and how that stands. */
export function SyncSettings({ settings, save }: { settings: Settings; save: SettingsState['save'] }) {
  const words = useWords();
  const now = useNow();
  const [status, setStatus] = useState<OwnSyncStatus>();
  const { syncNotes, localOnly, backendUrl } = settings;
  const alone = localOnly || backendUrl === '';
  useEffect(() => {
    if (!syncNotes || alone) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const ask = () => {
      send('ownSync', {}).then(
        (answer) => {
          if (gone) return;
          setStatus(answer);
          if (answer.state === 'waiting') timer = setTimeout(ask, AGAIN_MS);
        },
        (error: unknown) => console.error('how the sync stands is not known', error),
      );
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
      setStatus(undefined);
    };
  }, [syncNotes, alone]);
  const state = status && status.state !== 'off' ? status.state : undefined;
  return (
    <fieldset>
      <legend>{words.t('settings.sync')}</legend>
      <Toggle
        label={words.t('settings.sync.switch')}
        hint={words.t('settings.sync.hint')}
        checked={syncNotes}
        disabled={alone}
        onChange={(wanted) => void save({ syncNotes: wanted })}
      />
      <p role="status" class="small said" data-tone={state === 'failed' ? 'warn' : 'plain'}>
        {state && words.t(`settings.sync.${state}`, { ago: words.ago(status?.lastAt ?? now, now) })}
        {status && status.full > 0 && ` ${words.t('settings.sync.full', { count: status.full })}`}
      </p>
      {status && status.unsettled.length > 0 && (
        <div class="field">
          <p class="small">{words.t('settings.sync.unsettled')}</p>
          <ul>
            {status.unsettled.map(({ steamId, name }) => (
              <li key={steamId}>
                <a href={`#/players/${steamId}`}>{(name && plainName(name)) || steamId}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </fieldset>
  );
}
