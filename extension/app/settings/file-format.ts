import { z } from 'zod';
import { type Settings, settingsSchema } from '#extension/settings.ts';

/** Above this a file is not one of ours, bytes: it is not even opened. */
export const MAX_SETTINGS_FILE = 100_000;
const VERSION = 1;

/** What travels. The key is a secret of the person's: a file is sent around and kept. */
const { leetifyKey: _, ...TRAVELS } = settingsSchema.shape;
type Name = keyof typeof TRAVELS;
const NAMES = Object.keys(TRAVELS);
const isName = (name: string): name is Name => NAMES.includes(name);

const fileSchema = z.object({
  format: z.literal('cstatsentry-settings'),
  version: z.int().min(1),
  settings: z.record(z.string(), z.unknown()),
});

/** Values of settings are plain: numbers, words, and lists of words. */
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export type Problem = { kind: 'unknown' | 'value'; name: string };

export type ReadSettings =
  | { state: 'not-json' /** From 1; 0 when the browser does not say. */; line: number }
  | { state: 'foreign' }
  | { state: 'newer'; version: number }
  | { state: 'wrong'; problems: Problem[] }
  | { state: 'ok'; settings: Partial<Settings> };

export function settingsToFile(settings: Settings): string {
  const { leetifyKey: _, ...travels } = settings;
  return `${JSON.stringify({ format: 'cstatsentry-settings', version: VERSION, settings: travels }, undefined, 2)}\n`;
}

/** The line an error of `JSON.parse` speaks of, from 1; 0 when it names no place. Engines say it by line or by position. */
function lineOf(error: unknown, text: string): number {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position ? text.slice(0, Number(position)).split('\n').length : 0;
}

/** Reads a file of settings: all of it or nothing. */
export function readSettingsFile(text: string): ReadSettings {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { state: 'not-json', line: lineOf(error, text) };
  }
  const file = fileSchema.safeParse(parsed).data;
  if (!file) return { state: 'foreign' };
  if (file.version > VERSION) return { state: 'newer', version: file.version };
  const problems: Problem[] = [];
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(file.settings)) {
    if (!isName(name)) {
      problems.push({ kind: 'unknown', name: name.slice(0, 60) });
      continue;
    }
    // A setting that is broken falls back to its default when it is read from storage; a file is told instead.
    settings[name] = TRAVELS[name].parse(value);
    if (!isSame(settings[name], value)) problems.push({ kind: 'value', name });
  }
  if (problems.length > 0) return { state: 'wrong', problems };
  const { leetifyKey: __, ...taken } = settingsSchema.parse(settings);
  return { state: 'ok', settings: Object.fromEntries(Object.entries(taken).filter(([name]) => name in settings)) };
}

export interface Change {
  name: string;
  before: string;
  after: string;
}

/** What of `settings` differs from what is in force. */
export function changesOf(settings: Partial<Settings>, now: Settings): Change[] {
  return Object.keys(settings)
    .filter(isName)
    .filter((name) => settings[name] !== undefined && !isSame(settings[name], now[name]))
    .map((name) => ({ name, before: String(now[name]), after: String(settings[name]) }));
}
