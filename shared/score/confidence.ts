import type { Seen } from '#shared/score/evidence.ts';
import { CONFIDENCE, DAY } from '#shared/score/parameters.ts';

/**
 * How sure the assessment can be, 0–100, from how much was seen and never from what it says. Another piece of evidence
 * can only raise it. What it has for reports stays out of reach until there are some.
 */
export function confidenceOf(seen: Seen, now: number): number {
  const { profile, history, lifetime, gameplay } = CONFIDENCE;
  let points = 0;
  if (seen['profile.visibility'] !== undefined) points += profile.visibility;
  if (seen['account.createdAt'] !== undefined) points += profile.age;
  if (seen['games.owned'] !== undefined || seen['games.hours'] !== undefined) points += profile.games;
  if (seen.level !== undefined) points += profile.level;

  const since = seen['history.since'];
  if (since !== undefined) {
    const days = Math.max(0, (now - since.value) / DAY);
    points += history.points * Math.min(1, days / history.days);
  }

  // Only from how many were counted (n), never from how they fell (k): good results make nobody better known.
  const kills = Math.max(
    seen['stats.headshots']?.n ?? 0,
    (seen['stats.kills']?.n ?? 0) / 2,
    (seen['stats.accuracy']?.n ?? 0) / lifetime.shotsPerKill,
  );
  const matches = seen.matches ?? [];
  const events = matches.reduce((sum, match) => sum + Number(match.kind === 'events' && match.rounds > 0), 0);
  // The same demo gives both: its events and its view angles.
  const demos = Math.max(events, seen.demos?.length ?? 0);
  // Leetify's matches and those seen here may be the same ones.
  const known = Math.max(matches.length, seen.demos?.length ?? 0, seen.leetify?.matches ?? 0);
  const earned =
    lifetime.points * Math.min(1, kills / lifetime.kills) + gameplay * Math.min(1, known / CONFIDENCE.matches);
  points += Math.min(gameplay, earned);
  points += CONFIDENCE.demos.points * Math.min(1, demos / CONFIDENCE.demos.matches);
  return Math.min(100, Math.floor(points + 1e-9));
}
