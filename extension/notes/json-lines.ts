/**
 * The line, from 1, on which each entry of the array under `key` of a JSON object begins. For text that `JSON.parse` has
 * taken: it keeps no places.
 */
export function linesOfEntries(text: string, key: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  /** The last string read at the depth of the object's own keys. */
  let name = '';
  let awaiting = false;
  // Strings are taken whole; of the rest only what opens, closes, parts or begins a value counts.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\n|[[\]{},:]|[^\s"[\]{},:]+/g)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    if (awaiting && token !== ']') lines.push(line);
    awaiting = false;
    if (token === '{' || token === '[') {
      depth += 1;
      awaiting = token === '[' && depth === 2 && name === key;
    } else if (token === '}' || token === ']') depth -= 1;
    else if (token === ',') awaiting = depth === 2 && name === key;
    else if (depth === 1 && token.startsWith('"')) name = token.slice(1, -1);
  }
  return lines;
}
