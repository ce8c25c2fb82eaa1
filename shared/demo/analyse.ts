import type { Detector, Observation } from '#shared/demo/detectors/detector.ts';
import { FLICK } from '#shared/demo/detectors/flick.ts';
import { LOCK } from '#shared/demo/detectors/lock.ts';
import { PREFIRE } from '#shared/demo/detectors/prefire.ts';
import { REACTION } from '#shared/demo/detectors/reaction.ts';
import { RECOIL } from '#shared/demo/detectors/recoil.ts';
import { SILENT } from '#shared/demo/detectors/silent.ts';
import { SNAP } from '#shared/demo/detectors/snap.ts';
import { SPIN } from '#shared/demo/detectors/spin.ts';
import { TRIGGER } from '#shared/demo/detectors/trigger.ts';
import { WALL_TRACK } from '#shared/demo/detectors/wall-track.ts';
import { DEMO_VERSION, WEIGHTS } from '#shared/demo/parameters.ts';
import { type Fighter, type Scene, sceneOf } from '#shared/demo/scene.ts';
import {
  type AnalyseOptions,
  DEMO_DETECTORS,
  type DemoDetectorKey,
  type DemoFindings,
  type DetectorFinding,
  type ParsedDemo,
} from '#shared/demo/types.ts';
import { shareRatio, zRatio } from '#shared/demo/weigh.ts';

const DETECTORS: Record<DemoDetectorKey, Detector> = {
  snap: SNAP,
  silent: SILENT,
  flick: FLICK,
  lock: LOCK,
  reaction: REACTION,
  wallTrack: WALL_TRACK,
  prefire: PREFIRE,
  recoil: RECOIL,
  spin: SPIN,
  trigger: TRIGGER,
};

const MOST_MOMENTS = 8;

/**
 * What every detector says about everybody in a demo. Pure, and never throws on a demo that `readDemo` has read; players
 * who only watch get findings too, of "not enough data".
 */
export function analyseDemo(demo: ParsedDemo, options: AnalyseOptions = {}): DemoFindings {
  const scene = sceneOf(demo, options);
  return {
    version: DEMO_VERSION,
    ...(demo.map === undefined ? {} : { map: demo.map }),
    tickRate: demo.tickRate,
    rounds: scene.timeline.rounds.filter(({ number }) => number > 0).length,
    geometry: options.geometry !== undefined,
    players: scene.fighters.map((fighter) => ({
      id: fighter.id,
      detectors: DEMO_DETECTORS.map((key) => judge(DETECTORS[key], fighter, scene)),
    })),
  };
}

function judge(detector: Detector, fighter: Fighter, scene: Scene): DetectorFinding {
  const { key, needsGeometry } = detector;
  if (needsGeometry && scene.geometry === undefined) return silentFinding(key, 'no-geometry');
  return weigh(key, detector.observe(fighter, scene));
}

function silentFinding(detector: DemoDetectorKey, state: 'no-geometry' | 'not-enough-data'): DetectorFinding {
  return { detector, state, count: 0, opportunities: 0, typical: typicalOf(detector), nats: 0, moments: [] };
}

function typicalOf(key: DemoDetectorKey): number {
  const { a, b } = WEIGHTS[key].share.people;
  return a / (a + b);
}

function weigh(key: DemoDetectorKey, seen: Observation): DetectorFinding {
  const { least, found, cap, floor, share, z } = WEIGHTS[key];
  const { count, opportunities } = seen;
  const typical = Math.min(1, seen.typical ?? typicalOf(key));
  if (opportunities < least) return { ...silentFinding(key, 'not-enough-data'), count, opportunities, typical };
  const nats = z === undefined ? shareRatio(count, opportunities, share) : zRatio(z)(seen.z ?? 0);
  const isFound = nats >= found;
  return {
    detector: key,
    state: isFound ? 'found' : 'clear',
    count,
    opportunities,
    typical,
    nats: isFound ? Math.min(cap, nats) : Math.max(floor, Math.min(0, nats)),
    moments: isFound ? mostTelling(seen.moments) : [],
  };
}

/** The weightiest few, in the order of the match. */
function mostTelling(moments: Observation['moments']): DetectorFinding['moments'] {
  return [...moments]
    .sort((a, b) => b.weight - a.weight || a.moment.tick - b.moment.tick)
    .slice(0, MOST_MOMENTS)
    .map(({ moment }) => moment)
    .sort((a, b) => a.tick - b.tick);
}
