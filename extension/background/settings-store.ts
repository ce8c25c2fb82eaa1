import { type Settings, settingsSchema } from '#extension/settings.ts';

const KEY = 'settings';

export interface SettingsStore {
  get(): Promise<Settings>;
  /** Merges and keeps; concurrent changes are applied one after another. */
  set(change: Partial<Settings>): Promise<Settings>;
  /** After each change, with what was before. */
  onChange(listener: (now: Settings, before: Settings) => void): void;
}

interface StorageArea {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

/** Reads any stored value: what is missing or broken falls back, field by field. */
function readSettings(stored: unknown): Settings {
  return settingsSchema.parse(typeof stored === 'object' && stored !== null ? stored : {});
}

export function createSettingsStore(area: StorageArea): SettingsStore {
  const listeners: ((now: Settings, before: Settings) => void)[] = [];
  let current: Promise<Settings> | undefined;
  const get = () => {
    current ??= area.get(KEY).then((stored) => readSettings(stored[KEY]));
    return current;
  };
  return {
    get,
    set(change) {
      const changed = get().then(async (before) => {
        const now = readSettings({ ...before, ...change });
        await area.set({ [KEY]: now });
        for (const listener of listeners) listener(now, before);
        return now;
      });
      // A change that could not be stored is reported to who asked, and the settings stay what they were.
      const before = get();
      current = changed.catch(() => before);
      return changed;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
