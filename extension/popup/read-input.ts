import { MAX_LOOKUP } from '#shared/api/players.ts';
import { findPlayerReferences, type PlayerReference, parsePlayerReference } from '#shared/steam/references.ts';

export interface ReadInput {
  /** At most `MAX_LOOKUP`, in the order named. */
  references: PlayerReference[];
  /** More players were named than are taken. */
  tooMany: boolean;
  /** Things that were meant as players and are none, such as an ID out of range. */
  unrecognised: number;
}

/** What looks like an ID of some form, in range or not. */
const LOOKS_LIKE_ID = /STEAM_\d:\d+:\d+|\[U:\d+:\d+\]|(?<!\d)\d{17,20}(?!\d)/gi;

/**
 * The players a person pasted. Where every line is one word, each line is taken as a player: an account ID or a custom
 * URL cannot be told from other words in running text.
 */
export function readInput(text: string): ReadInput {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  const list = lines.length > 0 && lines.every((line) => line.length <= 200 && !/\s/.test(line));
  if (list) return readList(lines.flatMap((line) => line.split(/[,;]+/)).filter(Boolean));

  const found = findPlayerReferences(text, MAX_LOOKUP + 1);
  const wrong = new Set(text.match(LOOKS_LIKE_ID)?.filter((each) => findPlayerReferences(each, 1).length === 0));
  return { references: found.slice(0, MAX_LOOKUP), tooMany: found.length > MAX_LOOKUP, unrecognised: wrong.size };
}

function readList(entries: string[]): ReadInput {
  const references = new Map<string, PlayerReference>();
  let unrecognised = 0;
  for (const entry of entries) {
    const several = findPlayerReferences(entry, MAX_LOOKUP + 1);
    const single = several.length === 0 ? parsePlayerReference(entry) : undefined;
    const named = single ? [single] : several;
    if (named.length === 0) unrecognised++;
    for (const each of named) references.set(each.kind === 'id' ? each.steamId : `/${each.name.toLowerCase()}`, each);
  }
  const all = [...references.values()];
  return { references: all.slice(0, MAX_LOOKUP), tooMany: all.length > MAX_LOOKUP, unrecognised };
}
