import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Location, PageProps, Route } from '#extension/app/routes.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';

/** The page of an address. While the next one loads, the one before stays. */
export function CurrentPage({ at, settings }: { at: Location; settings: Settings }) {
  const words = useWords();
  const [shown, setShown] = useState<{ at: Location; Page: ComponentType<PageProps> }>();
  const [failed, setFailed] = useState<Route>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const { route } = at;
    if (!route) return;
    let wanted = true;
    route.load().then(
      ({ default: Page }) => wanted && setShown({ at, Page }),
      (error: unknown) => {
        console.error(`the page ${route.path} could not be loaded`, error);
        if (wanted) setFailed(route);
      },
    );
    return () => {
      wanted = false;
    };
  }, [at, tries]);
  if (!at.route) {
    return (
      <Notice title={words.t('app.notFound')} heading>
        <p>{words.t('app.notFoundText')}</p>
      </Notice>
    );
  }
  if (failed === at.route) {
    const again = () => {
      setFailed(undefined);
      setTries(tries + 1);
    };
    return (
      <Notice title={words.t('app.pageFailed')} tone="warn" live heading>
        <button type="button" onClick={again}>
          {words.t('error.retry')}
        </button>
      </Notice>
    );
  }
  if (!shown) return <Loading />;
  const { Page } = shown;
  return <Page settings={settings} params={shown.at.params} query={shown.at.query} />;
}
