import { useState } from 'preact/hooks';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import {
  askForAccess,
  checkBackendUrl,
  couldAskForAccess,
  type TestResult,
  testBackend,
} from '#extension/ui/settings/backend-url.ts';
import { Toggle } from '#extension/ui/settings/fields.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';

type Test = { state: 'idle' | 'running' | 'saved' | 'unsaved' | 'denied' } | (TestResult & { mayAsk: boolean });

/** Which server is asked, and what it may learn. */
export function BackendSettings({ settings, save }: { settings: Settings; save: SettingsState['save'] }) {
  const words = useWords();
  const [text, setText] = useState(settings.backendUrl);
  const [test, setTest] = useState<Test>({ state: 'idle' });
  const check = checkBackendUrl(text);

  const store = async () => {
    if (!check.ok || check.origin === settings.backendUrl) return;
    setText(check.origin);
    setTest({ state: (await save({ backendUrl: check.origin })) ? 'saved' : 'unsaved' });
  };
  const run = async (origin: string) => {
    setTest({ state: 'running' });
    await store();
    const result = await testBackend(origin);
    setTest({ ...result, mayAsk: result.state === 'unreachable' && (await couldAskForAccess(origin)) });
  };
  const allow = async (origin: string) => {
    if (await askForAccess(origin)) await run(origin);
    else setTest({ state: 'denied' });
  };

  return (
    <fieldset>
      <legend>{words.t('settings.backend')}</legend>
      <div class="field">
        <label for="backend-url">{words.t('settings.backendUrl')}</label>
        <input
          id="backend-url"
          type="url"
          inputMode="url"
          spellcheck={false}
          autocomplete="off"
          value={text}
          aria-invalid={!check.ok}
          aria-describedby="backend-said backend-hint"
          onInput={(event) => {
            setText(event.currentTarget.value);
            setTest({ state: 'idle' });
          }}
          onBlur={() => void store()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void store();
          }}
        />
        <p id="backend-hint" class="muted small">
          {words.t('settings.backendUrl.hint')}
        </p>
        <p id="backend-said" role="status" class="small said" data-tone={said().tone}>
          {said().text}
        </p>
        <div class="buttons">
          <button
            type="button"
            disabled={!check.ok || check.origin === '' || test.state === 'running'}
            onClick={() => check.ok && void run(check.origin)}
          >
            {words.t(test.state === 'running' ? 'settings.testing' : 'settings.test')}
          </button>
          {check.ok && 'mayAsk' in test && test.mayAsk && (
            <button type="button" onClick={() => void allow(check.origin)}>
              {words.t('settings.allow')}
            </button>
          )}
        </div>
      </div>
      <Toggle
        label={words.t('settings.localOnly')}
        hint={words.t('settings.localOnly.hint')}
        checked={settings.localOnly}
        onChange={(localOnly) => void save({ localOnly })}
      />
      <Toggle
        label={words.t('settings.askUnknown')}
        hint={words.t('settings.askUnknown.hint')}
        checked={settings.askUnknown}
        disabled={settings.localOnly || settings.backendUrl === ''}
        onChange={(askUnknown) => void save({ askUnknown })}
      />
    </fieldset>
  );

  function said(): { text: string; tone: 'plain' | 'good' | 'bad' | 'warn' } {
    if (!check.ok) return { text: words.t(`settings.url.${check.problem}`), tone: 'bad' };
    switch (test.state) {
      case 'ok':
        return { text: words.t('settings.test.ok', { version: test.version }), tone: 'good' };
      case 'unreachable':
      case 'foreign':
      case 'denied':
        return { text: words.t(`settings.test.${test.state}`), tone: 'bad' };
      case 'unsaved':
        return { text: words.t('settings.failed'), tone: 'bad' };
      default:
        if (check.insecure) return { text: words.t('settings.url.insecure'), tone: 'warn' };
        return test.state === 'saved' ? { text: words.t('settings.saved'), tone: 'good' } : { text: '', tone: 'plain' };
    }
  }
}
