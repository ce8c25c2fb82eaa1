import { decodeMatchShareCode, encodeMatch, type MatchInformation } from 'csgo-sharecode';

/** What a share code names: a match, its reservation, and the port its replay is asked for with. */
export interface SharedMatch {
  /** Unsigned 64 bits. */
  readonly matchId: bigint;
  /** Unsigned 64 bits. */
  readonly reservationId: bigint;
  /** Unsigned 16 bits. */
  readonly tvPort: number;
}

const CODE = /^CSGO(?:-[ABCDEFGHJKLMNOPQRSTUVWXYZabcdefhijkmnopqrstuvwxyz23456789]{5}){5}$/;
const MAX_64 = 0xffff_ffff_ffff_ffffn;

/** The match behind `CSGO-xxxxx-xxxxx-xxxxx-xxxxx-xxxxx`, or `undefined` when it is not exactly such a code. */
export function decodeShareCode(code: string): SharedMatch | undefined {
  if (!CODE.test(code)) return undefined;
  const match = decodeMatchShareCode(code);
  // 25 letters can hold a little more than 18 bytes; the library then reads past the end, so the way back must agree.
  return isInRange(match) && encodeMatch(match) === code ? match : undefined;
}

/**
 * The share code of a match, or `undefined` for numbers out of range and for IDs below 2^60, which no real match has and
 * the library writes wrongly.
 */
export function encodeShareCode(match: SharedMatch): string | undefined {
  if (!isInRange(match)) return undefined;
  const code = encodeMatch(match);
  return decodeShareCode(code) === undefined ? undefined : code;
}

function isInRange({ matchId, reservationId, tvPort }: MatchInformation): boolean {
  const is64 = (id: bigint) => id >= 1n << 60n && id <= MAX_64;
  return is64(matchId) && is64(reservationId) && Number.isInteger(tvPort) && tvPort >= 0 && tvPort <= 0xffff;
}
