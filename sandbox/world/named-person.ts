import { avatarHashFor } from './avatars.ts';
import { isCheater, statsFrom } from './cohorts.ts';
import { NAMED_PEOPLE, type Role } from './people.ts';
import { DAY, type Person } from './person.ts';

/** The named person of that role as the world starts at `now`, ms. */
export function namedPerson(role: Role, now: number): Person {
  const s = NAMED_PEOPLE[role];
  const ago = (days: number): number => now - days * DAY;
  const cohort = s.cohort ?? 'regular';
  const hours = s.hours ?? 850;
  const createdAt = ago(s.ageDays ?? 2600);
  const country = s.country ?? 'DE';
  // Earlier entries hold from creation (the first) or from when the one before ended.
  const past = (earlier: { value: string; daysAgo: number }[] | undefined, current: string) => {
    const entries = earlier ?? [];
    return [...entries.map((e) => e.value), current].map((value, i) => {
      const before = entries[i - 1];
      return { value, since: before ? ago(before.daysAgo) : createdAt };
    });
  };
  const names = past(s.earlierNames, s.name);
  const countries = past(s.earlierCountries, country);
  if (s.nextName) names.push({ value: s.nextName.value, since: ago(-s.nextName.inDays) });
  if (s.nextCountry) countries.push({ value: s.nextCountry.value, since: ago(-s.nextCountry.inDays) });
  return {
    steamId: s.steamId,
    accountId: s.accountId,
    role,
    cohort,
    cheats: isCheater(cohort),
    deleted: false,
    ...(s.vanity === undefined ? {} : { vanity: s.vanity }),
    visibility: 'public',
    gamesHidden: false,
    unconfigured: false,
    limited: false,
    createdAt,
    names,
    countries,
    summary: 'No information given.',
    online: s.online ?? 'online',
    lastSeenAt: ago(0.3),
    avatarHash: avatarHashFor(s.accountId),
    level: s.level ?? 17,
    gamesOwned: s.games ?? 64,
    cs2Minutes: Math.round(hours * 60),
    cs2RecentMinutes: Math.round((s.recentHours ?? Math.min(hours, 14.5)) * 60),
    ...(s.noStats
      ? {}
      : { stats: statsFrom({ hours, kd: s.kd ?? 1, headshots: s.headshots ?? 0.46, accuracy: s.accuracy ?? 0.18 }) }),
    bans: (s.bans ?? []).map((ban) => ({ kind: ban.kind, at: ago(ban.daysAgo) })),
    ...s.flags,
  };
}
