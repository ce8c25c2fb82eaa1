import type { BackgroundContext } from '#extension/background/context.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { Requests } from '#extension/messages.ts';
import { banStateOf } from '#extension/sync/ban-check.ts';
import { MAX_LOOKUP } from '#shared/api/players.ts';
import { type BanState, bansSince as bansAfter } from '#shared/match-history/bans-since.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const readHistory = ({ sync }: BackgroundContext): Out<'readHistory'> => sync.readHistory();
export const stopHistory = ({ sync }: BackgroundContext): Out<'stopHistory'> => sync.stopHistory();
export const historyStatus = ({ sync }: BackgroundContext): Out<'historyStatus'> => sync.historyStatus();
export const forgetHistory = ({ sync }: BackgroundContext): Out<'forgetHistory'> => sync.forgetHistory();
export const bansMet = ({ sync }: BackgroundContext): Out<'bansMet'> => sync.bansMet();
export const checkBans = ({ sync }: BackgroundContext): Out<'checkBans'> => sync.checkBans();

export async function bansSeen({ sync }: BackgroundContext): Out<'bansSeen'> {
  await sync.bansSeen();
  return {};
}

/** Bans of players nobody has looked at yet, from the backend, where it may be asked by ID. */
async function ask(
  { backend, lookup, settings }: BackgroundContext,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, BanState>> {
  const states = new Map<SteamId, BanState>();
  if (steamIds.length === 0 || !(await settings.get()).askUnknown) return states;
  if ((await lookup.route()).to !== 'backend') return states;
  try {
    // The people of one screen; those further down are asked for when they come into view.
    for (const player of (await backend.bans(steamIds.slice(0, MAX_LOOKUP))).players) {
      if (player.state === 'ok') states.set(player.steamId, banStateOf(player.bans, 'backend'));
    }
  } catch (error) {
    // Marks are an extra: without an answer there are none.
    if (!(error instanceof BackendError)) throw error;
  }
  return states;
}

/** Who of these was banned after being met, by what is held of them. */
export async function bansSince(
  context: BackgroundContext,
  { met }: Requests['bansSince']['in'],
): Promise<Requests['bansSince']['out']> {
  const { historyStore } = context;
  const steamIds = [...new Set(met.map(({ steamId }) => steamId))];
  const people = await historyStore.people(steamIds);
  const asked = await ask(
    context,
    steamIds.filter((steamId) => !people.get(steamId)?.bans),
  );
  const noticed = new Map((await historyStore.bansMet()).map((ban) => [ban.steamId, ban]));
  return met.flatMap(({ steamId, at }) => {
    const known = noticed.get(steamId);
    // What came after a later meeting came after this one, too; that look had an earlier one to compare with.
    if (known?.certain && at <= known.metAt) {
      const { kinds, certain, bannedAt } = known;
      return [{ steamId, at, kinds, certain, ...(bannedAt !== undefined && { bannedAt }) }];
    }
    const state = people.get(steamId)?.bans ?? asked.get(steamId);
    const bans = state && bansAfter(at, state);
    return bans ? [{ steamId, at, ...bans }] : [];
  });
}
