/** A SteamID64 of an individual account, as a decimal string. Made only by the functions of this file, so holding one means it is in range. */
export type SteamId = string & { readonly __brand: 'SteamId' };

/**
 * SteamID64 of the individual account with account ID 0 in the public universe: universe 1 in the top byte,
 * account type 1 in the next 4 bits, instance 1 in the next 20, and a 32-bit account ID below.
 */
const ACCOUNT_ZERO = (1n << 56n) | (1n << 52n) | (1n << 32n);
const MAX_ACCOUNT_ID = 0xffff_ffffn;

/** The smallest and largest SteamID64 of an individual account: account IDs 1 and 2^32 − 1. */
export const MIN_STEAM_ID = (ACCOUNT_ZERO + 1n).toString() as SteamId;
export const MAX_STEAM_ID = (ACCOUNT_ZERO + MAX_ACCOUNT_ID).toString() as SteamId;

/** Whether `value` is exactly the 17 digits of an individual account's SteamID64, nothing around it. */
export function isSteamId(value: unknown): value is SteamId {
  // Every valid ID has 17 digits and no leading zero, so string order is numeric order.
  return typeof value === 'string' && /^\d{17}$/.test(value) && value >= MIN_STEAM_ID && value <= MAX_STEAM_ID;
}

/** The SteamId of a 32-bit account ID (as in `data-miniprofile` and `[U:1:n]`), or `undefined` when out of range. */
export function steamIdFromAccountId(accountId: bigint | number | string): SteamId | undefined {
  if (typeof accountId === 'number' && !Number.isSafeInteger(accountId)) return undefined;
  if (typeof accountId === 'string' && !/^\d{1,10}$/.test(accountId)) return undefined;
  const id = BigInt(accountId);
  return id >= 1n && id <= MAX_ACCOUNT_ID ? ((ACCOUNT_ZERO + id).toString() as SteamId) : undefined;
}

/** The 32-bit account ID of a SteamId; always a safe integer. */
export function accountIdOf(steamId: SteamId): number {
  return Number(BigInt(steamId) - ACCOUNT_ZERO);
}
