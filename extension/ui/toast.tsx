import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import './toast.css';

export interface Toast {
  text: string;
  /** One thing that can be done about it; without a label it is "Undo". Ctrl+Z does it, too. */
  action?: { label?: string; run: () => void };
  tone?: 'plain' | 'warn';
  /** How long it stays, ms; it also stays as long as the pointer or the focus is on it. */
  ms?: number;
}

const STAYS = 6_000;
/** More at once would hide the page. */
const MOST = 3;

interface Shown extends Toast {
  id: number;
}

const Context = createContext<(toast: Toast) => void>(() => {});

/** Says something at the edge of the page, for a while. What it says must not be the only place that says it. */
export const useToast = (): ((toast: Toast) => void) => useContext(Context);

/** Where toasts appear: once around a page. */
export function Toasts({ children }: { children: ComponentChildren }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const next = useRef(0);
  const show = useCallback((toast: Toast) => {
    const id = ++next.current;
    setShown((old) => [...old, { ...toast, id }].slice(-MOST));
  }, []);
  const close = useCallback((id: number) => setShown((old) => old.filter((each) => each.id !== id)), []);
  // Listened for from the start: a toast that is seen can be undone at once.
  const last = useRef<Shown | undefined>(undefined);
  last.current = shown.findLast(({ action }) => action);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      const toast = last.current;
      if (!toast || event.key !== 'z' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      // Where text is typed Ctrl+Z is the text's.
      const target = event.composedPath()[0];
      if (target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')) return;
      event.preventDefault();
      close(toast.id);
      toast.action?.run();
    };
    document.addEventListener('keydown', undo);
    return () => document.removeEventListener('keydown', undo);
  }, [close]);
  return (
    <Context.Provider value={show}>
      {children}
      {/* Always there, so that what comes into it is read out. */}
      <div class="toasts" aria-live="polite">
        {shown.map((toast) => (
          <One key={toast.id} toast={toast} onClose={() => close(toast.id)} />
        ))}
      </div>
    </Context.Provider>
  );
}

function One({ toast: { text, action, tone = 'plain', ms = STAYS }, onClose }: { toast: Toast; onClose: () => void }) {
  const words = useWords();
  const [stays, setStays] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const end = useRef(onClose);
  end.current = onClose;
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => end.current(), ms);
    return () => clearTimeout(timer);
  }, [stays, ms]);
  // The focus goes back to where it came from instead of getting lost with the button.
  const leave = () => {
    if (box.current?.contains(document.activeElement) && before.current instanceof HTMLElement) before.current.focus();
    onClose();
  };
  return (
    <div
      ref={box}
      class="toast"
      data-tone={tone}
      onPointerEnter={() => setStays(true)}
      onPointerLeave={() => setStays(box.current?.contains(document.activeElement) ?? false)}
      onFocusIn={(event) => {
        const from = event.relatedTarget;
        if (from instanceof Element && !box.current?.contains(from)) before.current = from;
        setStays(true);
      }}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) setStays(false);
      }}
    >
      <span class="toast-text">{text}</span>
      {action && (
        <button
          type="button"
          class="link-button"
          aria-keyshortcuts="Control+Z"
          onClick={() => {
            leave();
            action.run();
          }}
        >
          {action.label ?? words.t('toast.undo')}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={words.t('toast.close')}
        title={words.t('toast.close')}
        onClick={leave}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
