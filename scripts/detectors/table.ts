import { type Random, randomFor } from '#sandbox/world/random.ts';
import { arena, type Edge } from '#scripts/detectors/arena.ts';
import { CHEATS } from '#scripts/detectors/cheats.ts';
import { city } from '#scripts/detectors/city.ts';
import { duels, SUBJECT } from '#scripts/detectors/duel.ts';
import { outlier, type Person, somebody } from '#scripts/detectors/person.ts';
import { analyseDemo } from '#shared/demo/analyse.ts';
import { DEMO_DETECTORS, type DemoDetectorKey, type DetectorFinding, type ParsedDemo } from '#shared/demo/types.ts';

/** What one detector said of everybody of one kind. */
interface Cell {
  players: number;
  /** Players with too few chances. */
  few: number;
  found: number;
  count: number;
  opportunities: number;
  /** Mean of what went into the score. */
  nats: number;
  /** Area under the curve against the people of the same setting, by the share that was counted. */
  auc: number;
}

export interface Line {
  name: string;
  setting: 'open ground' | 'city';
  cells: Partial<Record<DemoDetectorKey, Cell>>;
  players: number;
  /** Players of whom any detector found something. */
  any: number;
}

const NEED_WALLS: readonly DemoDetectorKey[] = ['reaction', 'wallTrack', 'prefire'];

/** Findings of many players of one kind. */
class Group {
  readonly shares = new Map<DemoDetectorKey, number[]>();
  private readonly line: Line;

  constructor(name: string, setting: Line['setting']) {
    this.line = { name, setting, cells: {}, players: 0, any: 0 };
  }

  add(findings: readonly DetectorFinding[]): void {
    const { line, shares } = this;
    line.players += 1;
    // Each setting is made for its own detectors: in the city nobody aims like a hand.
    const own = findings.filter(({ detector }) => NEED_WALLS.includes(detector) === (line.setting === 'city'));
    if (own.some(({ state }) => state === 'found')) line.any += 1;
    for (const { detector, state, count, opportunities, nats, typical } of own) {
      line.cells[detector] ??= { players: 0, few: 0, found: 0, count: 0, opportunities: 0, nats: 0, auc: Number.NaN };
      const cell = line.cells[detector];
      cell.players += 1;
      cell.few += Number(state === 'not-enough-data');
      cell.found += Number(state === 'found');
      cell.count += count;
      cell.opportunities += opportunities;
      cell.nats += nats;
      if (state === 'not-enough-data') continue;
      // Behind walls chance differs from player to player.
      const expected = opportunities * typical;
      const share = detector === 'wallTrack' ? (count - expected) / Math.sqrt(expected + 1) : count / opportunities;
      shares.set(detector, [...(shares.get(detector) ?? []), share]);
    }
  }

  close(people: Group | undefined): Line {
    for (const key of DEMO_DETECTORS) {
      const cell = this.line.cells[key];
      if (cell === undefined) continue;
      cell.nats /= Math.max(1, cell.players);
      cell.auc = aucOf(this.shares.get(key) ?? [], people?.shares.get(key) ?? []);
    }
    return this.line;
  }
}

/** Chance that one of `above` is more than one of `below`, equals half. */
function aucOf(above: readonly number[], below: readonly number[]): number {
  if (above.length === 0 || below.length === 0) return Number.NaN;
  const sum = above.reduce(
    (total, a) => total + below.reduce((wins, b) => wins + (a > b ? 1 : a === b ? 0.5 : 0), 0),
    0,
  );
  return sum / (above.length * below.length);
}

function findingsOf(demo: ParsedDemo, geometry: ReturnType<typeof city> | undefined): Map<string, DetectorFinding[]> {
  const { players } = analyseDemo(demo, geometry === undefined ? {} : { geometry });
  return new Map(players.map(({ id, detectors }) => [id, detectors]));
}

/** Kinds of people beside the usual mixture: the most skilled alone, and hands better than any known. */
const HANDS: readonly { name: string; person: (random: Random) => Person }[] = [
  { name: 'elite hands', person: (random) => somebody(random, 'elite') },
  { name: 'flicking hands', person: (random) => somebody(random, 'flicker') },
  { name: 'steady hands', person: (random) => somebody(random, 'steady') },
  { name: 'hands of nobody', person: outlier },
];

interface Kind {
  readonly name: string;
  readonly person?: (random: Random) => Person;
  readonly cheat?: (typeof CHEATS)[number]['cheat'];
}

/** People, people of single kinds, and every cheat on open ground. */
export function openGround(people: number, cheaters: number, seed: number, cheats = CHEATS): Line[] {
  const groupOf = ({ name, person = (random) => somebody(random), cheat }: Kind, players: number): Group => {
    const group = new Group(name, 'open ground');
    for (let i = 0; i < players; i += 1) {
      const random = randomFor(seed, `${name} ${i}`);
      const hands = person(random);
      const demo = duels(hands, cheat, 18 + random.int(0, 22), random);
      group.add(findingsOf(demo, undefined).get(SUBJECT) ?? []);
    }
    return group;
  };
  const clean = groupOf({ name: 'people' }, people);
  return [
    clean.close(undefined),
    ...HANDS.map((kind) => groupOf(kind, 3 * cheaters).close(clean)),
    ...cheats.map(({ name, strength, cheat }) =>
      groupOf({ name: `${name}, ${strength}`, cheat }, cheaters).close(clean),
    ),
  ];
}

/** What somebody in the city has beside his eyes, by name. */
const EDGES: readonly { name: string; edge: Edge }[] = [
  { name: 'walls, blatant', edge: { walls: { share: 0.6, off: 0.8, late: 2 } } },
  { name: 'walls, medium', edge: { walls: { share: 0.25, off: 1.5, late: 6 } } },
  { name: 'walls, subtle', edge: { walls: { share: 0.08, off: 3, late: 10 } } },
  { name: 'quick, blatant', edge: { quick: { share: 0.9, ticks: 4 } } },
  { name: 'quick, medium', edge: { quick: { share: 0.5, ticks: 5 } } },
  { name: 'quick, subtle', edge: { quick: { share: 0.25, ticks: 6 } } },
  { name: 'early, blatant', edge: { early: { share: 0.6 } } },
  { name: 'early, medium', edge: { early: { share: 0.3 } } },
  { name: 'early, subtle', edge: { early: { share: 0.15 } } },
];

/** People and cheats in the city; in half of the matches only people play, in the others one of each kind and one person. */
export function inCity(matches: number, rounds: number, seed: number): Line[] {
  const geometry = city();
  const people = new Group('people', 'city');
  const groups = EDGES.map(({ name }) => new Group(name, 'city'));
  for (let match = 0; match < matches; match += 1) {
    const edges = match % 2 === 0 ? [] : EDGES.map(({ edge }) => edge);
    const demo = arena(geometry, edges, rounds, randomFor(seed, `city ${match}`));
    [...findingsOf(demo, geometry).values()].forEach((findings, i) => {
      const group = edges[i] === undefined ? people : groups[i];
      group?.add(findings);
    });
  }
  return [people.close(undefined), ...groups.map((group) => group.close(people))];
}
