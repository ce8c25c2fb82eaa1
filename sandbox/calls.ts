/** What was asked of the sandbox. */
interface Call {
  /** API method (`GetPlayerBans`) or kind of page (`profile`, `profile-xml`, `friends`, …). */
  name: string;
  /** SteamIDs asked about, as sent. */
  steamIds: string[];
}

/** Counts what the sandbox was asked; answers made by a fault count too, since Steam would have counted them. */
export interface CallLog {
  /** Calls of one name, or all. */
  count(name?: string): number;
  /** Number of calls by name. */
  totals(): Record<string, number>;
  readonly log: readonly Call[];
  record(name: string, steamIds?: string[]): void;
  reset(): void;
}

export function createCallLog(): CallLog {
  const log: Call[] = [];
  const totals = new Map<string, number>();
  return {
    log,
    count: (name) => (name === undefined ? log.length : (totals.get(name) ?? 0)),
    totals: () => Object.fromEntries(totals),
    record(name, steamIds = []) {
      log.push({ name, steamIds });
      totals.set(name, (totals.get(name) ?? 0) + 1);
    },
    reset() {
      log.length = 0;
      totals.clear();
    },
  };
}
