import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type Look, lastLook, rememberLook, systemLight, themeOf } from '#extension/look.ts';
import type { Settings } from '#extension/settings.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { Toasts } from '#extension/ui/toast.tsx';
import type { Surface } from '#extension/words/areas.ts';
import { resolveLanguage } from '#extension/words/languages.ts';
import { readWords } from '#extension/words/read.ts';
import { createTranslator, type Translator } from '#extension/words/translator.ts';

function useSystemLight(): boolean {
  const [light, setLight] = useState(() => systemLight().matches);
  useEffect(() => {
    const query = systemLight();
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
  /** What there is without words. */
  before?: ComponentChildren;
  children: ComponentChildren;
}

/** Frame of the extension's own pages: language and theme of the settings on the whole document. Just `before` until it has words. */
export function Page({ surface, settings, before = null, children }: PageProps) {
  const [last] = useState(lastLook);
  const { language, theme: choice } = settings ?? last;
  useEffect(() => {
    if (!settings) return;
    const { language: words } = resolveLanguage(language, browser.i18n.getUILanguage());
    rememberLook({ language, theme: choice, words });
  }, [settings, language, choice]);
  const words = useSurfaceWords(surface, language);
  const light = useSystemLight();
  const theme = themeOf(choice, light);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    if (words) document.documentElement.lang = words.locale;
  }, [words, theme]);
  const context = useMemo(() => words && { words, now: Date.now }, [words]);
  return context ? (
    <UiProvider value={context}>
      <Toasts>{children}</Toasts>
    </UiProvider>
  ) : (
    before
  );
}
