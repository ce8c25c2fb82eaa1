import type { ComponentChildren } from 'preact';
import { useWords } from '#extension/ui/context.tsx';

/** Grey bars where text will be, with the words for those who cannot see them. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const words = useWords();
  return (
    <div class="loading" role="status">
      <span class="sr">{words.t('card.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} aria-hidden="true" style={{ width: `${92 - ((index * 29) % 47)}%` }} />
      ))}
    </div>
  );
}

/** Nothing to show, or something that went wrong: what, why, and what can be done. */
export function Notice({
  title,
  children,
  tone = 'plain',
  live = false,
  heading = false,
}: {
  title: string;
  children?: ComponentChildren;
  tone?: 'plain' | 'warn';
  live?: boolean;
  /** The title is the page's own heading. */
  heading?: boolean;
}) {
  return (
    <div class="notice" data-tone={tone} role={live ? 'status' : undefined}>
      {heading ? <h1 class="notice-title">{title}</h1> : <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** The background did not answer, and can be asked again. */
export function Silent({ onRetry }: { onRetry: () => void }) {
  const words = useWords();
  return (
    <Notice title={words.t('error.background')} tone="warn" live>
      <button type="button" onClick={onRetry}>
        {words.t('error.retry')}
      </button>
    </Notice>
  );
}

/** What could not be read: the browser's storage, in its own words, or the background did not answer. */
export type ReadFailure = { of: 'background' } | { of: 'storage'; why: string };

/** The browser's storage could not be read, in whose own words, and can be tried again. */
export function StorageFailed({ why, onRetry }: { why: string; onRetry: () => void }) {
  const words = useWords();
  return (
    <Notice title={words.t('players.storage.failed')} tone="warn" live>
      <p>{words.t('players.storage.failedText')}</p>
      <p class="small muted mono">{why}</p>
      <button type="button" onClick={onRetry}>
        {words.t('error.retry')}
      </button>
    </Notice>
  );
}
