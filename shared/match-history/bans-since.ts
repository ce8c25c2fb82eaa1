import { z } from 'zod';
import { timeSchema } from '#shared/api/common.ts';

const DAY = 86_400_000;

/** What was seen of somebody's bans at one moment. A missing field was not to be seen there, and says nothing. */
export const banStateSchema = z.object({
  observedAt: timeSchema,
  vac: z.int().min(0),
  /** Whether `vac` is a number; else it is 1 for "some". The public profile says no more. */
  counted: z.boolean(),
  game: z.int().min(0).exactOptional(),
  community: z.boolean().exactOptional(),
  economy: z.enum(['none', 'probation', 'banned']).exactOptional(),
  /** Day (UTC) of the last VAC or game ban, give or take one: Steam tells whole days since, for both together. */
  lastBanAt: timeSchema.exactOptional(),
});
export type BanState = z.infer<typeof banStateSchema>;

/** `vac-or-game`: there are both, one date for them, and nothing seen earlier that tells which is the new one. */
const BAN_KINDS = ['vac', 'game', 'vac-or-game', 'community', 'trade'] as const;
export const banKindSchema = z.enum(BAN_KINDS);
type BanKind = z.infer<typeof banKindSchema>;

export interface BansSince {
  kinds: BanKind[];
  /** False: on the day of the meeting or around it, so it may have been there before. Never announced as new. */
  certain: boolean;
  /** Day of the ban, when Steam gives one. */
  bannedAt?: number;
}

/** Kinds that were not there when somebody looked before, and are there now. */
function risen(before: BanState, now: BanState): BanKind[] {
  const kinds: BanKind[] = [];
  const count = (state: BanState) => (before.counted && now.counted ? state.vac : Math.min(1, state.vac));
  if (count(now) > count(before)) kinds.push('vac');
  if (before.game !== undefined && now.game !== undefined && now.game > before.game) kinds.push('game');
  if (before.community === false && now.community === true) kinds.push('community');
  if (before.economy !== undefined && before.economy !== 'banned' && now.economy === 'banned') kinds.push('trade');
  return kinds;
}

/**
 * Bans that came after a meeting at `metAt` (ms). A look `before` that is later than the meeting and saw fewer bans proves
 * it for every kind. Without one only the date of the last VAC or game ban can tell; community and trade bans have none.
 * `undefined`: none that is known to be newer.
 */
export function bansSince(metAt: number, now: BanState, before?: BanState): BansSince | undefined {
  if (before && before.observedAt >= metAt && before.observedAt < now.observedAt) {
    const kinds = risen(before, now);
    if (kinds.length === 0) return undefined;
    const dated = now.lastBanAt !== undefined && kinds.some((kind) => kind === 'vac' || kind === 'game');
    return { kinds, certain: true, ...(dated && { bannedAt: now.lastBanAt }) };
  }
  const { lastBanAt, vac, game = 0 } = now;
  if (lastBanAt === undefined || (vac === 0 && game === 0)) return undefined;
  if (lastBanAt + DAY <= metAt) return undefined;
  const kinds: BanKind[] = vac > 0 && game > 0 ? ['vac-or-game'] : vac > 0 ? ['vac'] : ['game'];
  return { kinds, certain: lastBanAt - DAY >= metAt, bannedAt: lastBanAt };
}
