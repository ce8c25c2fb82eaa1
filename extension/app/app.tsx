import { AccountPage } from '#extension/app/account/account-page.tsx';
import { PlayerPage } from '#extension/app/player-page.tsx';
import { useRoute } from '#extension/app/route.ts';
import { PeoplePage } from '#extension/people/people-page.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Page } from '#extension/ui/page.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { type SettingsState, useSettings } from '#extension/ui/use-settings.ts';

/** The full-tab page: a shell whose content the address decides. */
export function App() {
  const state = useSettings();
  return (
    <Page settings={state.settings}>
      <Shell state={state} />
    </Page>
  );
}

function Shell({ state: { settings, failed, reload } }: { state: SettingsState }) {
  const words = useWords();
  const route = useRoute();
  return (
    <div class="app">
      <header class="app-name">
        <span>{words.t('app.name')}</span>
        <nav aria-label={words.t('app.name')}>
          <a href="#/people" aria-current={route.page === 'people' ? 'page' : undefined}>
            {words.t('popup.tab.people')}
          </a>
          <a href="#/account" aria-current={route.page === 'account' ? 'page' : undefined}>
            {words.t('account.title')}
          </a>
        </nav>
      </header>
      <main>
        {failed && (
          <Notice title={words.t('error.background')} tone="warn" live>
            <button type="button" onClick={reload}>
              {words.t('error.retry')}
            </button>
          </Notice>
        )}
        {!failed && !settings && <Loading />}
        {settings && route.page === 'player' && (
          <PlayerPage key={route.steamId} steamId={route.steamId} settings={settings} />
        )}
        {settings && route.page === 'people' && <PeoplePage settings={settings} />}
        {settings && route.page === 'account' && <AccountPage key={`${settings.backendUrl} ${settings.localOnly}`} />}
        {settings && route.page === 'nothing' && (
          <Notice title={words.t('app.notFound')} heading>
            <p>{words.t('app.notFoundText')}</p>
          </Notice>
        )}
      </main>
    </div>
  );
}
