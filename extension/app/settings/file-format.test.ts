import { describe, expect, it } from 'vitest';
import { changesOf, readSettingsFile, settingsToFile } from '#extension/app/settings/file-format.ts';
import { settingsSchema } from '#extension/settings.ts';

const NOW = settingsSchema.parse({ leetifyKey: 'secret', quietBelow: 30 });
const file = (settings: object, version = 1) => JSON.stringify({ format: 'cstatsentry-settings', version, settings });

describe('settings as a file', () => {
  it('come back as they went, without the key', () => {
    const text = settingsToFile(NOW);
    expect(text).not.toContain('secret');
    const read = readSettingsFile(`\uFEFF${text}`);
    expect(read).toMatchObject({ state: 'ok', settings: { quietBelow: 30 } });
    expect(read.state === 'ok' && changesOf(read.settings, NOW)).toEqual([]);
  });

  it('are taken in part, and say what would change', () => {
    const read = readSettingsFile(file({ theme: 'light', quietBelow: 30 }));
    expect(read).toEqual({ state: 'ok', settings: { theme: 'light', quietBelow: 30 } });
    if (read.state !== 'ok') return;
    expect(changesOf(read.settings, NOW)).toEqual([{ name: 'theme', before: 'auto', after: 'light' }]);
  });

  it('are refused whole when one is wrong, and each is named', () => {
    const text = file({ theme: 'light', quietBelow: 101, backendUrl: 'javascript:alert(1)', leetifyKey: 'x', zzz: 1 });
    expect(readSettingsFile(text)).toEqual({
      state: 'wrong',
      problems: [
        { kind: 'value', name: 'quietBelow' },
        { kind: 'value', name: 'backendUrl' },
        { kind: 'unknown', name: 'leetifyKey' },
        { kind: 'unknown', name: 'zzz' },
      ],
    });
  });

  it('never touch what objects are made of', () => {
    const text =
      '{"format":"cstatsentry-settings","version":1,"settings":{"__proto__":{"theme":"light"},"constructor":1}}';
    expect(readSettingsFile(text)).toMatchObject({ state: 'wrong' });
    expect(Reflect.get({}, 'theme')).toBeUndefined();
  });

  it.each(['', '[]', 'null', '"x"', '{}', '{"format":"cstatsentry-notes","version":1,"settings":{}}'])(
    'are not %j',
    (text) => {
      expect(['foreign', 'not-json']).toContain(readSettingsFile(text).state);
    },
  );

  it('say the line that cannot be read, and that a newer version made them', () => {
    expect(readSettingsFile('{\n  "a": 1,\n  b\n}')).toEqual({ state: 'not-json', line: 3 });
    expect(readSettingsFile(file({}, 2))).toEqual({ state: 'newer', version: 2 });
  });
});
