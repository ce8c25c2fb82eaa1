import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { createTranslator } from '#extension/i18n.ts';
import type { Settings } from '#extension/settings.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { PAGE_WORDS } from '#extension/ui/page-words.ts';

const LIGHT = '(prefers-color-scheme: light)';

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

/** Frame of the extension's own pages: language and theme of the settings on the whole document. */
export function Page({ settings, children }: { settings: Settings | undefined; children: ComponentChildren }) {
  const language = settings?.language ?? 'auto';
  const words = useMemo(() => createTranslator(language, undefined, PAGE_WORDS), [language]);
  const light = useSystemLight();
  const choice = settings?.theme ?? 'auto';
  const theme = choice === 'auto' ? (light ? 'light' : 'dark') : choice;
  useEffect(() => {
    document.documentElement.lang = words.locale;
    document.documentElement.dataset['theme'] = theme;
  }, [words, theme]);
  const context = useMemo(() => ({ words, now: Date.now }), [words]);
  return <UiProvider value={context}>{children}</UiProvider>;
}
