import { useCallback, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { useToast } from '#extension/ui/toast.tsx';
import { type SettingsState, useSettings } from '#extension/ui/use-settings.ts';

/** The settings for a page that changes them: what could not be stored is said, and its control is as it was. */
export function useSaving(): SettingsState {
  const words = useWords();
  const toast = useToast();
  const state = useSettings();
  const [, drawAnew] = useState(0);
  const store = state.save;
  const save = useCallback<SettingsState['save']>(
    async (change) => {
      const done = await store(change);
      if (!done) {
        toast({ text: words.t('settings.failed'), tone: 'warn' });
        // Nothing else has changed, but the control that was pressed.
        drawAnew((count) => count + 1);
      }
      return done;
    },
    [store, toast, words],
  );
  return { ...state, save };
}
