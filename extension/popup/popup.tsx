import { useEffect, useRef, useState } from 'preact/hooks';
import { AccountStrip } from '#extension/account/strip.tsx';
import { Connection, useConnection } from '#extension/popup/connection.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Page } from '#extension/ui/page.tsx';
import { createPart } from '#extension/ui/part.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { type SettingsState, useSettings } from '#extension/ui/use-settings.ts';

const TABS = ['lookup', 'people', 'settings'] as const;
type Tab = (typeof TABS)[number];

/** The tab that was open last: read at once, before anything else is known. */
const LAST_TAB = 'popup-tab';
const lastTab = (): Tab => TABS.find((tab) => tab === localStorage.getItem(LAST_TAB) && tab !== 'settings') ?? 'lookup';

/** What is below the tabs comes after them: the frame is there, and can be used, before the rest is read. */
const PARTS = {
  lookup: createPart('the lookup', async () => (await import('#extension/popup/lookup.tsx')).LookupTab),
  people: createPart('the people met', async () => (await import('#extension/people/people.tsx')).People),
  settings: createPart('the settings', async () => (await import('#extension/popup/settings.tsx')).SettingsTab),
};

// Fetched beside the words and the settings, not after them.
PARTS[lastTab()].prepare();

export function Popup() {
  const state = useSettings();
  return (
    <Page surface="popup" settings={state.settings} before={<PopupBefore />}>
      <Frame state={state} />
    </Page>
  );
}

/** `popup.title` in every language: a name. */
const NAME = 'CStatSentry';

/** The popup before it has words: in its size and with its name, as the page itself brings it along. */
export function PopupBefore() {
  return (
    <div class="popup">
      <header class="popup-head">
        <h1>{NAME}</h1>
        <div class="tabs" />
      </header>
    </div>
  );
}

function Frame({ state }: { state: SettingsState }) {
  const words = useWords();
  const [tab, show] = useState<Tab>(lastTab);
  const [lookedAt, setLookedAt] = useState(tab === 'lookup');
  const setTab = (next: Tab) => {
    show(next);
    if (next === 'lookup') setLookedAt(true);
    localStorage.setItem(LAST_TAB, next);
  };
  const [cleared, setCleared] = useState(0);
  const { settings, failed, save, reload } = state;
  const status = useConnection(settings ? `${settings.backendUrl} ${settings.localOnly} ${cleared}` : '');
  const strip = useRef<HTMLDivElement>(null);

  // Opened in a moment, most likely; not before what is looked at now is there.
  useEffect(() => {
    const idle = setTimeout(() => {
      for (const part of Object.values(PARTS)) part.prepare();
    }, 1_000);
    return () => clearTimeout(idle);
  }, []);

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
              {lookedAt && (
                <div hidden={tab !== 'lookup'}>
                  <PARTS.lookup.View settings={settings} />
                </div>
              )}
              {tab === 'people' && (
                <div>
                  <PARTS.people.View settings={settings} />
                </div>
              )}
              {tab === 'settings' && (
                <div class="settings">
                  <PARTS.settings.View
                    settings={settings}
                    save={save}
                    cached={status?.cachedPlayers}
                    onCleared={() => setCleared((count) => count + 1)}
                  />
                </div>
              )}
            </>
          )}
        </div>
      </main>
    </div>
  );
}
