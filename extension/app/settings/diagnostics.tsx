import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { countKept } from '#extension/app/settings/kept.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';

/** An address says where somebody's backend is; what kind it is suffices. */
function kindOf(backendUrl: string): string {
  if (backendUrl === '') return 'none';
  const { protocol, hostname } = new URL(backendUrl);
  const near = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return `${protocol.slice(0, -1)}, ${near ? 'this computer' : 'elsewhere'}`;
}

/** Never rejects: what cannot be found out is part of the diagnosis. */
async function diagnose(settings: Settings): Promise<string> {
  const { leetifyKey, backendUrl, ...rest } = settings;
  const told = async (what: Promise<unknown>) => what.catch((error: unknown) => `failed: ${String(error)}`);
  const status = await told(send('status', {}).then(({ state, cachedPlayers }) => ({ state, cachedPlayers })));
  const kept = await told(countKept().then((all) => ({ ...all, counts: Object.fromEntries(all.counts) })));
  const diagnosis = {
    version: browser.runtime.getManifest().version,
    manifest: browser.runtime.getManifest().manifest_version,
    browser: navigator.userAgent,
    language: navigator.language,
    timeZoneOffset: new Date().getTimezoneOffset(),
    settings: { ...rest, backend: kindOf(backendUrl), leetifyKey: leetifyKey !== '' },
    status,
    kept,
  };
  return JSON.stringify(diagnosis, undefined, 2);
}

/** What helps whoever is to find a fault, to be copied; nothing about whom one looks at. */
export function Diagnostics({ settings }: { settings: Settings }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [copied, setCopied] = useState<'no' | 'done' | 'failed'>('no');
  useEffect(() => {
    let wanted = true;
    void diagnose(settings).then((found) => wanted && setText(found));
    return () => {
      wanted = false;
    };
  }, [settings]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('done'),
      (error: unknown) => {
        console.warn('the diagnosis could not be copied; it can be selected', error);
        setCopied('failed');
      },
    );
  return (
    <fieldset>
      <legend>{words.t('settings.diagnostics')}</legend>
      <div class="field">
        <p class="muted small">{words.t('settings.diagnostics.hint')}</p>
        {/* Focusable, so that it can be scrolled by keyboard. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre class="diagnosis" tabIndex={0}>
          {text}
        </pre>
        <div class="buttons">
          <button type="button" disabled={text === ''} onClick={() => void copy()}>
            {words.t('settings.diagnostics.copy')}
          </button>
          <span role="status" class="small said" data-tone={copied === 'failed' ? 'bad' : 'good'}>
            {copied === 'done' && words.t('settings.diagnostics.copied')}
            {copied === 'failed' && words.t('card.copyFailed')}
          </span>
        </div>
      </div>
    </fieldset>
  );
}
