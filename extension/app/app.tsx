import { useRef } from 'preact/hooks';
import { Navigation } from '#extension/app/navigation.tsx';
import { CurrentPage } from '#extension/app/page.tsx';
import { useLocation } from '#extension/app/use-location.ts';
import { DemoDrop } from '#extension/demos/drop.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Page } from '#extension/ui/page.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { type SettingsState, useSettings } from '#extension/ui/use-settings.ts';

/** The full-tab page: a shell whose content the address decides. */
export function App() {
  const state = useSettings();
  return (
    <Page surface="app" settings={state.settings}>
      <Shell state={state} />
    </Page>
  );
}

function Shell({ state: { settings, failed, reload } }: { state: SettingsState }) {
  const words = useWords();
  const at = useLocation();
  const main = useRef<HTMLElement>(null);
  return (
    <div class="app">
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {words.t('app.skip')}
      </button>
      <Navigation at={at} backend={settings && `${settings.backendUrl} ${settings.localOnly}`} />
      <main ref={main} tabIndex={-1}>
        {failed && (
          <Notice title={words.t('error.background')} tone="warn" live heading>
            <button type="button" onClick={reload}>
              {words.t('error.retry')}
            </button>
          </Notice>
        )}
        {!failed && !settings && <Loading />}
        {settings && <CurrentPage at={at} settings={settings} main={main} />}
      </main>
      {settings && <DemoDrop able={!settings.localOnly && settings.backendUrl !== ''} />}
    </div>
  );
}
