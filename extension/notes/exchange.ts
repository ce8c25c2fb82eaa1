import { z } from 'zod';
import { csvField, plainField, readCsv } from '#extension/notes/csv.ts';
import { linesOfEntries } from '#extension/notes/json-lines.ts';
import { type Note, noteSchema, readTags, typedTags } from '#extension/notes/note.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Above this a file is not one of ours. */
const MAX_NOTES = 50_000;

const COLUMNS = ['steamId', 'name', 'watched', 'trusted', 'tags', 'text', 'updatedAt'] as const;
type NoteField = (typeof COLUMNS)[number];

const fileSchema = z.object({
  format: z.literal('cstatsentry-notes'),
  version: z.literal(1),
  notes: z.array(z.unknown()),
});

/** An entry that cannot be taken, by its line, from 1, and the first field that is wrong; `twice`: the player had one before. */
interface ImportFault {
  line: number;
  field: NoteField | 'twice';
}

/**
 * What a file holds. Nothing of a file with faults should be taken. `not-ours` neither of the two forms · `broken` ends in
 * the middle or is no JSON, on `line` where that is known · `newer` of a later version · `too-many` entries.
 */
export type ImportedNotes =
  | { state: 'read'; notes: Note[]; faults: ImportFault[] }
  | { state: 'not-ours' | 'newer' | 'too-many' }
  | { state: 'broken'; line?: number };

export function notesToJson(notes: readonly Note[]): string {
  return `${JSON.stringify({ format: 'cstatsentry-notes', version: 1, notes }, undefined, 2)}\n`;
}

export function notesToCsv(notes: readonly Note[]): string {
  const rows = notes.map((note) => [
    note.steamId,
    note.name ?? '',
    note.watched ? 'yes' : 'no',
    note.trusted ? 'yes' : 'no',
    note.tags.join('; '),
    note.text,
    new Date(note.updatedAt).toISOString(),
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Notes out of entries, each with its line; of several on one player the first stands and the others are faults. */
function collect(entries: Iterable<{ line: number; entry: unknown; fault?: NoteField | undefined }>): ImportedNotes {
  const notes = new Map<SteamId, Note>();
  const faults: ImportFault[] = [];
  for (const { line, entry, fault } of entries) {
    const read = noteSchema.safeParse(entry);
    const wrong = read.success ? fault : COLUMNS.find((name) => name === read.error.issues[0]?.path[0]);
    if (!read.success || fault) faults.push({ line, field: wrong ?? 'steamId' });
    else if (notes.has(read.data.steamId)) faults.push({ line, field: 'twice' });
    else notes.set(read.data.steamId, read.data);
  }
  return { state: 'read', notes: [...notes.values()], faults };
}

/** Yes or no, no when left empty; undefined for anything else. */
const flag = (text: string): boolean | undefined =>
  /^\s*(?:yes|true|1)\s*$/i.test(text) ? true : /^\s*(?:no|false|0|)\s*$/i.test(text) ? false : undefined;

function readCsvNotes(text: string): ImportedNotes {
  const csv = readCsv(text);
  if ('openQuote' in csv)
    return /^\W*steamid\b/i.test(text) ? { state: 'broken', line: csv.openQuote } : { state: 'not-ours' };
  const [header, ...rows] = csv.rows;
  const at = new Map(header?.fields.map((name, index) => [name.trim().toLowerCase(), index]));
  if (!at.has('steamid')) return { state: 'not-ours' };
  if (rows.length > MAX_NOTES) return { state: 'too-many' };
  return collect(
    rows.map(({ line, fields }) => {
      const get = (name: NoteField) => plainField(fields[at.get(name.toLowerCase()) ?? -1] ?? '');
      const [watched, trusted] = [flag(get('watched')), flag(get('trusted'))];
      const tags = readTags(get('tags'));
      const when = get('updatedAt').trim();
      const time = when === '' ? 0 : Date.parse(when);
      const name = get('name');
      const entry = {
        steamId: get('steamId').trim(),
        ...(name !== '' && { name }),
        ...{ watched, trusted, tags, text: get('text'), updatedAt: time },
      };
      // A tag that cannot be one is a fault, not something to be quietly left out.
      return { line, entry, fault: tags.length < typedTags(get('tags')).size ? 'tags' : undefined };
    }),
  );
}

/** The line a JSON error names, as browsers put it. */
const lineOf = (error: unknown) => /line (\d+)/.exec(String(error))?.[1];

function readJsonNotes(text: string): ImportedNotes {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const line = lineOf(error);
    return { state: 'broken', ...(line !== undefined && { line: Number(line) }) };
  }
  const file = fileSchema.safeParse(parsed);
  if (!file.success) {
    const later = z.object({ format: z.literal('cstatsentry-notes'), version: z.int().min(2) }).safeParse(parsed);
    return { state: later.success ? 'newer' : 'not-ours' };
  }
  if (file.data.notes.length > MAX_NOTES) return { state: 'too-many' };
  const lines = linesOfEntries(text, 'notes');
  return collect(file.data.notes.map((entry, index) => ({ line: lines[index] ?? index + 1, entry })));
}

/** Reads what was exported, as JSON or CSV. */
export function readNotes(text: string): ImportedNotes {
  const body = text.replace(/^\uFEFF/, '');
  return body.trimStart().startsWith('{') ? readJsonNotes(body) : readCsvNotes(body);
}
