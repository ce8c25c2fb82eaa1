import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';

/** What is kept in this browser. Clearing is asked twice: it costs requests to get it back. */
export function DataSettings({ cached, onCleared }: { cached: number | undefined; onCleared: () => void }) {
  const words = useWords();
  const [step, setStep] = useState<'idle' | 'asking' | 'done' | 'failed'>('idle');
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'asking') safe.current?.focus();
  }, [step]);
  const clear = () => {
    send('clearCache', {}).then(
      () => {
        setStep('done');
        onCleared();
      },
      () => setStep('failed'),
    );
  };
  return (
    <fieldset>
      <legend>{words.t('settings.data')}</legend>
      <div class="field">
        {cached !== undefined && <p>{words.t('connection.cached', { count: cached })}</p>}
        <p class="muted small">{words.t('settings.clearCache.hint')}</p>
        {step === 'asking' ? (
          <fieldset class="buttons" aria-label={words.t('settings.clearCache.confirm', { count: cached ?? 0 })}>
            <span>{words.t('settings.clearCache.confirm', { count: cached ?? 0 })}</span>
            <button type="button" onClick={clear}>
              {words.t('settings.clearCache.yes')}
            </button>
            <button type="button" ref={safe} onClick={() => setStep('idle')}>
              {words.t('settings.clearCache.no')}
            </button>
          </fieldset>
        ) : (
          <div class="buttons">
            <button type="button" onClick={() => setStep('asking')}>
              {words.t('settings.clearCache')}
            </button>
            <span role="status" class="small said" data-tone={step === 'failed' ? 'bad' : 'good'}>
              {step === 'done' && words.t('settings.clearCache.done')}
              {step === 'failed' && words.t('error.background')}
            </span>
          </div>
        )}
      </div>
    </fieldset>
  );
}
