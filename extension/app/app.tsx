import { CurrentPage } from '#extension/app/page.tsx';
import { ROUTES } from '#extension/app/routes.ts';
import { useLocation } from '#extension/app/use-location.ts';
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
  return (
    <div class="app">
      <header class="app-name">
        <span>{words.t('app.name')}</span>
        <nav aria-label={words.t('app.name')}>
          {ROUTES.map(
            ({ path, nav }) =>
              nav && (
                <a key={path} href={`#/${path}`} aria-current={at.route?.path === path ? 'page' : undefined}>
                  {words.t(nav.label)}
                </a>
              ),
          )}
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
        {settings && <CurrentPage at={at} settings={settings} />}
      </main>
    </div>
  );
}
