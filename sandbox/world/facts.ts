import type { PlayerFacts } from '#shared/score/facts.ts';
import { DAY, type Person } from './person.ts';
import { bansAt, countryAt, gamesVisible, nameAt } from './view.ts';
import type { World } from './world.ts';

/** What somebody with a Web API key and no earlier look can know of a person: what the served answers amount to. */
export function factsOf(person: Person, world: World): PlayerFacts {
  const observedAt = world.now;
  const isPublic = person.visibility === 'public';
  const bans = bansAt(person, world.now);
  const country = isPublic ? countryAt(person, world.now) : undefined;
  const facts: PlayerFacts = {
    profile: {
      observedAt,
      // A key without a session cannot tell friends-only from private.
      visibility: isPublic ? 'public' : 'private',
      name: nameAt(person, world.now),
      ...(isPublic ? { createdAt: person.createdAt } : {}),
      ...(country === undefined ? {} : { country }),
      unconfigured: person.unconfigured,
    },
    bans: {
      observedAt,
      vac: bans.vac,
      game: bans.game,
      community: bans.community,
      economy: bans.economy,
      ...(bans.vac + bans.game > 0 ? { lastBanAt: observedAt - bans.daysSinceLast * DAY } : {}),
    },
  };
  if (isPublic) facts.level = { observedAt, level: person.level };
  if (!gamesVisible(person)) return facts;
  const games = world.gamesOf(person);
  const cs2 = games.find((game) => game.appid === 730);
  facts.games = {
    observedAt,
    owned: games.length,
    played: games.filter((game) => game.minutes > 0).length,
    ...(cs2 ? { cs2Minutes: cs2.minutes, cs2RecentMinutes: cs2.recentMinutes } : {}),
  };
  if (person.stats && person.cs2Minutes > 0) {
    const { kills, deaths, headshotKills, shots, hits, rounds } = person.stats;
    facts.stats = { observedAt, kills, deaths, headshotKills, shots, hits, rounds };
  }
  return facts;
}
