import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import type { Settings } from '#extension/settings.ts';
import { send } from '#extension/ui/send.ts';

export interface SettingsState {
  /** Absent until the background has answered. */
  settings: Settings | undefined;
  failed: boolean;
  /** Stores at once; what comes back is what is in force. Rejects never: a failure shows as `failed`. */
  save: (change: Partial<Settings>) => Promise<boolean>;
  reload: () => void;
}

export function useSettings(): SettingsState {
  const [settings, setSettings] = useState<Settings>();
  const [failed, setFailed] = useState(false);
  const take = useCallback(
    (answer: Promise<Settings>) =>
      answer.then(
        (now) => {
          setSettings(now);
          setFailed(false);
          return true;
        },
        () => {
          setFailed(true);
          return false;
        },
      ),
    [],
  );
  const save = useCallback((change: Partial<Settings>) => take(send('setSettings', { settings: change })), [take]);
  const reload = useCallback(() => void take(send('getSettings', {})), [take]);
  // Not after the first paint: that waits for the answer.
  useLayoutEffect(reload, [reload]);
  return { settings, failed, save, reload };
}
