import type { ComponentType, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Boundary } from '#extension/app/boundary.tsx';
import type { PageProps } from '#extension/app/page-props.ts';
import type { Location, Route } from '#extension/app/routes.ts';
import { useArrival } from '#extension/app/use-arrival.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';

/** The page of an address. While the next one loads, the one before stays. */
export function CurrentPage({
  at,
  settings,
  main,
}: {
  at: Location;
  settings: Settings;
  main: RefObject<HTMLElement | null>;
}) {
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
  const lost = !at.route || failed === at.route;
  const said = useArrival(main, lost ? at.place : shown?.at.place);
  const again = () => {
    setFailed(undefined);
    setTries(tries + 1);
  };
  const Page = shown?.Page;
  return (
    <>
      <p class="sr" role="status">
        {said}
      </p>
      {!at.route ? (
        <Notice title={words.t('app.notFound')} heading>
          <p>{words.t('app.notFoundText')}</p>
          <a href="#/">{words.t('app.toStart')}</a>
        </Notice>
      ) : failed === at.route ? (
        <Failed again={again} />
      ) : Page && shown ? (
        <Boundary key={shown.at.place} fallback={(retry) => <Failed again={retry} />}>
          <Page settings={settings} params={shown.at.params} query={shown.at.query} />
        </Boundary>
      ) : (
        <Loading />
      )}
    </>
  );
}

function Failed({ again }: { again: () => void }) {
  const words = useWords();
  return (
    <Notice title={words.t('error.page')} tone="warn" live heading>
      <button type="button" onClick={again}>
        {words.t('error.retry')}
      </button>
    </Notice>
  );
}
