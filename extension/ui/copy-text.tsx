import { useEffect, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';

/** How long it says whether something was copied, ms. */
const SAID = 4_000;

/** A short text with a button that copies it, and says beside itself for a while whether that worked. `label` names the button. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const words = useWords();
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (done === 'no') return;
    const timer = setTimeout(() => setDone('no'), SAID);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    // Absent where the page is not served securely; pages may also forbid it by policy.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const written = clipboard ? clipboard.writeText(text) : Promise.reject(new Error('no clipboard'));
    written.then(
      () => setDone('yes'),
      () => setDone('failed'),
    );
  };
  return (
    <span class="copy">
      <code class="steam-id">{text}</code>
      <button type="button" class="icon-button" onClick={copy} aria-label={label} title={label}>
        <Icon name={done === 'yes' ? 'check' : 'copy'} />
      </button>
      <span role="status" class="small copy-said" data-done={done}>
        {done === 'yes' ? words.t('card.copied') : done === 'failed' ? words.t('card.copyFailed') : ''}
      </span>
    </span>
  );
}
