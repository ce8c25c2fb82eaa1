/**
 * Which addresses are on the open internet. Pure, so that both platforms and tests use the same; names are checked where
 * they are resolved (`guarded-request.ts`), because a name can mean another address a moment later.
 */

function bytesOfV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map(Number);
}

/** Eight groups of an IPv6 address in any of its forms; undefined when it is none. */
function groupsOfV6(text: string): number[] | undefined {
  let rest = text.replace(/%.*$/, '');
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(rest);
  if (dotted) {
    const [a, b, c, d] = bytesOfV4(dotted[2] ?? '') ?? [];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
    rest = `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const zeros = 8 - head.length - tail.length;
  if (halves.length === 2 ? zeros < 0 : zeros !== 0) return undefined;
  const groups = [...head, ...Array<string>(halves.length === 2 ? zeros : 0).fill('0'), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** Special-purpose IPv4 blocks (IANA): this network, private, shared, loopback, link-local, documentation, multicast, … */
const V4_BLOCKS: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const numberOf = (bytes: readonly number[]) => bytes.reduce((value, byte) => value * 256 + byte, 0);

function isPublicV4(bytes: readonly number[]): boolean {
  const value = numberOf(bytes);
  return !V4_BLOCKS.some(([base, bits]) => {
    const size = 2 ** (32 - bits);
    const from = numberOf(bytesOfV4(base) ?? []);
    return value >= from && value < from + size;
  });
}

function isPublicV6(groups: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const v4 = (high: number, low: number) => isPublicV4([high >> 8, high & 255, low >> 8, low & 255]);
  // IPv4 in disguise: mapped, translated (NAT64), 6to4.
  if (a === 0 && b === 0 && c === 0 && d === 0 && e === 0 && f === 0xffff) return v4(g, h);
  if (a === 0x64 && b === 0xff9b) return c === 0 && d === 0 && e === 0 && f === 0 && v4(g, h);
  if (a === 0x2002) return v4(b, c);
  // Everything given to anybody so far is in 2000::/3; Teredo and documentation are not for us.
  return (
    (a & 0xe000) === 0x2000 && !(a === 0x2001 && b < 0x200) && !(a === 0x2001 && b === 0xdb8) && (a & 0xfff0) !== 0x3ff0
  );
}

/** Whether `address`, an IP address as text, is one on the open internet. Anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  const v4 = bytesOfV4(address);
  if (v4) return isPublicV4(v4);
  const v6 = groupsOfV6(address);
  return v6 !== undefined && isPublicV6(v6);
}

/** The address of a URL's host when it is one, without brackets; undefined for a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bytesOfV4(bare) || groupsOfV6(bare) ? bare : undefined;
}

/** Why nobody may have messages sent there, judging by the address alone; undefined when it may be tried. */
export function refusedTarget(url: string): string | undefined {
  const { hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'has a user name or password in it';
  const literal = literalAddress(hostname);
  if (literal !== undefined) return isPublicAddress(literal) ? undefined : 'is not on the open internet';
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const local =
    !name.includes('.') || /\.(localhost|local|internal|lan|home|corp|home\.arpa|test|invalid|onion)$/.test(name);
  return local ? 'is not on the open internet' : undefined;
}
