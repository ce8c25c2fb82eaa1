import { useState } from 'preact/hooks';
import {
  type Change,
  changesOf,
  MAX_SETTINGS_FILE,
  type Problem,
  readSettingsFile,
  settingsToFile,
} from '#extension/app/settings/file-format.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { download } from '#extension/ui/download.ts';
import { ownName } from '#extension/ui/settings/display-settings.tsx';
import type { SettingsState } from '#extension/ui/use-settings.ts';
import { LANGUAGES } from '#shared/languages.ts';

type Step =
  | { state: 'idle' }
  | { state: 'said'; tone: 'good' | 'bad'; text: string; problems?: Problem[] }
  | { state: 'preview'; settings: Partial<Settings>; changes: Change[] };

/** What settings are called that are set on other pages. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  notify: 'notices.browser',
  syncNotes: 'settings.sync.switch',
  uploadMatches: 'sources.upload.switch',
};

/** Problems listed; a hostile file may have thousands. */
const MAX_LISTED = 20;

/** All settings as a file, out and in. Nothing is imported before the person has seen what would change. */
export function SettingsFile({ settings, save }: { settings: Settings; save: SettingsState['save'] }) {
  const words = useWords();
  const [step, setStep] = useState<Step>({ state: 'idle' });
  const nameOf = (name: string) => words.find(ELSEWHERE[name] ?? `settings.${name}`) ?? name;
  const shownAs = (name: string, value: string): string => {
    if (value === '') return words.t('settings.file.nothing');
    if (value === 'true' || value === 'false') return words.t(`settings.file.${value === 'true' ? 'on' : 'off'}`);
    if (name === 'notify') {
      return words.list(value.split(',').map((kind) => words.find(`notices.show.${kind}`) ?? kind));
    }
    const language = LANGUAGES.find((each) => name === 'language' && each === value);
    return language ? ownName(language) : (words.find(`settings.${name}.${value}`) ?? value);
  };

  const take = async (file: File): Promise<Step> => {
    const bad = (text: string, problems?: Problem[]): Step => ({
      state: 'said',
      tone: 'bad',
      text,
      ...(problems && { problems }),
    });
    if (file.size > MAX_SETTINGS_FILE) {
      const size = words.number(Math.ceil(file.size / 1000), { style: 'unit', unit: 'kilobyte' });
      return bad(words.t('settings.file.tooLarge', { size }));
    }
    const read = readSettingsFile(await file.text());
    switch (read.state) {
      case 'not-json':
        return bad(words.t('settings.file.notJson', { line: read.line }));
      case 'foreign':
        return bad(words.t('settings.file.foreign'));
      case 'newer':
        return bad(words.t('settings.file.newer', { version: read.version }));
      case 'wrong':
        return bad(words.t('settings.file.wrong', { count: read.problems.length }), read.problems);
      case 'ok': {
        const changes = changesOf(read.settings, settings);
        if (changes.length > 0) return { state: 'preview', settings: read.settings, changes };
        return { state: 'said', tone: 'good', text: words.t('settings.file.same') };
      }
    }
  };
  const apply = async (change: Partial<Settings>) => {
    const done = await save(change);
    setStep({
      state: 'said',
      tone: done ? 'good' : 'bad',
      text: words.t(done ? 'settings.file.done' : 'settings.failed'),
    });
  };

  return (
    <fieldset>
      <legend>{words.t('settings.file')}</legend>
      <div class="field">
        <p class="muted small">{words.t('settings.file.hint')}</p>
        <div class="buttons">
          <button
            type="button"
            onClick={() => download('cstatsentry-settings.json', 'application/json', settingsToFile(settings))}
          >
            {words.t('settings.file.export')}
          </button>
          <label class="file">
            <span>{words.t('settings.file.import')}</span>
            <input
              type="file"
              accept=".json,application/json"
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                // The same file may be chosen again once it is mended.
                event.currentTarget.value = '';
                if (!file) return;
                take(file).then(setStep, () =>
                  setStep({ state: 'said', tone: 'bad', text: words.t('settings.file.foreign') }),
                );
              }}
            />
          </label>
        </div>
        <div role="status" class="settings-taken">
          {step.state === 'said' && (
            <p class="small said" data-tone={step.tone}>
              {step.text}
            </p>
          )}
          {step.state === 'said' && step.problems && (
            <ul class="small settings-list">
              {step.problems.slice(0, MAX_LISTED).map(({ kind, name }) => (
                <li key={name}>{words.t(`settings.file.${kind}`, { name: kind === 'value' ? nameOf(name) : name })}</li>
              ))}
            </ul>
          )}
          {step.state === 'preview' && (
            <>
              <p>{words.t('settings.file.changes', { count: step.changes.length })}</p>
              <ul class="settings-list">
                {step.changes.map(({ name, before, after }) => (
                  <li key={name}>
                    {words.t('settings.file.change', {
                      name: nameOf(name),
                      before: shownAs(name, before),
                      after: shownAs(name, after),
                    })}
                  </li>
                ))}
              </ul>
              <div class="buttons">
                <button type="button" class="primary" onClick={() => void apply(step.settings)}>
                  {words.t('settings.file.apply')}
                </button>
                <button type="button" onClick={() => setStep({ state: 'idle' })}>
                  {words.t('settings.file.cancel')}
                </button>
              </div>
            </>
          )}
        </div>
      </div>
    </fieldset>
  );
}
