import { beforeAll, describe, expect, it } from 'vitest';
import { box, triFile } from '#scripts/detectors/city.ts';
import { Recorder } from '#scripts/detectors/recorder.ts';
import { analyseDemo } from '#shared/demo/analyse.ts';
import { readTriangles } from '#shared/demo/geometry/triangles.ts';
import { DEMO_DETECTORS, type DemoDetectorKey, type DetectorFinding, type Geometry } from '#shared/demo/types.ts';

/**
 * Fights written out tick by tick, so that what is found, when and of whom can be read off the test. The player stands in
 * the middle and looks east; enemies appear all around. How often detectors are wrong is tested on made-up hands.
 */

const SPACING = 400;
const DISTANCE = 800;
/** Tick of the hit in each fight. */
const hitOf = (fight: number): number => 1000 + fight * SPACING;

interface Fight {
  /** View of the player at a tick before (negative) or after the hit; degrees. */
  view: (t: number) => number;
  /** Direction of the enemy, degrees. */
  enemy: (t: number) => number;
}

function demoOf(fights: readonly Fight[], options: { sameTeam?: boolean; shots?: (hit: number) => number[] } = {}) {
  const recorder = new Recorder();
  fights.forEach(({ view, enemy }, fight) => {
    const hit = hitOf(fight);
    if (fight % 4 === 0) recorder.round(hit - 200);
    for (let t = -140; t <= 40; t += 1) {
      const bearing = (enemy(t) * Math.PI) / 180;
      const own = { x: 0, y: 0, yaw: view(t), pitch: 0, duck: 0, team: 2 };
      recorder.row(hit + t, 'a', own);
      const [x, y] = [DISTANCE * Math.cos(bearing), DISTANCE * Math.sin(bearing)];
      recorder.row(hit + t, 'b', { x, y, yaw: 0, pitch: 0, duck: 0, team: options.sameTeam === true ? 2 : 3 });
    }
    for (const shot of options.shots?.(hit) ?? [hit]) recorder.fire(shot, 'a', 'ak47');
    recorder.hurt(hit, 'a', 'b', 'ak47', 0);
  });
  return recorder.finish();
}

function findingOf(
  demo: ReturnType<typeof demoOf>,
  detector: DemoDetectorKey,
  geometry?: Geometry,
  id = 'a',
): DetectorFinding {
  const { players } = analyseDemo(demo, geometry === undefined ? {} : { geometry });
  const found = players.find((player) => player.id === id)?.detectors.find((each) => each.detector === detector);
  if (found === undefined) throw new Error(`nothing about ${id} by ${detector}`);
  return found;
}

const still = (degrees: number) => (): number => degrees;
const many = (count: number, fight: (i: number) => Fight): Fight[] => Array.from({ length: count }, (_, i) => fight(i));
/** Turns onto the enemy by hand: minimum jerk over `ticks`, a tenth short, and a slow correction. */
const byHand = (degrees: number, ticks: number) => (t: number) => {
  const part = (s: number): number => (s <= 0 ? 0 : s >= 1 ? 1 : s * s * s * (10 - 15 * s + 6 * s * s));
  return degrees * (0.9 * part((t + ticks + 16) / ticks) + 0.1 * part((t + 14) / 12));
};

