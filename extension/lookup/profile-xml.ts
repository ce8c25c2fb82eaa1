import { readXml, type XmlElement } from '#extension/lookup/xml.ts';
import type { PlayerFacts, SourceState } from '#shared/score/facts.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export interface ProfileRead {
  state: 'ok';
  steamId: SteamId;
  facts: PlayerFacts;
  /** How the games source ended: play time is hidden on most profiles. */
  games: SourceState;
}

/** What `?xml=1` of a profile says. `broken`: not the XML it should be. */
export type ProfileXml = ProfileRead | { state: 'not-found' } | { state: 'broken' };

/** Counter-Strike: Global Offensive and Counter-Strike 2 share this application ID. */
const CS2_LINK = /\/app\/730(?:\/|$)/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * "September 12, 2003" or "12 September, 2003" as the start of that day in UTC, ms. Without a year it is the last such
 * day: Steam leaves out the current one.
 */
export function readMemberSince(text: string, now: number): number | undefined {
  const month = MONTHS.indexOf((/[a-z]{3}/i.exec(text)?.[0] ?? '').toLowerCase());
  const day = /\b(\d{1,2})\b/.exec(text)?.[1];
  if (month < 0 || day === undefined) return undefined;
  const year = /\b(\d{4})\b/.exec(text)?.[1];
  const thisYear = new Date(now).getUTCFullYear();
  let time = Date.UTC(year === undefined ? thisYear : Number(year), month, Number(day));
  if (year === undefined && time > now) time = Date.UTC(thisYear - 1, month, Number(day));
  // Steam accounts exist since 2003; anything else was misread.
  return time >= Date.UTC(2003, 0, 1) && time <= now + 86_400_000 ? time : undefined;
}

/** Hours as Steam writes them, "1,234.5", in whole minutes. */
function minutesOf(hours: string | undefined): number | undefined {
  if (hours === undefined || !/^[\d,]+(?:\.\d+)?$/.test(hours)) return undefined;
  return Math.round(Number(hours.replaceAll(',', '')) * 60);
}

const child = (element: XmlElement | undefined, name: string) => element?.children.find((one) => one.name === name);

function readGames(profile: XmlElement, now: number): PlayerFacts['games'] {
  const cs2 = child(profile, 'mostPlayedGames')?.children.find((game) =>
    CS2_LINK.test(child(game, 'gameLink')?.text.trim() ?? ''),
  );
  const total = minutesOf(child(cs2, 'hoursOnRecord')?.text.trim());
  const recent = minutesOf(child(cs2, 'hoursPlayed')?.text.trim());
  if (!total) return undefined;
  return { observedAt: now, cs2Minutes: total, ...(recent !== undefined && { cs2RecentMinutes: recent }) };
}

/** Reads the public XML of a profile, fetched at `now` (ms) in English. */
export function readProfileXml(source: string, now: number): ProfileXml {
  const root = readXml(source);
  if (root?.name === 'response' && child(root, 'error')) {
    // "The specified profile could not be found." is the one error Steam gives here that is an answer.
    return /could not be found/i.test(child(root, 'error')?.text ?? '') ? { state: 'not-found' } : { state: 'broken' };
  }
  const text = (name: string) => child(root, name)?.text.trim();
  const steamId = text('steamID64');
  const privacy = text('privacyState');
  if (root?.name !== 'profile' || !isSteamId(steamId)) return { state: 'broken' };
  const unconfigured = privacy === undefined && /not yet set up/i.test(text('privacyMessage') ?? '');
  if (privacy === undefined && !unconfigured) return { state: 'broken' };
  const visibility =
    privacy === 'public' ? 'public' : privacy === 'friendsonly' || privacy === 'friends' ? 'friends' : 'private';
  const createdAt = readMemberSince(text('memberSince') ?? '', now);
  const avatarUrl = text('avatarMedium');
  const vac = text('vacBanned');
  const trade = text('tradeBanState');
  const games = readGames(root, now);
  const facts: PlayerFacts = {
    profile: {
      observedAt: now,
      visibility,
      name: text('steamID') ?? '',
      ...(avatarUrl && { avatarUrl }),
      ...(createdAt !== undefined && { createdAt }),
      ...(unconfigured && { unconfigured }),
    },
    ...(vac !== undefined && {
      bans: {
        observedAt: now,
        vac: vac === '0' ? 0 : 1,
        // The XML has no word on these: game bans, community bans and dates need the Web API.
        game: 0,
        community: false,
        economy: trade === 'Banned' ? 'banned' : trade === 'Probation' ? 'probation' : 'none',
      },
    }),
    ...(games && { games }),
  };
  return { state: 'ok', steamId, facts, games: games ? 'ok' : visibility === 'public' ? 'unavailable' : 'private' };
}
