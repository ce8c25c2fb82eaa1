import type { Assessment } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';

/** Facts, and what other features know, to assessment in one step, as every way of scoring a player here does it. */
export function scorePlayer(facts: PlayerFacts, now: number, more: readonly Evidence[] = []): Assessment {
  return assess([...evidenceFrom(facts, now), ...more], now);
}
