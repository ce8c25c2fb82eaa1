import { MAX_SYNC_OTHERS, type SyncChange, type SyncEntry, type SyncResult } from '#shared/api/user-sync.ts';

/** A text that lost to the one that holds, and when it was written. */
interface LostText {
  text: string;
  at: number;
}

/** An entry as it is held. Values are what their field's schema allows; `others` is for texts alone. */
export interface HeldEntry {
  value: SyncEntry['value'];
  version: number;
  at: number;
  others: readonly LostText[];
}

/** What becomes of an entry. Without `entry` it stays as it is. */
export interface Decision {
  result: SyncResult;
  entry?: Omit<HeldEntry, 'version'>;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const isEmpty = (value: unknown) => value === null || value === '';

/** With equal times the larger value wins: any rule will do, if only it does not depend on who came first. */
function isLater(change: { value: unknown; at: number }, held: { value: unknown; at: number }): boolean {
  return change.at === held.at ? JSON.stringify(change.value) > JSON.stringify(held.value) : change.at > held.at;
}

/** The texts to settle with one more, unless it is there already or says nothing; undefined when there are too many. */
function withLost(
  others: readonly LostText[],
  lost: { value: unknown; at: number },
  holds: unknown,
): readonly LostText[] | undefined {
  const { value: text, at } = lost;
  const rest = others.filter((other) => other.text !== holds);
  if (typeof text !== 'string' || text === '' || rest.some((other) => other.text === text)) return rest;
  return rest.length >= MAX_SYNC_OTHERS ? undefined : [...rest, { text, at }];
}

/** What a change does to the entry held (undefined for none). `now` is ours: no change was made after it. */
export function decide(change: SyncChange, held: HeldEntry | undefined, now: number): Decision {
  const at = Math.min(change.at, now);
  const mine = { value: change.value, at };
  if (held === undefined) {
    return isEmpty(change.value) ? { result: 'same' } : { result: 'taken', entry: { ...mine, others: [] } };
  }
  const settled = change.settles === true && change.base === held.version;
  if (same(change.value, held.value)) {
    if (!settled || held.others.length === 0) return { result: 'same' };
    return { result: 'taken', entry: { ...mine, others: [] } };
  }
  // Made from what is held: nobody else's change is touched by it.
  if (change.base === held.version) return { result: 'taken', entry: { ...mine, others: settled ? [] : held.others } };

  const wins = isLater(mine, held);
  switch (change.field) {
    case 'tags': {
      const both = [change.value, held.value].flatMap((value) => (Array.isArray(value) ? value : []));
      const value = [...new Set(both.filter((tag) => typeof tag === 'string'))].sort();
      if (same(value, held.value)) return { result: 'same' };
      return { result: 'taken', entry: { value, at: Math.max(at, held.at), others: [] } };
    }
    case 'text': {
      // Sent again after its answer was lost, and meanwhile somebody else's text holds: it is here already.
      if (!wins && held.others.some(({ text }) => text === change.value)) return { result: 'same' };
      const [winner, loser] = wins ? [mine, held] : [held, mine];
      const others = withLost(held.others, loser, winner.value);
      if (others === undefined) return { result: 'full' };
      if (!wins && same(others, held.others)) return { result: 'older' };
      return { result: wins ? 'taken' : 'older', entry: { value: winner.value, at: winner.at, others } };
    }
    default:
      return wins ? { result: 'taken', entry: { ...mine, others: [] } } : { result: 'older' };
  }
}
