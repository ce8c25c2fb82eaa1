import type { NewNotification } from '#backend/notifications/store.ts';
import type { NotificationSettings } from '#shared/api/notifications.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import { BANDS } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** From news to notifications: who is to be told what. Pure; who met whom and what they want is looked up before. */

/** News of a player, as the players' feed has it. */
export interface PlayerNews {
  id: number;
  steamId: SteamId;
  at: number;
  kind: 'ban' | 'score';
  vac: number | null;
  game: number | null;
  scoreFrom: number | null;
  scoreTo: number | null;
  band: number | null;
}

/** What a person has to do with a player: watches them, met them last at that time (ms), or both. */
export interface Tie {
  userId: string;
  watched: boolean;
  lastMetAt: number | null;
}

type SettingsOf = (userId: string) => NotificationSettings;
type NameOf = (steamId: SteamId) => string | null;

/** A ban is told to all who met or watch the player; a high score only to those who watch. */
export function ofPlayer(
  news: PlayerNews,
  ties: readonly Tie[],
  name: NameOf,
  settings: SettingsOf,
): NewNotification[] {
  const { steamId, at, id } = news;
  return ties.flatMap(({ userId, watched, lastMetAt }): NewNotification[] => {
    const common = { userId, key: `${news.kind}:${id}`, steamId, at };
    const { kinds, minScore } = settings(userId);
    if (!kinds.includes(news.kind)) return [];
    if (news.kind === 'ban') {
      const body = { name: name(steamId), vac: news.vac ?? 0, game: news.game ?? 0, watched, lastMetAt };
      return [{ ...common, kind: 'ban', body }];
    }
    const to = news.scoreTo ?? 0;
    if (!watched || to < minScore) return [];
    const band = BANDS[news.band ?? -1];
    return [{ ...common, kind: 'score', body: { name: name(steamId), from: news.scoreFrom, to, band } }];
  });
}

/** What became of a report, for whoever made it. */
export function ofOutcome(
  { target, at, outcome }: { target: SteamId; at: number; outcome: string },
  userId: string,
  name: NameOf,
  settings: SettingsOf,
): NewNotification[] {
  if (!settings(userId).kinds.includes('report')) return [];
  const key = `report:${target}:${outcome}:${at}`;
  return [{ userId, kind: 'report', key, steamId: target, at, body: { name: name(target), outcome } }];
}

/** An event of a case, what was in force after it, and whether an appeal waited before it. */
export interface CaseNews {
  id: number;
  steamId: SteamId;
  event: ModerationEvent;
  measure: 'none' | 'flag' | 'block' | 'ban';
  appealed: boolean;
}

/** What events say to the person concerned; the rest is among moderators. */
const TOLD: ReadonlySet<ModerationEvent['type']> = new Set<ModerationEvent['type']>([
  'flag',
  'block',
  'ban',
  'clear',
  'expire',
]);

/**
 * An appeal is told to those who may answer it, a decision to the person concerned: never who decided. `subject`: the user
 * whom the case is about, if they have an account.
 */
export function ofCase(
  { id, steamId, event, measure, appealed }: CaseNews,
  people: { subject: string | undefined; moderators: readonly string[] },
  name: NameOf,
  settings: SettingsOf,
): NewNotification[] {
  const common = { key: `case:${id}`, steamId, at: event.at };
  const { subject, moderators } = people;
  if (event.type === 'appeal') {
    return moderators
      .filter((userId) => userId !== subject && settings(userId).kinds.includes('appeal-waiting'))
      .map((userId) => ({ ...common, userId, kind: 'appeal-waiting', body: { name: name(steamId) } }));
  }
  const answer = appealed && event.actor !== 'system' && event.type !== 'note';
  if (subject === undefined || !(answer || TOLD.has(event.type))) return [];
  const kind = answer ? 'appeal' : 'case';
  if (!settings(subject).kinds.includes(kind)) return [];
  const reason = 'reason' in event ? event.reason : '';
  return [{ ...common, userId: subject, kind, body: { name: name(steamId), measure, reason } }];
}
