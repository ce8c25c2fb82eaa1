import { useState } from 'preact/hooks';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Choice } from '#extension/ui/settings/fields.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';

/** When Leetify is asked, and with whose key. */
export function LeetifySettings({ settings, save }: { settings: Settings; save: SettingsState['save'] }) {
  const words = useWords();
  const [text, setText] = useState(settings.leetifyKey);
  const [said, setSaid] = useState<'nothing' | 'saved' | 'failed'>('nothing');
  const key = text.trim();
  const valid = /^[\x21-\x7e]{0,200}$/.test(key);
  const store = async () => {
    if (!valid || key === settings.leetifyKey) return;
    setText(key);
    setSaid((await save({ leetifyKey: key })) ? 'saved' : 'failed');
  };
  const message = () => {
    if (!valid) return words.t('settings.leetifyKey.wrong');
    if (said === 'nothing') return '';
    return words.t(said === 'saved' ? 'settings.saved' : 'settings.failed');
  };
  return (
    <fieldset>
      <legend>{words.t('leetify.title')}</legend>
      <Choice
        label={words.t('settings.leetify')}
        hint={words.t('settings.leetify.hint')}
        value={settings.leetify}
        options={[
          { value: 'off', label: words.t('settings.leetify.off') },
          { value: 'ask', label: words.t('settings.leetify.ask') },
          { value: 'always', label: words.t('settings.leetify.always') },
        ]}
        onChange={(leetify) => void save({ leetify })}
      />
      <div class="field">
        <label for="leetify-key">{words.t('settings.leetifyKey')}</label>
        <input
          id="leetify-key"
          type="password"
          spellcheck={false}
          autocomplete="off"
          value={text}
          disabled={settings.leetify === 'off'}
          aria-invalid={!valid}
          aria-describedby="leetify-key-said leetify-key-hint"
          onInput={(event) => {
            setText(event.currentTarget.value);
            setSaid('nothing');
          }}
          onBlur={() => void store()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void store();
          }}
        />
        <p id="leetify-key-hint" class="muted small">
          {words.t('settings.leetifyKey.hint')}
        </p>
        <p
          id="leetify-key-said"
          role="status"
          class="small said"
          data-tone={!valid || said === 'failed' ? 'bad' : 'good'}
        >
          {message()}
        </p>
      </div>
    </fieldset>
  );
}
