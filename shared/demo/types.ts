import { z } from 'zod';
import { EVENT_NAMES } from '#shared/match/order.ts';

/**
 * What a parsed demo looks like to the detectors, and what they answer. The way through, for whoever has a parser:
 *
 * 1. `parseEvents(file, [...DEMO_EVENTS])`, grouped by name: the same object of event lists that `readMatch` takes.
 * 2. `wantedTicks(events, { geometry: true })` of `windows.ts`: the ticks to ask the parser for, ascending. Windows around shots
 *    and hits at full rate, and where the walls are known every eighth tick of the rounds: less than half of a match.
 * 3. `parseTicks(file, [...TICK_FIELDS], ticks, undefined, true)`: columns by name.
 * 4. `readDemo({ events, ticks: columns, map })` of `read.ts`, then `analyseDemo(demo, { geometry })` of `analyse.ts`. The geometry
 *    is what `readTriangles(bytes)` of `geometry/triangles.ts` makes of a `.tri` file; it is built once and may serve many demos.
 * 5. `demoEvidence(findings, origin)` of `shared/score/demo-evidence.ts`: one piece of evidence for each player.
 */

/** Events to ask the parser for: those of the match metrics, and the smokes. A parser may leave out what a demo does not have. */
export const DEMO_EVENTS = [...EVENT_NAMES, 'round_end', 'smokegrenade_detonate', 'smokegrenade_expired'] as const;

/**
 * Fields of each player and tick, by demoparser2's names, beside the `tick` and `steamid` that it always gives. Position in
 * game units, angles in degrees (pitch positive is down). A demo that lacks a field gives nothing or null there; what needs it
 * then says "not enough data". Recoil is read off the view alone: where the game keeps it moved in April 2026, and newer demos
 * no longer have it under its old name.
 */
export const TICK_FIELDS = ['X', 'Y', 'Z', 'pitch', 'yaw', 'duck_amount', 'is_alive', 'team_num'] as const;

/** One player's rows, all columns of one length, ticks ascending and distinct with gaps between windows. NaN is missing. */
export interface PlayerTrack {
  /** SteamID64, or whatever the events of the same demo call the player. */
  readonly id: string;
  readonly tick: Int32Array;
  /** Feet, in game units. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  /** Degrees; pitch −89 (up) to 89 (down), yaw −180 to 180, counter-clockwise seen from above. */
  readonly pitch: Float32Array;
  readonly yaw: Float32Array;
  /** 0 standing, 1 crouched. */
  readonly duck: Float32Array;
  /** 2 and 3 play; anything else watches. */
  readonly team: Uint8Array;
  /** 1 alive. */
  readonly alive: Uint8Array;
}

/** A demo as the detectors see it. */
export interface ParsedDemo {
  /** `de_mirage` and so on, where the header tells. */
  readonly map?: string;
  /** Ticks per second: 64 in CS2. */
  readonly tickRate: number;
  /** An object of event lists, as demoparser2's `parseEvents` grouped by name. Rows are read with the readers of `shared/match`. */
  readonly events: Readonly<Record<string, unknown>>;
  readonly tracks: ReadonlyMap<string, PlayerTrack>;
}

/** Walls of a map: says whether something solid stands between two points, in game units. */
export interface Geometry {
  readonly triangles: number;
  blocked(ax: number, ay: number, az: number, bx: number, by: number, bz: number): boolean;
}

/** Every detector, in the order in which findings list them. */
export const DEMO_DETECTORS = [
  /** The aim jumps onto an enemy within two ticks and stands still there. */
  'snap',
  /** The aim leaves its way for the tick of a shot and is back at once. */
  'silent',
  /** Turns onto an enemy at full speed from the first tick, slower by the same share in every tick. */
  'flick',
  /** The aim follows an enemy through turns without a hand's delay. */
  'lock',
  /** Shots sooner after an enemy comes into sight than a person can see him. Needs geometry. */
  'reaction',
  /** The aim follows enemies behind walls more than chance would have it. Needs geometry. */
  'wallTrack',
  /** Shots that are on their way before the enemy they hit is in sight. Needs geometry. */
  'prefire',
  /** Sprays at enemies that are the very same every time. */
  'recoil',
  /** Turning round and round, or looking where nobody can look, while playing. */
  'spin',
  /** Shots always the same moment after the crosshair meets an enemy. */
  'trigger',
] as const;
export type DemoDetectorKey = (typeof DEMO_DETECTORS)[number];

/** `not-enough-data`: too few chances for it in this demo. `no-geometry`: needs the walls of the map, which were not given. */
const FINDING_STATES = ['found', 'clear', 'not-enough-data', 'no-geometry'] as const;

const momentSchema = z.object({
  /** Counted from 1; 0 before the first round. */
  round: z.int().min(0),
  /** To jump to in the game: `demo_gototick`. */
  tick: z.int().min(0),
  /** The enemy it was about, where it was about one. */
  enemy: z.string().optional(),
  /** What is worth telling: `degrees`, `ticks`, `milliseconds`, `distance` (units); rounded for reading. */
  figures: z.record(z.string(), z.number()),
});
export type DemoMoment = z.infer<typeof momentSchema>;

const detectorFindingSchema = z.object({
  detector: z.enum(DEMO_DETECTORS),
  /** `found`: speaks for suspicion, at 2.5 nats or more before the cap. `clear`: enough seen, nothing found, `nats` ≤ 0. */
  state: z.enum(FINDING_STATES),
  /** What was found out of the chances there were for it; zero in the last two states or what little there was. */
  count: z.number().min(0),
  opportunities: z.number().min(0),
  /** Share (0–1) that is usual among people. */
  typical: z.number().min(0).max(1),
  /** Log-likelihood ratio, cheater against not, after the detector's cap; 0 in the last two states. */
  nats: z.number(),
  /** The most telling ones, at most eight, in the order of the match. */
  moments: z.array(momentSchema).max(8),
});
export type DetectorFinding = z.infer<typeof detectorFindingSchema>;

const playerFindingsSchema = z.object({
  id: z.string(),
  /** Every detector once, in the order of `DEMO_DETECTORS`. */
  detectors: z.array(detectorFindingSchema),
});

/** What the detectors say about everybody in one demo: small enough to store, send and show as it is. */
export const demoFindingsSchema = z.object({
  /** Version of the detectors and their figures. */
  version: z.string(),
  map: z.string().optional(),
  tickRate: z.number(),
  rounds: z.int().min(0),
  /** Whether the walls of the map were known. */
  geometry: z.boolean(),
  players: z.array(playerFindingsSchema),
});
export type DemoFindings = z.infer<typeof demoFindingsSchema>;

/** What a parser gave: nothing in it is believed before `readDemo` has read it. */
export interface DemoSource {
  readonly events: unknown;
  /** Columns by name, each as long as the others: demoparser2's `parseTicks` with `structOfArrays`. */
  readonly ticks: unknown;
  readonly map?: string;
  /** 64 unless told. */
  readonly tickRate?: number;
}

export interface AnalyseOptions {
  readonly geometry?: Geometry;
}
