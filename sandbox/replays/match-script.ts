import { MatchScript } from '#shared/match/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { randomFor } from '../world/random.ts';

/** Ticks of a round, and the pause before it. */
const ROUND = 5000;

/**
 * The events of a made-up match: ten players, five a side, whose rounds are won by shooting. Everybody shoots and misses as
 * people do; nobody cheats. The same for the same seed.
 */
export function scriptMatch(seed: number, players: readonly SteamId[], rounds: number): Record<string, unknown> {
  const random = randomFor(seed, 'replay');
  const script = new MatchScript();
  const half = players.length / 2;
  for (const [index, player] of players.entries()) {
    script.push('player_team', 1, {
      user_steamid: player,
      team: index < half ? 2 : 3,
      oldteam: 0,
      disconnect: false,
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    const start = 1000 + round * ROUND;
    script.round(start);
    const alive = new Set(players.keys());
    for (let tick = start + 500; tick < start + ROUND - 500 && alive.size > half; tick += random.int(60, 240)) {
      const shooter = random.pick([...alive]);
      const side = shooter < half;
      const enemies = [...alive].filter((other) => other < half !== side);
      const player = players[shooter];
      const enemy = enemies.length > 0 ? players[random.pick(enemies)] : undefined;
      if (player === undefined || enemy === undefined) break;
      for (let shot = 0, at = tick; shot < random.int(2, 8); shot += 1, at += 7) {
        if (!random.chance(0.2)) script.fire(at, player);
        else script.hit(at, player, enemy, { hitgroup: random.chance(0.2) ? 'head' : 'chest', damage: 27 });
      }
      if (random.chance(0.5)) {
        script.kill(tick + 56, player, enemy, { headshot: random.chance(0.45) });
        alive.delete(players.indexOf(enemy));
      }
    }
  }
  for (const list of Object.values(script.events)) list.sort((a, b) => Number(a['tick']) - Number(b['tick']));
  return script.events;
}
