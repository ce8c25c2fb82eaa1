import { useState } from 'preact/hooks';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Choice, Pick } from '#extension/ui/settings/fields.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';
import { LANGUAGES, type Language } from '#shared/languages.ts';

/** What a language calls itself, as a name at the beginning of a line. */
export function ownName(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** What is shown, how loud, in which words and colours. */
export function DisplaySettings({ settings, save }: { settings: Settings; save: SettingsState['save'] }) {
  const words = useWords();
  return (
    <fieldset>
      <legend>{words.t('settings.display')}</legend>
      <Choice
        label={words.t('settings.headline')}
        hint={words.t('settings.headline.hint')}
        value={settings.headline}
        options={[
          { value: 'calibrated', label: words.t('settings.headline.calibrated') },
          { value: 'rubric', label: words.t('settings.headline.rubric') },
        ]}
        onChange={(headline) => void save({ headline })}
      />
      <QuietBelow value={settings.quietBelow} save={save} />
      <Pick
        label={words.t('settings.language')}
        value={settings.language}
        options={[
          { value: 'auto', label: words.t('settings.language.auto') },
          ...LANGUAGES.map((value) => ({ value, label: ownName(value), lang: value })),
        ]}
        onChange={(language) => void save({ language })}
      />
      <Choice
        label={words.t('settings.theme')}
        value={settings.theme}
        options={[
          { value: 'auto', label: words.t('settings.theme.auto') },
          { value: 'dark', label: words.t('settings.theme.dark') },
          { value: 'light', label: words.t('settings.theme.light') },
        ]}
        onChange={(theme) => void save({ theme })}
      />
    </fieldset>
  );
}

function QuietBelow({ value, save }: { value: number; save: SettingsState['save'] }) {
  const words = useWords();
  // While dragging only the number moves; what is let go of is stored.
  const [dragged, setDragged] = useState<number>();
  const shown = dragged ?? value;
  return (
    <div class="field">
      <div class="range-label">
        <label for="quiet-below">{words.t('settings.quietBelow')}</label>
        <output for="quiet-below">{shown === 0 ? words.t('settings.quietBelow.off') : words.number(shown)}</output>
      </div>
      <input
        id="quiet-below"
        type="range"
        min={0}
        max={100}
        step={1}
        value={shown}
        aria-describedby="quiet-hint"
        onInput={(event) => setDragged(event.currentTarget.valueAsNumber)}
        onChange={(event) => {
          void save({ quietBelow: event.currentTarget.valueAsNumber }).then(() => setDragged(undefined));
        }}
      />
      <p id="quiet-hint" class="muted small">
        {words.t('settings.quietBelow.hint')}
      </p>
    </div>
  );
}
