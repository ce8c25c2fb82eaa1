import type { PlayerDetails } from '#extension/messages.ts';
import type { Contribution } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Fewest that there is something to compare of, and most that fit beside each other. */
export const COMPARED = { least: 2, most: 5 } as const;

export type Known = Extract<PlayerDetails, { state: 'ok' }>;

const SAME: Readonly<Record<string, string>> = {
  // What the former is when it is not so.
  'stats.hours.enough': 'stats.hours.few',
  // No figure's other side, but what matches say of anybody.
  'match.ordinary': 'match.ordinary',
};

/** What a reason is about, whichever way it counts: the same figure is one row for everybody. */
export function aboutOf(key: string): string {
  return SAME[key] ?? key.replace(/\.ordinary$/, '.high');
}

export interface ReasonRow {
  about: string;
  /** Each player's, in their order; undefined: nothing seen of it. */
  reasons: readonly (Contribution | undefined)[];
}

/** Every reason any of the players has, the one that weighs most for somebody first; the prior is everybody's. */
export function reasonRows(players: readonly (Known | undefined)[]): ReasonRow[] {
  const rows = new Map<string, (Contribution | undefined)[]>();
  players.forEach((player, index) => {
    for (const reason of player?.assessment?.contributions ?? []) {
      if (reason.block === 'prior') continue;
      const about = aboutOf(reason.key);
      const row = rows.get(about) ?? players.map(() => undefined);
      row[index] = reason;
      rows.set(about, row);
    }
  });
  const weight = (reasons: readonly (Contribution | undefined)[]) =>
    Math.max(...reasons.map((reason) => Math.abs(reason?.points ?? 0)));
  return [...rows]
    .map(([about, reasons]) => ({ about, reasons }))
    .sort((a, b) => weight(b.reasons) - weight(a.reasons));
}

/** The players an address names: each once, no more than fit. */
export function readIds(text: string | null, isId: (id: string) => id is SteamId): SteamId[] {
  return [...new Set((text ?? '').split(',').filter(isId))].slice(0, COMPARED.most);
}
