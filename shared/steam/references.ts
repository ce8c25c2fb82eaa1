import { isSteamId, type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** A player as people name one: by an ID, or by a custom URL that Steam has to resolve. */
export type PlayerReference = { kind: 'id'; steamId: SteamId } | { kind: 'vanity'; name: string };

/** `/`, also as JSON escapes it and as a query string encodes it. */
const SLASH = String.raw`(?:\\?\/|%2F)`;
/** The alphabet of Steam's invitation links: a hex digit each, in this order, so that no word comes out of it. */
const INVITE_DIGITS = 'bcdfghjkmnpqrtvw';

/**
 * Every form that is recognised inside other text. One alternative per form, all quantifiers bounded and none nested, so
 * the time is linear in the text whatever it holds. A link comes before the bare 17 digits: `/id/7656…` is somebody's
 * custom URL, not that ID.
 */
const FORMS = new RegExp(
  [
    `(?<=^|[^\\w.-]|%2F)(?:www\\.)?steamcommunity\\.com${SLASH}id${SLASH}(?<vanity>[\\w-]{2,32})(?=%2F|%3F|%23|%26|[^\\w%-]|$)`,
    `(?<=^|[^\\w.-]|%2F)(?:s\\.team${SLASH}p|(?:www\\.)?steamcommunity\\.com${SLASH}user)${SLASH}(?<invite>[${INVITE_DIGITS}]{1,8}(?:-[${INVITE_DIGITS}]{1,7})?)(?![\\w-])`,
    String.raw`(?<![A-Za-z0-9])STEAM_[01]:(?<low>[01]):(?<high>\d{1,10})(?!\d)`,
    String.raw`(?<![A-Za-z0-9])U:1:(?<account>\d{1,10})(?!\d)`,
    String.raw`(?<![A-Za-z0-9])(?:data-miniprofile=["']?|miniprofile${SLASH})(?<mini>\d{1,10})(?!\d)`,
    String.raw`(?<!\d)(?<id64>7656\d{13})(?!\d)`,
  ].join('|'),
  'gi',
);

/**
 * The player that `text` names, from any form people paste, with anything around it: SteamID64, `STEAM_0:1:n` (or
 * `STEAM_1:…`), `[U:1:n]`, profile, custom and invitation links with or without scheme and sub-page. Where several are
 * named the first counts.
 *
 * Alone in the text, two more forms are read: 1 to 10 digits are an account ID (even though a custom URL may look like
 * that too), and a word of 2 to 32 letters, digits, `_` and `-` is a custom URL. `undefined` for everything else, IDs out
 * of range included.
 */
export function parsePlayerReference(text: string): PlayerReference | undefined {
  const [found] = findPlayerReferences(text, 1);
  if (found) return found;
  // Longer than any single reference with its quotes; and the trimming below stays cheap.
  if (text.length > 200) return undefined;
  const word = text.replace(/^[\s"'`<([{@/]+|[\s"'`>)\]},;.!?/]+$/g, '').replace(/^id\//, '');
  if (/^\d+$/.test(word)) return idOf(steamIdFromAccountId(word));
  return /^[A-Za-z0-9_-]{2,32}$/.test(word) && !/^STEAM_\d$/i.test(word) ? { kind: 'vanity', name: word } : undefined;
}

/**
 * The distinct players named in `text`, in order of appearance, at most `limit`: console output, chat, CSV, HTML, JSON.
 * Bare words and short numbers are never read as players here. One player named by ID and by custom URL comes out twice,
 * as only Steam knows that they are the same.
 */
export function findPlayerReferences(text: string, limit: number): PlayerReference[] {
  const found = new Map<string, PlayerReference>();
  for (const match of text.matchAll(FORMS)) {
    if (found.size >= limit) break;
    const reference = referenceOf(match.groups ?? {});
    if (!reference) continue;
    // Steam does not tell upper from lower case in custom URLs.
    const key = reference.kind === 'id' ? reference.steamId : `/${reference.name.toLowerCase()}`;
    if (!found.has(key)) found.set(key, reference);
  }
  return [...found.values()];
}

function referenceOf(groups: Record<string, string | undefined>): PlayerReference | undefined {
  const { vanity, invite, low, high, account, mini, id64 } = groups;
  if (vanity !== undefined) return { kind: 'vanity', name: vanity };
  if (id64 !== undefined) return isSteamId(id64) ? { kind: 'id', steamId: id64 } : undefined;
  if (low !== undefined && high !== undefined) return idOf(steamIdFromAccountId(BigInt(high) * 2n + BigInt(low)));
  if (invite !== undefined) return idOf(accountOfInvite(invite));
  const accountId = account ?? mini;
  return accountId === undefined ? undefined : idOf(steamIdFromAccountId(accountId));
}

function accountOfInvite(code: string): SteamId | undefined {
  let id = 0n;
  for (const letter of code.toLowerCase()) {
    if (letter !== '-') id = id * 16n + BigInt(INVITE_DIGITS.indexOf(letter));
  }
  return steamIdFromAccountId(id);
}

function idOf(steamId: SteamId | undefined): PlayerReference | undefined {
  return steamId === undefined ? undefined : { kind: 'id', steamId };
}
