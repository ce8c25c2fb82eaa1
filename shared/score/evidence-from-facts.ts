import type { Evidence, ShareFeature, ValueFeature } from '#shared/score/evidence.ts';
import type { PlayerFacts, Source } from '#shared/score/facts.ts';
import { DAY, HISTORY } from '#shared/score/parameters.ts';

const VISIBILITY = { public: 0, friends: 1, private: 2 } as const;
const ECONOMY = { none: 0, probation: 1, banned: 2 } as const;

/**
 * What a player's facts say, as evidence. `now` decides which earlier names and countries are recent enough to count.
 * Facts that are missing, hidden (play time of zero) or empty (no kills, no shots) give no evidence.
 */
export function evidenceFrom(facts: PlayerFacts, now: number): Evidence[] {
  const { profile, bans, games, level, stats, history } = facts;
  const found: Evidence[] = [];
  const value = (feature: ValueFeature, source: Source | 'history', observedAt: number, number: number | undefined) => {
    if (number === undefined) return;
    found.push({ feature, value: number, n: 1, source, observedAt, provenance: 'steam', confirmations: 0 });
  };
  const share = (feature: ShareFeature, observedAt: number, k: number, n: number) => {
    // Totals that contradict themselves (more hits than shots) come from a broken answer and say nothing.
    if (n === 0 || k > n) return;
    found.push({ feature, k, n, source: 'stats', observedAt, provenance: 'steam', confirmations: 0 });
  };

  if (profile) {
    value('account.createdAt', 'profile', profile.observedAt, profile.createdAt);
    value('profile.visibility', 'profile', profile.observedAt, VISIBILITY[profile.visibility]);
  }
  if (games) {
    value('games.owned', 'games', games.observedAt, games.owned);
    if (games.cs2Minutes) {
      value('games.played', 'games', games.observedAt, games.played ?? (games.owned === 1 ? 1 : undefined));
      value('games.hours', 'games', games.observedAt, games.cs2Minutes / 60);
    }
  }
  if (level) value('level', 'level', level.observedAt, level.level);
  if (bans) {
    value('bans.vac', 'bans', bans.observedAt, bans.vac);
    value('bans.game', 'bans', bans.observedAt, bans.game);
    value('bans.lastAt', 'bans', bans.observedAt, bans.lastBanAt);
    if (bans.community) value('bans.community', 'bans', bans.observedAt, 1);
    if (bans.economy !== 'none') value('bans.economy', 'bans', bans.observedAt, ECONOMY[bans.economy]);
  }
  if (history) {
    const recent = (values: readonly { lastSeenAt: number }[]) =>
      values.filter(({ lastSeenAt }) => now - lastSeenAt <= HISTORY.withinDays * DAY).length;
    value('history.names', 'history', history.observedAt, recent(history.names));
    value('history.countries', 'history', history.observedAt, recent(history.countries));
    value('history.since', 'history', history.observedAt, history.since);
  }
  if (stats) {
    share('stats.headshots', stats.observedAt, stats.headshotKills, stats.kills);
    share('stats.accuracy', stats.observedAt, stats.hits, stats.shots);
    share('stats.kills', stats.observedAt, stats.kills, stats.kills + stats.deaths);
  }
  return found;
}
