import { connect } from 'node:net';

/** What a load run measured; latencies in ms. */
export interface Load {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  bytesPerResponse: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Keeps `connections` busy with GETs, one after another on each, for `seconds`. Plain sockets that read no more than the
 * status and the length: an HTTP client of Node's own is slower than the servers measured here and would hide their differences.
 * Only for answers with a Content-Length. Throws when an answer is not a 200.
 */
export async function loadHttp(
  url: string,
  options: {
    connections: number;
    seconds: number;
    paths: (connection: number) => readonly string[];
    /** More headers of a connection's requests. */
    headers?: (connection: number) => Readonly<Record<string, string>>;
  },
): Promise<Load> {
  const { hostname, port, host } = new URL(url);
  const latencies: number[] = [];
  let bytes = 0;
  const started = performance.now();
  const until = started + options.seconds * 1000;

  function run(requests: readonly Buffer[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      let next = 0;
      let sent = 0;
      let pending: Buffer = Buffer.alloc(0);
      const send = () => {
        const request = requests[next++ % requests.length];
        sent = performance.now();
        if (request) socket.write(request);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('data', (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const head = pending.indexOf(HEAD_END);
        if (head < 0) return;
        const text = pending.toString('latin1', 0, head);
        const length = /content-length: (\d+)/i.exec(text)?.[1];
        if (!text.startsWith('HTTP/1.1 200') || length === undefined) {
          socket.destroy(new Error(`unexpected answer: ${text.slice(0, 200)}`));
          return;
        }
        const size = head + HEAD_END.length + Number(length);
        if (pending.length < size) return;
        const now = performance.now();
        latencies.push(now - sent);
        bytes += size;
        pending = Buffer.alloc(0);
        if (now < until) send();
        else socket.end();
      });
    });
  }

  await Promise.all(
    Array.from({ length: options.connections }, (_, connection) => {
      const more = Object.entries(options.headers?.(connection) ?? {})
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('');
      const head = `HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n${more}\r\n`;
      return run(options.paths(connection).map((path) => Buffer.from(`GET ${path} ${head}`)));
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    requestsPerSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    bytesPerResponse: Math.round(bytes / latencies.length),
  };
}
