import { useEffect } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';

/** Names the tab after what the page shows. */
export function useTitle(page: string): void {
  const words = useWords();
  useEffect(() => {
    document.title = words.t('app.title', { page });
  }, [words, page]);
}
