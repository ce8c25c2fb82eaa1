import { createDatabase } from '#extension/cache/database.ts';
import { send } from '#extension/ui/send.ts';

/** Tables whose sizes say something to a person. */
const COUNTED = ['scores', 'details', 'matches', 'people', 'bansMet'] as const;
type Counted = (typeof COUNTED)[number] | 'notes';

export interface Kept {
  /** Undefined: the background, which keeps it, does not say. */
  counts: ReadonlyMap<Counted, number | undefined>;
  /** Bytes; absent where the browser does not say. */
  used?: number;
  quota?: number;
}

/** How much this browser keeps for the extension. Rejects when it keeps nothing: storage is blocked, full or broken. */
export async function countKept(): Promise<Kept> {
  const database = createDatabase('cstatsentry');
  try {
    const counts = await Promise.all(COUNTED.map(async (name) => [name, await database[name].count()] as const));
    const notes = await send('notes', {}).then(
      ({ length }) => length,
      (error: unknown) => {
        console.warn('notes could not be counted', error);
        return undefined;
      },
    );
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
    return {
      counts: new Map<Counted, number | undefined>([...counts, ['notes', notes]]),
      ...(usage !== undefined && { used: usage }),
      ...(quota !== undefined && { quota }),
    };
  } finally {
    database.close();
  }
}
