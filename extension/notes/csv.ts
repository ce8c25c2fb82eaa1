/** A row of a CSV file, and the line it begins on, from 1. */
export interface CsvRow {
  line: number;
  fields: string[];
}

/** A field by RFC 4180. A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet: an apostrophe goes before it. */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r']/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A field as it was before `csvField`. */
export const plainField = (value: string): string => (/^'[=+\-@\t\r']/.test(value) ? value.slice(1) : value);

/** Rows of fields, empty lines left out; the line of a quote that never ends. */
export function readCsv(text: string): { rows: CsvRow[] } | { openQuote: number } {
  const rows: CsvRow[] = [];
  let row: string[] = [];
  let value = '';
  let line = 1;
  let begun = 1;
  const endRow = () => {
    row.push(value);
    if (row.length > 1 || row[0] !== '') rows.push({ line: begun, fields: row });
    row = [];
    value = '';
    begun = line;
  };
  // Steps from one character that means something to the next: a file may have millions.
  const special = /[",\r\n]/g;
  for (let at = 0; at < text.length; ) {
    if (text[at] === '"' && value === '') {
      const opened = line;
      for (at += 1; ; ) {
        const end = text.indexOf('"', at);
        if (end < 0) return { openQuote: opened };
        const part = text.slice(at, end);
        line += part.split('\n').length - 1;
        value += part;
        at = end + 1;
        if (text[at] !== '"') break;
        value += '"';
        at += 1;
      }
      continue;
    }
    special.lastIndex = at;
    const end = special.exec(text)?.index ?? text.length;
    value += text.slice(at, end);
    const character = text[end];
    at = end + 1;
    if (character === ',') {
      row.push(value);
      value = '';
    } else if (character === '\n') {
      line += 1;
      endRow();
    } else if (character === '"') value += '"';
  }
  endRow();
  return { rows };
}
