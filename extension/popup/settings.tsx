import type { Settings } from '#extension/settings.ts';
import { BackendSettings } from '#extension/ui/settings/backend-settings.tsx';
import { DataSettings } from '#extension/ui/settings/data-settings.tsx';
import { DisplaySettings } from '#extension/ui/settings/display-settings.tsx';
import { LeetifySettings } from '#extension/ui/settings/leetify-settings.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';

interface SettingsTabProps {
  settings: Settings;
  save: SettingsState['save'];
  /** Players whose scores are kept; absent until known. */
  cached: number | undefined;
  onCleared: () => void;
}

/** The settings one reaches for in passing; the app has all of them. */
export function SettingsTab({ settings, save, cached, onCleared }: SettingsTabProps) {
  return (
    <>
      <BackendSettings settings={settings} save={save} />
      <LeetifySettings settings={settings} save={save} />
      <DisplaySettings settings={settings} save={save} />
      <DataSettings cached={cached} onCleared={onCleared} />
    </>
  );
}
