import type { ComponentChildren, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import './dialog.css';

interface DialogProps {
  title: string;
  /** The person wants it closed: Escape, the button in its corner, a click beside it. Take it out of the page then. */
  onClose: () => void;
  /** Gets the focus at first; the first thing that can have it otherwise. */
  first?: RefObject<HTMLElement | null>;
  /** Buttons below everything else, the one that goes ahead first. */
  buttons?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * A modal dialog, open as long as it is in the page. The browser keeps the focus in it, makes the rest inert, and gives the
 * focus back to where it was.
 */
export function Dialog({ title, onClose, first, buttons, children }: DialogProps) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    first?.current?.focus();
    // Closed before it leaves the page: only then does the focus go back.
    return () => element.close();
  }, [first]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key that does the same, and the dialog's own.
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        // The page decides; a dialog that closed by itself would still be in it.
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={words.t('card.close')}
            title={words.t('card.close')}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
        {buttons && <div class="dialog-buttons">{buttons}</div>}
      </div>
    </dialog>
  );
}
