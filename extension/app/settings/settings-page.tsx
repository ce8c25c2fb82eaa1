import '#extension/app/settings/settings-page.css';
import { useState } from 'preact/hooks';
import type { PageProps } from '#extension/app/page-props.ts';
import { Diagnostics } from '#extension/app/settings/diagnostics.tsx';
import { Erase } from '#extension/app/settings/erase.tsx';
import { SettingsFile } from '#extension/app/settings/settings-file.tsx';
import { Storage } from '#extension/app/settings/storage.tsx';
import { useSaving } from '#extension/app/settings/use-saving.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { useWords } from '#extension/ui/context.tsx';
import { BackendSettings } from '#extension/ui/settings/backend-settings.tsx';
import { DataSettings } from '#extension/ui/settings/data-settings.tsx';
import { DisplaySettings } from '#extension/ui/settings/display-settings.tsx';
import { LeetifySettings } from '#extension/ui/settings/leetify-settings.tsx';
import { SyncSettings } from '#extension/user-sync/sync-settings.tsx';

/** `#/settings`: everything that can be set, with what it means, and what is kept in this browser. */
export default function SettingsPage({ settings: given }: PageProps) {
  const words = useWords();
  useTitle(words.t('settings.title'));
  const { settings = given, save } = useSaving();
  const [changed, setChanged] = useState(0);
  const renew = () => setChanged((count) => count + 1);
  return (
    <>
      <h1>{words.t('settings.title')}</h1>
      <div class="settings settings-page">
        {/* What is typed and not yet stored starts anew after an import. */}
        <BackendSettings key={`backend ${settings.backendUrl}`} settings={settings} save={save} />
        <DisplaySettings settings={settings} save={save} />
        <LeetifySettings key={`leetify ${settings.leetifyKey}`} settings={settings} save={save} />
        <SyncSettings settings={settings} save={save} />
        <SettingsFile settings={settings} save={save} />
        <Storage key={changed} />
        <DataSettings cached={undefined} onCleared={renew} />
        <Erase />
        <Diagnostics settings={settings} />
      </div>
    </>
  );
}
