import type { Random } from '#sandbox/world/random.ts';
import { CROSSINGS, crossing } from '#scripts/detectors/city.ts';

/** Where somebody goes in a round, tick by tick, and what he is up to. */
export interface Walk {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Direction of going, or of the street that is watched, degrees. */
  readonly heading: Float64Array;
}

const RUN = 215;
const SNEAK = 115;

/** Walks the streets of the city from one side towards the other, with stops to watch a street. */
export function walk(team: number, ticks: number, random: Random): Walk {
  const path: Walk = { x: new Float64Array(ticks), y: new Float64Array(ticks), heading: new Float64Array(ticks) };
  let column = random.int(0, CROSSINGS - 1);
  let row = team === 2 ? 0 : CROSSINGS - 1;
  let { x, y } = crossing(column, row);
  let t = 0;
  let heading = team === 2 ? 90 : -90;
  const put = (): void => {
    path.x[t] = x;
    path.y[t] = y;
    path.heading[t] = heading;
    t += 1;
  };
  while (t < ticks) {
    if (random.chance(0.45)) {
      // Watches a street for a while, most often one that leads to the other side.
      heading = random.chance(0.6) ? (team === 2 ? 90 : -90) : random.pick([0, 180, 90, -90]);
      for (let wait = random.int(64, 500); wait > 0 && t < ticks; wait -= 1) put();
    }
    const [c, r] = next(column, row, team, random);
    const goal = crossing(c, r);
    [column, row] = [c, r];
    const [side, along] = [random.int(-70, 70), random.int(-70, 70)];
    const speed = (random.chance(0.45) ? SNEAK : RUN) / 64;
    const [gx, gy] = [goal.x + side, goal.y + along];
    for (let way = Math.hypot(gx - x, gy - y); way > speed && t < ticks; way = Math.hypot(gx - x, gy - y)) {
      heading = (Math.atan2(gy - y, gx - x) * 180) / Math.PI;
      x += ((gx - x) / way) * speed;
      y += ((gy - y) / way) * speed;
      put();
    }
  }
  return path;
}

function next(column: number, row: number, team: number, random: Random): [number, number] {
  const forward = team === 2 ? 1 : -1;
  const ways: [number, number][] = [
    [column, row + forward],
    [column, row + forward],
    [column - 1, row],
    [column + 1, row],
    [column, row - forward],
  ];
  const open = ways.filter(([c, r]) => c >= 0 && r >= 0 && c < CROSSINGS && r < CROSSINGS);
  return random.pick(open);
}
