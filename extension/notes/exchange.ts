import { z } from 'zod';
import { MAX_NOTE, type Note, noteSchema, readTags } from '#extension/notes/note.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';

/** Above this a file is not one of ours. */
const MAX_NOTES = 50_000;

const COLUMNS = ['steamId', 'name', 'watched', 'trusted', 'tags', 'text', 'updatedAt'] as const;

const fileSchema = z.object({
  format: z.literal('cstatsentry-notes'),
  version: z.literal(1),
  notes: z.array(z.unknown()).max(MAX_NOTES),
});

export interface ImportedNotes {
  notes: Note[];
  /** Entries that are no notes; numbers from 1. */
  refused: number[];
}

export function notesToJson(notes: readonly Note[]): string {
  return `${JSON.stringify({ format: 'cstatsentry-notes', version: 1, notes }, undefined, 2)}\n`;
}

/** A field by RFC 4180. A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet: an apostrophe goes before it. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r']/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
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
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Rows of fields; undefined when a quote never ends. */
function readCsv(text: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let quoted = false;
  const endRow = () => {
    row.push(value);
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    value = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[at + 1] === '"') {
        value += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && value === '') quoted = true;
    else if (character === ',') {
      row.push(value);
      value = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') value += character;
  }
  if (quoted) return undefined;
  endRow();
  return rows;
}

const plain = (value: string) => (/^'[=+\-@\t\r']/.test(value) ? value.slice(1) : value);

function notesOfCsv(text: string): ImportedNotes | undefined {
  const [header, ...rows] = readCsv(text) ?? [];
  const at = new Map(header?.map((name, index) => [name.trim().toLowerCase(), index]));
  if (!at.has('steamid') || rows.length > MAX_NOTES) return undefined;
  const refused: number[] = [];
  const notes: Note[] = [];
  for (const [index, row] of rows.entries()) {
    const get = (name: (typeof COLUMNS)[number]) => plain(row[at.get(name.toLowerCase()) ?? -1] ?? '');
    const steamId = get('steamId').trim();
    const text = get('text');
    const time = Date.parse(get('updatedAt'));
    if (!isSteamId(steamId) || text.length > MAX_NOTE) {
      refused.push(index + 1);
      continue;
    }
    const name = get('name').slice(0, 200);
    notes.push({
      steamId,
      ...(name !== '' && { name }),
      watched: /^(?:yes|true|1)$/i.test(get('watched').trim()),
      trusted: /^(?:yes|true|1)$/i.test(get('trusted').trim()),
      text,
      tags: readTags(get('tags')),
      updatedAt: Number.isNaN(time) || time < 0 ? 0 : time,
    });
  }
  return { notes, refused };
}

/** Reads what was exported, as JSON or CSV; undefined when the text is neither. */
export function readNotes(text: string): ImportedNotes | undefined {
  const body = text.replace(/^\uFEFF/, '');
  if (!body.trimStart().startsWith('{')) return notesOfCsv(body);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const file = fileSchema.safeParse(parsed).data;
  if (!file) return undefined;
  const refused: number[] = [];
  const notes = file.notes.flatMap((entry, index) => {
    const note = noteSchema.safeParse(entry);
    if (note.success) return [note.data];
    refused.push(index + 1);
    return [];
  });
  return { notes, refused };
}
