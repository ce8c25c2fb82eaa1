import { DAY, PROFILE } from '#shared/score/parameters.ts';
import { NO_FIGURES, type Rule } from '#shared/score/rules/rule.ts';

/** What the profile shows. All of it together is context and weighs little: see `CONTEXT_RANGE`. */
export const PROFILE_RULES: readonly Rule[] = [
  function accountAge(seen, now) {
    const created = seen['account.createdAt'];
    if (created === undefined) return undefined;
    const days = Math.max(0, Math.floor((now - created.value) / DAY));
    const { young, recent, old } = PROFILE;
    if (days < young.underDays) return { key: 'account.young', nats: young.nats, figures: { days } };
    if (days < recent.underDays) return { key: 'account.recent', nats: recent.nats, figures: { days } };
    if (days <= old.overDays) return undefined;
    return { key: 'account.old', nats: old.nats, figures: { years: Math.floor(days / 365) } };
  },

  function visibility(seen) {
    const value = seen['profile.visibility']?.value;
    if (value === 1) return { key: 'profile.friendsOnly', nats: PROFILE.friendsOnly, figures: NO_FIGURES };
    return value === 2 ? { key: 'profile.private', nats: PROFILE.private, figures: NO_FIGURES } : undefined;
  },

  function fewGames(seen) {
    const owned = seen['games.owned'];
    if (owned === undefined || owned.value >= PROFILE.fewGames.under) return undefined;
    return { key: 'games.few', nats: PROFILE.fewGames.nats, figures: { count: owned.value } };
  },

  function onlyCs2(seen) {
    const played = seen['games.played'];
    if (played?.value !== 1) return undefined;
    return { key: 'games.onlyCs2', nats: PROFILE.onlyCs2, figures: { count: seen['games.owned']?.value ?? 1 } };
  },

  function manyHours(seen) {
    const hours = seen['games.hours'];
    // Beside lifetime results the hours are judged with those, and once is enough.
    if (hours === undefined || hours.value < PROFILE.manyHours.from || seen['stats.kills'] !== undefined)
      return undefined;
    return { key: 'hours.many', nats: PROFILE.manyHours.nats, figures: { hours: Math.floor(hours.value) } };
  },

  function highLevel(seen) {
    const level = seen.level;
    if (level === undefined || level.value < PROFILE.highLevel.from) return undefined;
    return { key: 'level.high', nats: PROFILE.highLevel.nats, figures: { level: level.value } };
  },
];
