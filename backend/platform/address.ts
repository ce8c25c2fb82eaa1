import { createHmac } from 'node:crypto';

/**
 * The client's address as far as it can be believed: the peer's, or behind `trusted` proxies the one that the outermost
 * of them saw, which is that many entries from the right of `X-Forwarded-For`. Everything further left is the client's word.
 */
export function clientAddress(peer: string, forwardedFor: string | null, trusted: number): string {
  if (trusted === 0 || forwardedFor === null) return peer;
  const hops = forwardedFor.split(',');
  return hops.at(-Math.min(trusted, hops.length))?.trim() || peer;
}

/** The part of an address that stands for one household: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function addressGroup(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}

const RECENT = 1000;

/** Keyed hash of an address group: what limits and logs may hold instead of the address. */
export function createAddressHash(key: string): (address: string) => string {
  // Of those who are asking right now: their sockets hold the addresses anyway, and it is forgotten as a whole.
  const recent = new Map<string, string>();
  return (address) => {
    let hash = recent.get(address);
    if (hash === undefined) {
      hash = createHmac('sha256', key).update(addressGroup(address)).digest('base64url').slice(0, 22);
      if (recent.size >= RECENT) recent.clear();
      recent.set(address, hash);
    }
    return hash;
  };
}
