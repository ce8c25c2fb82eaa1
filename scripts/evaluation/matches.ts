import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isRow } from '#shared/match/rows.ts';

/** One file of events, as found on disk. `cheaters` are the labelled players; empty in a match without any. */
export interface MatchFile {
  name: string;
  events: Readonly<Record<string, unknown>>;
  cheaters: ReadonlySet<string>;
}

export type Loaded = { state: 'ok'; match: MatchFile } | { state: 'unreadable'; name: string; reason: string };

/** Files of matches below a folder, or the one file named, in a fixed order. Throws when the path does not exist. */
export function matchPaths(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function labelled(events: Readonly<Record<string, unknown>>): Set<string> {
  const list = events['cheaters'];
  const ids = new Set<string>();
  if (!Array.isArray(list)) return ids;
  for (const entry of list) {
    const id = isRow(entry) ? entry['steamid'] : entry;
    if (typeof id === 'string') ids.add(id);
  }
  return ids;
}

/** Reads one file; gzip is recognised by its first bytes, so a wrong suffix does not matter. Never throws. */
export function loadMatch(path: string, base: string): Loaded {
  const name = relative(base, path) || path;
  try {
    const bytes = readFileSync(path);
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    const parsed: unknown = JSON.parse(text.toString('utf8'));
    if (!isRow(parsed)) return { state: 'unreadable', name, reason: 'not an object of event lists' };
    return { state: 'ok', match: { name, events: parsed, cheaters: labelled(parsed) } };
  } catch (error) {
    return { state: 'unreadable', name, reason: error instanceof Error ? error.message : String(error) };
  }
}
