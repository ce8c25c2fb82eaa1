import { type Detector, nothing } from '#shared/demo/detectors/detector.ts';
import { firstSight } from '#shared/demo/detectors/first-sight.ts';

/** Sooner than this after first sight nobody fires at what he saw: 100 ms, and what the network adds comes on top. */
const TOO_SOON = 0.1;
/** Later shots are no answer to the sight. */
const LATEST = 1;

/** Shots sooner after an enemy comes into sight than a person can see him. Of first shots at enemies that just came into sight. */
export const REACTION: Detector = {
  key: 'reaction',
  needsGeometry: true,
  observe(fighter, scene) {
    const seen = nothing();
    const { tickRate } = scene.demo;
    for (const opening of fighter.openings) {
      const sight = firstSight(fighter, opening, scene);
      if (sight === undefined) continue;
      const seconds = (sight.shot - sight.seen) / tickRate;
      if (seconds < 0 || seconds > LATEST) continue;
      seen.opportunities += 1;
      if (seconds >= TOO_SOON) continue;
      seen.count += 1;
      const figures = { milliseconds: Math.round(1000 * seconds) };
      const { round, victim } = opening;
      seen.moments.push({ moment: { round, tick: sight.seen, enemy: victim.id, figures }, weight: TOO_SOON - seconds });
    }
    return seen;
  },
};
