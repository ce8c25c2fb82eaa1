import { createHash } from 'node:crypto';
import { encodeShareCode } from '#shared/steam/share-code.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { DAY } from '../world/person.ts';
import type { World } from '../world/world.ts';

/** Steam takes a known code that is at most so old. */
const OLDEST = 30 * DAY;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The authentication code a person finds on Steam's help page: `AAAA-AAAAA-AAAA`. */
export function authCodeOf(steamId: SteamId): string {
  const bytes = createHash('sha256').update(`auth code of ${steamId}`).digest();
  const letters = [...bytes.subarray(0, 13)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 9)}-${letters.slice(9)}`;
}

/** The viewer's matches with their share codes, oldest first; nobody else has played any. */
export function shareCodesOf(world: World) {
  return world.matches
    .flatMap((match) => {
      const reservationId = BigInt(match.replay.match);
      const code = encodeShareCode({
        matchId: reservationId - 6_000_000n,
        reservationId,
        tvPort: Number(match.replay.reservation) & 0xffff,
      });
      return code === undefined ? [] : [{ code, match }];
    })
    .sort((a, b) => a.match.at - b.match.at);
}

/** `GetNextMatchSharingCode`: 403 wrong auth code · 412 a known code that is not the person's or too old · 202 `n/a` none newer. */
export function nextSharingCode(world: World, query: URLSearchParams): Response {
  const steamId = query.get('steamid') ?? '';
  const person = world.find(steamId);
  if (!person || query.get('steamidkey') !== authCodeOf(person.steamId)) return new Response('{}', { status: 403 });
  const chain = person === world.named('viewer') ? shareCodesOf(world) : [];
  const at = chain.findIndex(({ code }) => code === query.get('knowncode'));
  const known = chain[at];
  if (!known || known.match.at < world.now - OLDEST) return new Response('{}', { status: 412 });
  const next = chain[at + 1];
  const result = { nextcode: next && next.match.at <= world.now ? next.code : 'n/a' };
  return Response.json({ result }, { status: result.nextcode === 'n/a' ? 202 : 200 });
}
