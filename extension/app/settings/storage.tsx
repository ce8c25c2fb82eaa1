import { useEffect, useState } from 'preact/hooks';
import { countKept, type Kept } from '#extension/app/settings/kept.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Loading } from '#extension/ui/states.tsx';

/** What is kept in this browser, and how much room it takes. */
export function Storage() {
  const words = useWords();
  const [kept, setKept] = useState<Kept | 'failed'>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    countKept().then(setKept, (error: unknown) => {
      console.warn('what is kept could not be counted', error);
      setKept('failed');
    });
  }, [tries]);
  const size = (bytes: number) => {
    const [unit, each] = bytes < 1e9 ? (['megabyte', 1e6] as const) : (['gigabyte', 1e9] as const);
    return words.number(bytes / each, { style: 'unit', unit, maximumFractionDigits: 1 });
  };
  return (
    <fieldset>
      <legend>{words.t('settings.storage')}</legend>
      {!kept && <Loading lines={2} />}
      {kept === 'failed' && (
        <div class="field" role="alert">
          <p>{words.t('settings.storage.failed')}</p>
          <div class="buttons">
            <button type="button" onClick={() => setTries(tries + 1)}>
              {words.t('error.retry')}
            </button>
          </div>
        </div>
      )}
      {kept && kept !== 'failed' && (
        <div class="field">
          <dl class="settings-counts">
            {[...kept.counts].map(([name, count]) => (
              <div key={name}>
                <dt>{words.t(`settings.storage.${name}`)}</dt>
                <dd>{count === undefined ? words.t('compare.unknown') : words.number(count)}</dd>
              </div>
            ))}
          </dl>
          <p class="muted small">
            {kept.used !== undefined && kept.quota
              ? words.t('settings.storage.used', { used: size(kept.used), quota: size(kept.quota) })
              : words.t('settings.storage.unknown')}
          </p>
        </div>
      )}
    </fieldset>
  );
}
