import { useRef, useState } from 'preact/hooks';
import { AccountStrip } from '#extension/account/strip.tsx';
import { People } from '#extension/people/people.tsx';
import { Connection, useConnection } from '#extension/popup/connection.tsx';
import { LookupTab } from '#extension/popup/lookup.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Page } from '#extension/ui/page.tsx';
import { BackendSettings } from '#extension/ui/settings/backend-settings.tsx';
import { DataSettings } from '#extension/ui/settings/data-settings.tsx';
import { DisplaySettings } from '#extension/ui/settings/display-settings.tsx';
import { LeetifySettings } from '#extension/ui/settings/leetify-settings.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { type SettingsState, useSettings } from '#extension/ui/use-settings.ts';

const TABS = ['lookup', 'people', 'settings'] as const;
type Tab = (typeof TABS)[number];

/** The tab that was open last: read at once, before anything else is known. */
const LAST_TAB = 'popup-tab';
const lastTab = (): Tab => TABS.find((tab) => tab === localStorage.getItem(LAST_TAB) && tab !== 'settings') ?? 'lookup';

export function Popup() {
  const state = useSettings();
  return (
    <Page surface="popup" settings={state.settings}>
      <Frame state={state} />
    </Page>
  );
}

function Frame({ state }: { state: SettingsState }) {
  const words = useWords();
  const [tab, show] = useState<Tab>(lastTab);
  const setTab = (next: Tab) => {
    show(next);
    localStorage.setItem(LAST_TAB, next);
  };
  const [cleared, setCleared] = useState(0);
  const { settings, failed, save, reload } = state;
  const status = useConnection(settings ? `${settings.backendUrl} ${settings.localOnly} ${cleared}` : '');
  const strip = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    if (step === 0 || !next) return;
    setTab(next);
    strip.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  return (
    <div class="popup">
      <header class="popup-head">
        <h1>{words.t('popup.title')}</h1>
        <Connection status={status} />
        <div ref={strip} role="tablist" aria-label={words.t('popup.title')} class="tabs" onKeyDown={move}>
          {TABS.map((each) => (
            <button
              key={each}
              id={`tab-${each}`}
              type="button"
              role="tab"
              aria-selected={tab === each}
              aria-controls="panel"
              tabIndex={tab === each ? 0 : -1}
              onClick={() => setTab(each)}
            >
              {words.t(`popup.tab.${each}`)}
            </button>
          ))}
        </div>
      </header>
      {settings && <AccountStrip key={`${settings.backendUrl} ${settings.localOnly}`} />}
      <main>
        <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab}`} class="popup-body">
          {failed && (
            <Notice title={words.t('error.background')} tone="warn" live>
              <button type="button" onClick={reload}>
                {words.t('error.retry')}
              </button>
            </Notice>
          )}
          {!settings && !failed && <Loading lines={3} />}
          {settings && (
            <>
              {/* Kept while the settings are open: a running lookup goes on, and its results are there afterwards. */}
              <div hidden={tab !== 'lookup'}>
                <LookupTab settings={settings} />
              </div>
              {tab === 'people' && (
                <div>
                  <People settings={settings} />
                </div>
              )}
              {tab === 'settings' && (
                <div class="settings">
                  <BackendSettings settings={settings} save={save} />
                  <LeetifySettings settings={settings} save={save} />
                  <DisplaySettings settings={settings} save={save} />
                  <DataSettings cached={status?.cachedPlayers} onCleared={() => setCleared((count) => count + 1)} />
                </div>
              )}
            </>
          )}
        </div>
      </main>
    </div>
  );
}
