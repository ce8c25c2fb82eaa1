import type { LeetifyProfile } from '#shared/leetify/profile.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A made-up Leetify profile: every third of the gallery's players stands out, every fifth shows zeros. */
export function leetifyProfile(steamId: SteamId): LeetifyProfile {
  const n = Number(steamId.slice(-2));
  const blatant = n % 3 === 0;
  const hides = n % 5 === 0;
  return {
    steam64_id: steamId,
    privacy_mode: hides ? 'friends' : 'public',
    winrate: hides ? 0 : 0.6429,
    total_matches: hides ? 240 : 2361,
    ranks: { leetify: 2.12, premier: hides ? 0 : 19_309, faceit: blatant ? 9 : null, faceit_elo: null },
    rating: {
      aim: blatant ? 96.3381 : 60.2568,
      positioning: 57.1424,
      utility: blatant ? 21.08 : 70.1944,
      clutch: hides ? 0 : 0.0938,
      opening: -0.0024,
    },
    stats: {
      accuracy_enemy_spotted: blatant ? 48.1 : 34.3927,
      accuracy_head: blatant ? 39.22 : 18.0232,
      counter_strafing_good_shots_ratio: 80.7065,
      preaim: blatant ? 5.4102 : 12.0408,
      reaction_time_ms: hides ? 0 : blatant ? 371.5 : 586.7643,
      spray_accuracy: 37.0909,
    },
  };
}
