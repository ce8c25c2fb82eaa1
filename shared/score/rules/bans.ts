import type { Seen } from '#shared/score/evidence.ts';
import { BANS, DAY } from '#shared/score/parameters.ts';
import type { Rule } from '#shared/score/rules/rule.ts';

/** VAC and game bans: one reason for both, as Steam dates them together. Having none is no reason for anything. */
export const BAN_RULES: readonly Rule[] = [
  function vacOrGameBan(seen, now) {
    const vac = seen['bans.vac']?.value ?? 0;
    const game = seen['bans.game']?.value ?? 0;
    if (vac === 0 && game === 0) return undefined;
    const last = seen['bans.lastAt'];
    if (last === undefined) return { key: 'bans.undated', nats: BANS.old, figures: { vac, game } };
    const days = Math.max(0, Math.floor((now - last.value) / DAY));
    return days < BANS.recentDays
      ? { key: 'bans.recent', nats: BANS.recent, figures: { vac, game, days } }
      : { key: 'bans.old', nats: BANS.old, figures: { vac, game, days, years: Math.floor(days / 365) } };
  },
];

/** Whether there is a VAC or game ban that is dated within the last year. */
export function isRecentlyBanned(seen: Seen, now: number): boolean {
  const last = seen['bans.lastAt'];
  const banned = (seen['bans.vac']?.value ?? 0) + (seen['bans.game']?.value ?? 0) > 0;
  return banned && last !== undefined && now - last.value < BANS.recentDays * DAY;
}
