import { useEffect, useState } from 'preact/hooks';
import type { PlayerDetails } from '#extension/messages.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export type Asked = PlayerDetails | { state: 'loading' } | { state: 'gone' };

/** Details of several players, each asked for once; `again` asks for one anew. `gone`: the background did not answer. */
export function useDetails(steamIds: readonly SteamId[]) {
  const [answers, setAnswers] = useState<ReadonlyMap<SteamId, Asked>>(new Map());
  const ask = (steamId: SteamId, how: { ask?: true } = {}) => {
    const set = (answer: Asked) => setAnswers((old) => new Map([...old, [steamId, answer]]));
    set({ state: 'loading' });
    send('details', { steamId, ...how }).then(set, () => set({ state: 'gone' }));
  };
  useEffect(() => {
    for (const steamId of steamIds) if (!answers.has(steamId)) ask(steamId);
  });
  return { answers, again: (steamId: SteamId) => ask(steamId, { ask: true }) };
}
