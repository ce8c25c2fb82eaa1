import type { BackgroundContext } from '#extension/background/context.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { Requests } from '#extension/messages.ts';
import { banStateOf } from '#extension/sync/ban-check.ts';
import type { Translator } from '#extension/words/translator.ts';
import { MAX_LOOKUP } from '#shared/api/players.ts';
import { type BanState, type BansSince, bansSince as bansAfter } from '#shared/match-history/bans-since.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const readHistory = ({ sync }: BackgroundContext): Out<'readHistory'> => sync.readHistory();
export const stopHistory = ({ sync }: BackgroundContext): Out<'stopHistory'> => sync.stopHistory();
export const historyStatus = ({ sync }: BackgroundContext): Out<'historyStatus'> => sync.historyStatus();
export async function forgetHistory({ sync, notices }: BackgroundContext): Out<'forgetHistory'> {
  await notices.forgetMet();
  return sync.forgetHistory();
}
export const bansMet = ({ sync }: BackgroundContext): Out<'bansMet'> => sync.bansMet();
export const checkBans = ({ sync }: BackgroundContext): Out<'checkBans'> => sync.checkBans();

export async function bansSeen({ sync }: BackgroundContext): Out<'bansSeen'> {
  await sync.bansSeen();
  return {};
}

/** So many strangers of one page are asked for. */
const MAX_ASKED = 500;
const DAY = 86_400_000;

/** Bans of players nobody has looked at yet, from the backend, where it may be asked by ID. */
async function ask(
  { backend, lookup, settings }: BackgroundContext,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, BanState>> {
  const states = new Map<SteamId, BanState>();
  if (steamIds.length === 0 || !(await settings.get()).askUnknown) return states;
  if ((await lookup.route()).to !== 'backend') return states;
  try {
    for (let start = 0; start < Math.min(steamIds.length, MAX_ASKED); start += MAX_LOOKUP) {
      for (const player of (await backend.bans(steamIds.slice(start, start + MAX_LOOKUP))).players) {
        if (player.state === 'ok') states.set(player.steamId, banStateOf(player.bans, 'backend'));
      }
    }
  } catch (error) {
    // Marks are an extra: without an answer there are none.
    if (!(error instanceof BackendError)) throw error;
  }
  return states;
}

/** "VAC ban 3 days later", as exactly as Steam tells, and "VAC +3 d". */
function wordsOf(words: Translator, at: number, { kinds, certain, bannedAt }: BansSince) {
  const figures = { kinds: words.list(kinds.map((kind) => words.t(`met.kind.${kind}`))) };
  const kind = kinds.map((each) => words.t(`met.short.${each}`)).join('/');
  if (!certain) return { text: words.t('met.mark.uncertain', figures), short: `${kind}?` };
  if (bannedAt === undefined) return { text: words.t('met.mark.since', figures), short: kind };
  const days = Math.max(0, Math.round((bannedAt - (at - (at % DAY))) / DAY));
  return { text: words.t('met.mark', { ...figures, days }), short: words.t('met.mark.short', { kind, days }) };
}

/** Who of these was banned after being met, by what is held of them. */
export async function bansSince(
  context: BackgroundContext,
  { met }: Requests['bansSince']['in'],
): Promise<Requests['bansSince']['out']> {
  const { historyStore } = context;
  const words = await context.words();
  const steamIds = [...new Set(met.map(({ steamId }) => steamId))];
  const people = await historyStore.people(steamIds);
  const asked = await ask(
    context,
    steamIds.filter((steamId) => !people.get(steamId)?.bans),
  );
  const noticed = new Map((await historyStore.bansMet()).map((ban) => [ban.steamId, ban]));
  const told = ({ steamId, at }: { steamId: SteamId; at: number }): BansSince | undefined => {
    const known = noticed.get(steamId);
    // What came after a later meeting came after this one, too; that look had an earlier one to compare with.
    if (known?.certain && at <= known.metAt) {
      const { kinds, certain, bannedAt } = known;
      return { kinds, certain, ...(bannedAt !== undefined && { bannedAt }) };
    }
    const state = people.get(steamId)?.bans ?? asked.get(steamId);
    return state && bansAfter(at, state);
  };
  return met.flatMap((meeting) => {
    const bans = told(meeting);
    return bans ? [{ ...meeting, ...bans, ...wordsOf(words, meeting.at, bans) }] : [];
  });
}