describe('detectors', () => {
  it('find a jump of the view, and say where it was', () => {
    const fights = many(12, (i) => ({ enemy: still(20), view: (t) => (i < 4 && t >= -5 ? 20 : i < 4 ? 0 : 20) }));
    const snap = findingOf(demoOf(fights), 'snap');
    expect(snap).toMatchObject({ state: 'found', count: 4, opportunities: 12 });
    expect(snap.nats).toBeGreaterThan(2);
    expect(snap.moments).toEqual(
      [0, 1, 2, 3].map((i) => ({ round: 1, tick: hitOf(i) - 5, enemy: 'b', figures: { degrees: 20, ticks: 2 } })),
    );
  });

  it('take a fast turn by hand for a turn by hand', () => {
    const demo = demoOf(many(20, (i) => ({ enemy: still(15 + i), view: byHand(15 + i, 5) })));
    for (const key of ['snap', 'silent', 'flick', 'spin'] as const) {
      expect(findingOf(demo, key), key).toMatchObject({ count: 0 });
      expect(findingOf(demo, key).state, key).not.toBe('found');
    }
  });

  it('find a view that is elsewhere for the tick of the shot', () => {
    const fights = many(12, (i) => ({ enemy: still(10), view: (t) => (i < 6 && t === 0 ? 10 : 0) }));
    const silent = findingOf(
      demoOf(fights, { shots: (hit) => [-40, -32, -24, -16, -8, 0].map((t) => hit + t) }),
      'silent',
    );
    expect(silent).toMatchObject({ state: 'found', count: 6, opportunities: 72 });
    expect(silent.moments[0]).toEqual({ round: 1, tick: hitOf(0), figures: { degrees: 10 } });
  });

  it('find turns that cover a share of the way in every tick', () => {
    const smooth = (degrees: number, divide: number) => (t: number) =>
      t < -20 ? 0 : degrees * (1 - (1 - 1 / divide) ** (t + 21));
    const fights = many(12, (i) => ({ enemy: still(20 + i), view: smooth(20 + i, 3 + (i % 4)) }));
    const flick = findingOf(demoOf(fights), 'flick');
    expect(flick).toMatchObject({ state: 'found', opportunities: 12 });
    expect(flick.count).toBeGreaterThanOrEqual(10);
    expect(flick.moments.every(({ tick }) => (tick - 1000 + 20 + SPACING) % SPACING <= 2)).toBe(true);
  });

  const weaving = (t: number): number => 4 * Math.sin(t / 6);
  it('find an aim that follows every turn at one delay, and not one that comes late', () => {
    const locked = demoOf(many(8, () => ({ enemy: weaving, view: (t) => weaving(t - 5) })));
    expect(findingOf(locked, 'lock').state).toBe('found');
    // A tenth of a second behind what the screen shows, and softer.
    const late = demoOf(
      many(8, () => ({ enemy: weaving, view: (t) => 0.7 * weaving(t - 12) + 0.3 * Math.sin(t * 1.7) })),
    );
    expect(findingOf(late, 'lock').state).not.toBe('found');
  });

  it('find turning round and round', () => {
    const demo = demoOf(many(6, () => ({ enemy: still(0), view: (t) => ((t * 45) % 360) - 180 })));
    expect(findingOf(demo, 'spin')).toMatchObject({ state: 'found', count: 6, opportunities: 6 });
  });

  it('find shots always the same moment after the crosshair meets the enemy', () => {
    const fights = (delay: (i: number) => number): Fight[] =>
      many(24, (i) => ({ enemy: still(0), view: (t) => (t < -delay(i) ? 2 : 0) }));
    const trigger = findingOf(demoOf(fights(() => 1)), 'trigger');
    expect(trigger).toMatchObject({ state: 'found', count: 24, opportunities: 24 });
    expect(findingOf(demoOf(fights((i) => (i * 7) % 16)), 'trigger').state).toBe('clear');
  });

  it('find sprays that are the same every time', () => {
    const shots = (hit: number): number[] => Array.from({ length: 10 }, (_, i) => hit - 30 + 6 * i);
    const pull = (t: number): number => 0.8 * Math.sin(t / 9);
    const same = demoOf(
      many(8, () => ({ enemy: still(0), view: pull })),
      { shots },
    );
    expect(findingOf(same, 'recoil')).toMatchObject({ state: 'found', count: 8, opportunities: 8 });
    const other = demoOf(
      many(8, (i) => ({ enemy: still(0), view: (t) => pull(t) + Math.sin(t / (4 + i)) })),
      { shots },
    );
    expect(findingOf(other, 'recoil').count).toBeLessThanOrEqual(1);
  });

  it('do not judge friends, nor what they were not given', () => {
    const fights = many(12, () => ({ enemy: still(20), view: (t) => (t >= -5 ? 20 : 0) }));
    expect(findingOf(demoOf(fights, { sameTeam: true }), 'snap')).toMatchObject({ state: 'not-enough-data', nats: 0 });
    expect(findingOf(demoOf(fights.slice(0, 3)), 'snap')).toMatchObject({
      state: 'not-enough-data',
      count: 3,
      nats: 0,
    });
    expect(findingOf(demoOf(fights), 'snap', undefined, 'b').state).toBe('not-enough-data');
    for (const key of ['reaction', 'wallTrack', 'prefire'] as const) {
      expect(findingOf(demoOf(fights), key)).toMatchObject({ state: 'no-geometry', nats: 0, moments: [] });
    }
  });

  it('keep the eight most telling moments, in the order of the match', () => {
    const demo = demoOf(many(20, (i) => ({ enemy: still(10 + i), view: (t) => (t >= -5 ? 10 + i : 0) })));
    const snap = findingOf(demo, 'snap');
    expect(snap.count).toBe(20);
    expect(snap.moments.map(({ figures }) => figures['degrees'])).toEqual([22, 23, 24, 25, 26, 27, 28, 29]);
  });

  it('say the same of the same demo', () => {
    const demo = demoOf(many(6, () => ({ enemy: weaving, view: weaving })));
    expect(analyseDemo(demo)).toEqual(analyseDemo(demo));
    expect(analyseDemo(demo).players.flatMap(({ detectors }) => detectors.map(({ detector }) => detector))).toEqual([
      ...DEMO_DETECTORS,
      ...DEMO_DETECTORS,
    ]);
  });
});

