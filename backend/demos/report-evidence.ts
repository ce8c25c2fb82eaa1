import type { DemoReport } from '#shared/api/demos.ts';
import { demoEvidence } from '#shared/score/demo-evidence.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** By whom and when is filled in when it is read; see `evidence.ts`. */
const NOBODY_YET = { source: '', observedAt: 0, provenance: 'demo', confirmations: 0 } as const;

/**
 * What a report says of each player, as evidence: the events of the match, and the movements of the aim. Whoever has no
 * Steam ID (a bot, an anonymised file) has none.
 */
export function evidenceOfReport({ players, findings }: DemoReport): Map<SteamId, Evidence[]> {
  const aims = findings === null ? undefined : demoEvidence(findings, NOBODY_YET);
  const evidence = new Map<SteamId, Evidence[]>();
  for (const { id, match } of players) {
    if (!isSteamId(id)) continue;
    const aim = aims?.get(id);
    const all: Evidence[] = [...(match === null ? [] : [match]), ...(aim === undefined ? [] : [aim])];
    if (all.length > 0) evidence.set(id, all);
  }
  return evidence;
}
