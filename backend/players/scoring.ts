import type { Assessment } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';

/** Facts to assessment in one step, as every way of scoring a player here does it. */
export function scorePlayer(facts: PlayerFacts, now: number): Assessment {
  return assess(evidenceFrom(facts, now), now);
}