describe('detectors that know the walls', () => {
  let wall: Geometry;
  beforeAll(() => {
    // North of the line x = 400 is a wall; who stands behind it is seen only south of it.
    const corners: number[] = [];
    box(corners, [400, 0, -50], [10, 2000, 300]);
    const reading = readTriangles(triFile(corners));
    if (reading.state !== 'ok') throw new Error(reading.reason);
    wall = reading.geometry;
  });

  /** Comes out from behind the wall, all of him seen from `t = −wait` on. */
  const peeking =
    (wait: number) =>
    (t: number): number =>
      t < -wait ? 15 : -5;
  const watching = still(-5);

  it('find shots too soon after sight', () => {
    const quick = demoOf(many(10, () => ({ enemy: peeking(2), view: watching })));
    expect(findingOf(quick, 'reaction', wall)).toMatchObject({ state: 'found', count: 10, opportunities: 10 });
    expect(findingOf(quick, 'reaction', wall).moments[0]).toEqual({
      round: 1,
      tick: hitOf(0) - 2,
      enemy: 'b',
      figures: { milliseconds: 31 },
    });
    const seen = demoOf(many(10, () => ({ enemy: peeking(16), view: watching })));
    expect(findingOf(seen, 'reaction', wall)).toMatchObject({ state: 'clear', count: 0, opportunities: 10 });
  });

  it('do not judge the reaction to somebody who was in sight all along, or never', () => {
    const open = demoOf(many(10, () => ({ enemy: still(-5), view: watching })));
    expect(findingOf(open, 'reaction', wall)).toMatchObject({ state: 'not-enough-data', opportunities: 0 });
    const behind = demoOf(many(10, () => ({ enemy: still(15), view: still(15) })));
    expect(findingOf(behind, 'reaction', wall)).toMatchObject({ state: 'not-enough-data', opportunities: 0 });
  });

  it('find shots at enemies who are not there yet, and count those at nobody', () => {
    const early = demoOf(
      many(10, () => ({ enemy: peeking(2), view: watching })),
      { shots: (hit) => [hit - 8, hit - 2, hit] },
    );
    expect(findingOf(early, 'prefire', wall)).toMatchObject({ state: 'found', count: 10, opportunities: 10 });
    expect(findingOf(early, 'reaction', wall).opportunities).toBe(0);
    const spam = demoOf(
      many(10, () => ({ enemy: peeking(12), view: watching })),
      { shots: (hit) => [hit - 90, hit] },
    );
    expect(findingOf(spam, 'prefire', wall)).toMatchObject({ state: 'clear', count: 0, opportunities: 10 });
  });
});
