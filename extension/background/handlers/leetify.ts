import type { BackgroundContext } from '#extension/background/context.ts';
import type { LeetifyLive, LeetifyScore, Requests } from '#extension/messages.ts';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import { evidenceFromLeetify } from '#shared/score/leetify-evidence.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Context = Pick<BackgroundContext, 'settings' | 'leetify' | 'cache' | 'now'>;

/**
 * Leetify's live data of one player, and the score with it. Nothing of either is kept: the answer is for the screen, the
 * cache and the badges stay as they are.
 */
export async function leetify(
  context: Context,
  { steamId, ask = false, renew = false }: Requests['leetify']['in'],
): Promise<LeetifyLive> {
  const { settings, leetify: client } = context;
  const { leetify: wish } = await settings.get();
  if (wish === 'off') return { state: 'off' };
  const insist = ask || renew;
  const mayAsk = insist || wish === 'always';
  const answer = mayAsk ? await client.profile(steamId, { renew, insist }) : client.held(steamId);
  if (!answer) return { state: 'unasked' };
  if (answer.state !== 'ok') return answer;
  const score = await scoreWith(context, steamId, answer.profile, answer.fetchedAt);
  return { ...answer, ...(score && { score }) };
}

/** What the engine says of the facts held and of Leetify's figures together; `undefined` when either is missing. */
async function scoreWith(
  { cache, now }: Context,
  steamId: SteamId,
  profile: LeetifyProfile,
  fetchedAt: number,
): Promise<LeetifyScore | undefined> {
  const live = evidenceFromLeetify(profile, fetchedAt);
  const held = await cache.details(steamId);
  if (!live || !held) return undefined;
  const time = now();
  const { facts, assessment: before } = held.response;
  const assessment = assess([...evidenceFrom(facts, time), live], time);
  const weighed = new Set(assessment.contributions.map(({ key }) => key));
  // Matches, demos and reports that the backend weighed are not here to be weighed again.
  const complete = (before?.contributions ?? []).every(({ key, block }) => block === 'limit' || weighed.has(key));
  return { assessment, complete, ...(before && { before: { score: before.score, band: before.band } }) };
}
