import type { DemoReport } from '#shared/api/demos.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What a report says of each player, as evidence. Whoever has no Steam ID (a bot, an anonymised file) has none. */
export function evidenceOfReport(report: DemoReport): Map<SteamId, Evidence[]> {
  const evidence = new Map<SteamId, Evidence[]>();
  for (const player of report.players) {
    if (isSteamId(player.id) && player.match !== null) evidence.set(player.id, [player.match]);
  }
  return evidence;
}
