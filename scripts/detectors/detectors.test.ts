import { beforeAll, describe, expect, it } from 'vitest';
import { randomFor } from '#sandbox/world/random.ts';
import { CHEATS } from '#scripts/detectors/cheats.ts';
import { duels, SUBJECT } from '#scripts/detectors/duel.ts';
import { somebody } from '#scripts/detectors/person.ts';
import { inCity, type Line, openGround } from '#scripts/detectors/table.ts';
import { analyseDemo } from '#shared/demo/analyse.ts';
import { DEMO_DETECTORS, type DemoDetectorKey } from '#shared/demo/types.ts';

/** A small run of what `npm run bench:detectors` prints in full: blatant cheats are found, people are not. */

function lineOf(lines: readonly Line[], name: string): Line {
  const line = lines.find((each) => each.name === name);
  if (line === undefined) throw new Error(`no ${name}`);
  return line;
}

const foundShare = (line: Line, key: DemoDetectorKey): number => {
  const cell = line.cells[key];
  return cell === undefined ? Number.NaN : cell.found / cell.players;
};

/** Making up whole demos takes seconds, and longer on a busy machine. */
const TIMEOUT = 180_000;

describe('on open ground', () => {
  const tried = CHEATS.filter(({ name, strength }) =>
    strength === 'blatant' ? name !== 'humanised' && name !== 'recoil' : name === 'smooth',
  );
  let lines: Line[];
  beforeAll(() => {
    lines = openGround(40, 4, 11, tried);
  }, TIMEOUT);

  it('nothing is found of people, though there was enough to find', () => {
    const people = lineOf(lines, 'people');
    expect(people.any).toBe(0);
    for (const key of DEMO_DETECTORS) {
      const cell = people.cells[key];
      if (cell !== undefined) expect(cell.few / cell.players, key).toBeLessThan(0.5);
    }
  });

  it.each([
    ['snap, blatant', 'snap'],
    ['snap, blatant', 'lock'],
    ['smooth, blatant', 'flick'],
    ['smooth, medium', 'flick'],
    ['silent, blatant', 'silent'],
    ['trigger, blatant', 'trigger'],
    ['spin, blatant', 'spin'],
  ] as const)('%s is found by %s', (name, key) => {
    expect(foundShare(lineOf(lines, name), key)).toBeGreaterThanOrEqual(0.8);
  });

  it('what a hand cannot be told from is not found', () => {
    expect(lineOf(lines, 'smooth, subtle').any).toBeLessThanOrEqual(1);
    expect(lineOf(lines, 'script, blatant').any).toBeLessThanOrEqual(1);
  });
});

describe('in the city', () => {
  let lines: Line[];
  beforeAll(() => {
    lines = inCity(4, 10, 5);
  }, TIMEOUT);

  it('nothing is found of people', () => {
    const people = lineOf(lines, 'people');
    expect(people.players).toBeGreaterThanOrEqual(22);
    expect(people.any).toBe(0);
  });

  it('shots too soon after sight and before it are found', () => {
    expect(lineOf(lines, 'quick, blatant').cells.reaction?.auc).toBeGreaterThan(0.95);
    expect(lineOf(lines, 'early, blatant').cells.prefire?.auc).toBeGreaterThan(0.9);
  });

  it('who follows others behind walls follows more than chance', () => {
    expect(lineOf(lines, 'walls, blatant').cells.wallTrack?.auc).toBeGreaterThan(0.9);
  });
});

describe('a demo that has every second tick only', () => {
  it('makes nobody a machine', () => {
    const random = randomFor(4, 'halved');
    const whole = duels(somebody(random), undefined, 40, random);
    const tracks = new Map(
      [...whole.tracks].map(([id, track]) => {
        const halved = (column: Float32Array): Float32Array =>
          column.map((value, i) => ((track.tick[i] ?? 0) % 2 === 0 ? value : (column[i - 1] ?? value)));
        return [id, { ...track, yaw: halved(track.yaw), pitch: halved(track.pitch) }];
      }),
    );
    const subject = analyseDemo({ ...whole, tracks }).players.find(({ id }) => id === SUBJECT);
    expect(subject?.detectors.filter(({ state }) => state === 'found' || state === 'clear')).toEqual([]);
    const before = analyseDemo(whole).players.find(({ id }) => id === SUBJECT);
    expect(before?.detectors.some(({ state }) => state === 'clear')).toBe(true);
  });
});
