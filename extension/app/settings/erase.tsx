import { useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { eraseEverything } from '#extension/app/settings/erase.ts';
import { useWords } from '#extension/ui/context.tsx';

/** Everything in this browser, gone. Asked twice; the extension starts anew after it. */
export function Erase() {
  const words = useWords();
  const [step, setStep] = useState<'idle' | 'asking' | 'running' | 'failed'>('idle');
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'asking') safe.current?.focus();
  }, [step]);
  const erase = () => {
    setStep('running');
    eraseEverything(browser).catch((error: unknown) => {
      console.warn('not everything could be deleted', error);
      setStep('failed');
    });
  };
  return (
    <fieldset>
      <legend>{words.t('settings.erase')}</legend>
      <div class="field">
        <p class="muted small">{words.t('settings.erase.hint')}</p>
        {step === 'asking' || step === 'running' ? (
          <fieldset class="buttons" aria-label={words.t('settings.erase.confirm')}>
            <span>{words.t('settings.erase.confirm')}</span>
            <button type="button" class="danger" disabled={step === 'running'} onClick={erase}>
              {words.t('settings.erase.yes')}
            </button>
            <button type="button" ref={safe} disabled={step === 'running'} onClick={() => setStep('idle')}>
              {words.t('settings.erase.no')}
            </button>
          </fieldset>
        ) : (
          <div class="buttons">
            <button type="button" onClick={() => setStep('asking')}>
              {words.t('settings.erase')}
            </button>
          </div>
        )}
        <p role="status" class="small said" data-tone="bad">
          {step === 'failed' && words.t('settings.erase.failed')}
        </p>
      </div>
    </fieldset>
  );
}
