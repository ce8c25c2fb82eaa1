import type { SteamId } from '#shared/steam/steam-id.ts';

/** SHA-256 over the 17 ASCII digits of a SteamID64, as 64 lower-case hex digits. */
export async function steamIdHash(steamId: SteamId): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(steamId));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The first `digits` hex digits of a hash: what a private lookup tells the backend. The fewer, the more players share it.
 * @throws RangeError unless `digits` is 4, 5 or 6, the lengths the API answers.
 */
export function hashPrefix(hash: string, digits: number): string {
  if (![4, 5, 6].includes(digits)) throw new RangeError(`a hash prefix has 4 to 6 digits, not ${digits}`);
  return hash.slice(0, digits);
}
