import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { useToast } from '#extension/ui/toast.tsx';

/** As keyboards name them. */
const KEYS = 'Ctrl K';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The palette's button and its keys: Ctrl or Command with K anywhere, `/` where nothing is typed; `?` shows all keys. */
export function PaletteKey() {
  const words = useWords();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [Palette, setPalette] = useState<ComponentType<{ onClose: () => void }>>();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const withModifier = event.ctrlKey || event.metaKey;
      const opens = withModifier ? event.key.toLowerCase() === 'k' : event.key === '/' && !isTyping(event.target);
      const shows = event.key === '?' && !withModifier && !isTyping(event.target);
      // A dialog has its own keys.
      if ((!opens && !shows) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      if (opens) setOpen(true);
      else location.hash = '#/shortcuts';
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    if (!open || Palette) return;
    import('#extension/app/palette/palette.tsx').then(
      (loaded) => setPalette(() => loaded.default),
      (error: unknown) => {
        console.error('the palette could not be loaded', error);
        setOpen(false);
        toast({ text: words.t('error.page'), tone: 'warn' });
      },
    );
  }, [open, Palette, toast, words]);

  return (
    <>
      <button type="button" class="palette-open" aria-keyshortcuts="Control+K Meta+K" onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span>{words.t('palette.find')}</span>
        <kbd>{KEYS}</kbd>
      </button>
      {open && Palette && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}
