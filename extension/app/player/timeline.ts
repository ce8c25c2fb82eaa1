import type { BanMet, PersonRow } from '#extension/sync/rows.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';

const DAY = 86_400_000;

type Kind = BanMet['kinds'][number];

/** One thing that happened, or was seen, with the time it is put at, ms. */
export type TimelineEntry =
  /** `days` after the last meeting before it. */
  | { kind: 'ban'; at: number; bans: Kind[]; days?: number }
  | { kind: 'noticed'; at: number; bans: Kind[] }
  | { kind: 'met-first' | 'met-last'; at: number }
  /** Somebody looked, and saw so many VAC and game bans. */
  | { kind: 'looked'; at: number; count: number };

const daysBetween = (from: number, to: number) => Math.max(0, Math.round((to - (from - (from % DAY))) / DAY));

/** What is known of a player's bans in the order of time, newest first, with the meetings they came before or after. */
export function banTimeline(
  facts: PlayerFacts['bans'],
  person: PersonRow | undefined,
  bansMet: readonly BanMet[],
  meetings: readonly number[],
): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const dated = new Set<number>();
  for (const { kinds, bannedAt, noticedAt, metAt } of bansMet) {
    if (bannedAt === undefined) entries.push({ kind: 'noticed', at: noticedAt, bans: kinds });
    else {
      dated.add(bannedAt);
      // Steam's day may be one off; a ban well before the meeting is none that came after it.
      const days = bannedAt + DAY >= metAt ? { days: daysBetween(metAt, bannedAt) } : {};
      entries.push({ kind: 'ban', at: bannedAt, bans: kinds, ...days });
    }
  }
  const state = facts ?? person?.bans;
  const lastBanAt = facts?.lastBanAt ?? person?.bans?.lastBanAt;
  const near = (at: number) => [...dated].some((each) => Math.abs(each - at) <= 2 * DAY);
  // The day Steam gives may be one off: the same ban is not told twice.
  if (state && lastBanAt !== undefined && !near(lastBanAt)) {
    const game = state.game ?? 0;
    const bans: Kind[] = state.vac > 0 && game > 0 ? ['vac-or-game'] : game > 0 ? ['game'] : ['vac'];
    const before = meetings.filter((at) => at <= lastBanAt);
    const met = before.length > 0 ? Math.max(...before) : undefined;
    entries.push({
      kind: 'ban',
      at: lastBanAt,
      bans,
      ...(met !== undefined && { days: daysBetween(met, lastBanAt) }),
    });
  }
  if (state) entries.push({ kind: 'looked', at: state.observedAt, count: state.vac + (state.game ?? 0) });
  const [first, last] = [Math.min(...meetings), Math.max(...meetings)];
  if (meetings.length > 0) entries.push({ kind: 'met-last', at: last });
  if (meetings.length > 1 && first < last) entries.push({ kind: 'met-first', at: first });
  return entries.sort((a, b) => b.at - a.at);
}
