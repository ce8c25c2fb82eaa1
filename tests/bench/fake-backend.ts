import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface FakeBackend {
  url: string;
  /** Requests for buckets so far. */
  buckets(): number;
  /** When the first of them arrived since this was last asked, ms since 1970; undefined when none did. */
  takeFirstArrival(): number | undefined;
  stop(): Promise<void>;
}

/** A backend that knows everybody and answers after `latencyMs`: what is measured is the extension, not scoring. */
export async function startFakeBackend(steamIds: readonly SteamId[], latencyMs: number): Promise<FakeBackend> {
  const hashes = await Promise.all(steamIds.map(async (steamId) => ({ steamId, hash: await steamIdHash(steamId) })));
  let buckets = 0;
  let firstArrival: number | undefined;
  const server = createServer((request, response) => {
    const prefix = /^\/v1\/scores\/([0-9a-f]{4,6})$/.exec(request.url ?? '')?.[1];
    if (prefix) {
      buckets += 1;
      firstArrival ??= Date.now();
    }
    const scores = hashes
      .filter(({ hash }) => prefix && hash.startsWith(prefix))
      .map(({ steamId, hash }) => {
        const score = Number.parseInt(hash.slice(-4), 16) % 101;
        const band =
          score <= 30 ? 'unlikely' : score <= 60 ? 'suspicious' : score <= 80 ? 'highly-suspicious' : 'near-certain';
        return { steamId, score, rubric: 10, band, confidence: 60, assessedAt: Date.now() };
      });
    const body = prefix ? { prefix, scores } : { status: 'ok', version: 'bench' };
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
      response.end(JSON.stringify(body));
    }, latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    buckets: () => buckets,
    takeFirstArrival() {
      const at = firstArrival;
      firstArrival = undefined;
      return at;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
