/** One event as a parser or a file gives it: nothing is believed before one of the readers below has read it. */
export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number, or undefined: NaN, infinities and numbers in strings are missing. */
export function numberOf(row: Row, field: string): number | undefined {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' ? value : undefined;
}

/** True only for `true` and 1: older parsers give flags as numbers. */
export function flagOf(row: Row, field: string): boolean {
  const value = row[field];
  return value === true || value === 1;
}

/** Bots carry `0`, `BOT`, an empty ID or none, depending on the parser. */
const NOBODY: ReadonlySet<string> = new Set(['', '0', 'BOT', 'None', 'null']);

/** The player a field names, or undefined for bots and the world. Any other text is taken as an ID, so anonymised files work. */
export function playerOf(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' && value.length <= 64 && !NOBODY.has(value) ? value : undefined;
}
