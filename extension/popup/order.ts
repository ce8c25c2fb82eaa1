import type { PlayerView } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Scored players by falling headline, then those without a number, then without an answer, then still loading. */
function rank(view: PlayerView | undefined, headline: Settings['headline']): number {
  if (view?.entry) {
    const { score, rubric } = view.entry;
    return score === null ? -1 : headline === 'rubric' ? rubric : score;
  }
  return !view || view.state === 'loading' ? -3 : -2;
}

/** Most suspicious first; equals keep the order in which they were named. */
export function bySuspicion(
  steamIds: readonly SteamId[],
  views: ReadonlyMap<SteamId, PlayerView>,
  headline: Settings['headline'],
): SteamId[] {
  return [...steamIds].sort((a, b) => rank(views.get(b), headline) - rank(views.get(a), headline));
}
