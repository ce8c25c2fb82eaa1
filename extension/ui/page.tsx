import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type Settings, settingsSchema } from '#extension/settings.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { Toasts } from '#extension/ui/toast.tsx';
import type { Surface } from '#extension/words/areas.ts';
import { readWords } from '#extension/words/read.ts';
import { createTranslator, type Translator } from '#extension/words/translator.ts';

const LIGHT = '(prefers-color-scheme: light)';
const LAST = 'last-look';

type Look = Pick<Settings, 'language' | 'theme'>;
const lookSchema = settingsSchema.pick({ language: true, theme: true });

/** How the page looked last time: settings come by message, and until then it should not flash in another language or colour. */
function lastLook(): Look {
  try {
    return lookSchema.parse(JSON.parse(localStorage.getItem(LAST) ?? '{}'));
  } catch {
    return lookSchema.parse({}); // Storage may be blocked, or hold something broken: the first look is the automatic one.
  }
}

function remember(look: Look): void {
  try {
    localStorage.setItem(LAST, JSON.stringify(look));
  } catch (error) {
    console.warn('the look of this page will not be remembered', error);
  }
}

function useSystemLight(): boolean {
  const [light, setLight] = useState(() => matchMedia(LIGHT).matches);
  useEffect(() => {
    const query = matchMedia(LIGHT);
    const changed = () => setLight(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return light;
}

/** The words of `surface`; absent until they are read. A language that cannot be read leaves the one before. */
function useSurfaceWords(surface: Exclude<Surface, 'background' | 'card'>, language: Look['language']) {
  const [words, setWords] = useState<Translator>();
  // Not after the first paint: there is none before they are there.
  useLayoutEffect(() => {
    let wanted = true;
    readWords(browser, surface, language).then(
      (read) => wanted && setWords(createTranslator(read)),
      (error: unknown) => console.error('the words could not be read', error),
    );
    return () => {
      wanted = false;
    };
  }, [surface, language]);
  return words;
}

interface PageProps {
  surface: 'popup' | 'app';
  settings: Settings | undefined;
  children: ComponentChildren;
}

/** Frame of the extension's own pages: language and theme of the settings on the whole document. Empty until it has words. */
export function Page({ surface, settings, children }: PageProps) {
  const [last] = useState(lastLook);
  const { language, theme: choice } = settings ?? last;
  useEffect(() => {
    if (settings) remember({ language, theme: choice });
  }, [settings, language, choice]);
  const words = useSurfaceWords(surface, language);
  const light = useSystemLight();
  const theme = choice === 'auto' ? (light ? 'light' : 'dark') : choice;
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    if (words) document.documentElement.lang = words.locale;
  }, [words, theme]);
  const context = useMemo(() => words && { words, now: Date.now }, [words]);
  return context ? (
    <UiProvider value={context}>
      <Toasts>{children}</Toasts>
    </UiProvider>
  ) : null;
}
