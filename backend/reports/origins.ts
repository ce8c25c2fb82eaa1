import { createHmac } from 'node:crypto';
import type { Context } from 'hono';

/** Where a report came from: hashes that tell the same device and address from others, within one month. */
export interface Origin {
  device: string | null;
  address: string | null;
}

const DEVICE = /^[\w-]{16,128}$/;

/** What the client says of its device (`X-Device`): made by it, so it tells careless people apart, not careful ones. */
export function deviceOf(c: Context): string | undefined {
  const device = c.req.header('x-device');
  return device !== undefined && DEVICE.test(device) ? device : undefined;
}

/** The key changes every month: reports of different months cannot be joined by these. `client` is a keyed hash already. */
export function createOriginHash(key: string) {
  const keys = new Map<string, Buffer>();
  return (client: string, device: string | undefined, now: number): Origin => {
    const month = new Date(now).toISOString().slice(0, 7);
    let monthKey = keys.get(month);
    if (monthKey === undefined) {
      monthKey = createHmac('sha256', key).update(`origins of reports of ${month}`).digest();
      keys.clear();
      keys.set(month, monthKey);
    }
    const hashOf = (kind: string, text: string) =>
      createHmac('sha256', monthKey).update(`${kind} ${text}`).digest('base64url').slice(0, 22);
    return {
      device: device === undefined ? null : hashOf('device', device),
      address: client === '' ? null : hashOf('address', client),
    };
  };
}
