import { createDatabase } from '#extension/cache/database.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { historyTable, someone, team } from '#shared/match-history/fixture.ts';
import { readHistory } from '#shared/match-history/gcpd.ts';
import type { HistoryMatch } from '#shared/match-history/match.ts';

/** For tests: a history in a database of its own, and matches to put in. */

export const ME = someone(11);

/** A match of ours at a time (ms) against five from account `first` on. */
export function matchAt(time: number, first = 21): HistoryMatch {
  const text = `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} GMT`;
  const [match] = readHistory(historyTable({ time: text, teams: [team(11, 5), team(first, 5)] }), 'premier').matches;
  if (!match) throw new Error('the fixture has no match');
  return match;
}

export function openStore(name: string, report: (what: string, error: unknown) => void) {
  const database = createDatabase(name);
  return { database, store: createHistoryStore(database, report) };
}
