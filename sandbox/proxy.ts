import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

export interface Proxy {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * An HTTP proxy on loopback that tunnels `CONNECT <host>:443` of the given hosts to the sandbox's HTTPS server and
 * refuses everything else with 403, so that a browser behind it sees the sandbox as the real sites and nothing of the
 * internet. Plain HTTP to one of the hosts is sent on to HTTPS.
 */
export async function startProxy(options: {
  hosts: readonly string[];
  httpsPort: number;
  port: number;
}): Promise<Proxy> {
  const allowed = new Set(options.hosts);
  const sockets = new Set<Duplex>();
  const track = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  };

  const server = http.createServer((request, response) => {
    const target = URL.parse(request.url ?? '');
    if (target?.protocol === 'http:' && allowed.has(target.hostname)) {
      response.writeHead(301, { location: `https://${target.hostname}${target.pathname}${target.search}` }).end();
    } else {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('The sandbox proxy serves no other host.\n');
    }
  });
  server.on('connect', (request, client: Duplex, head: Buffer) => {
    track(client);
    const [host = '', port] = (request.url ?? '').split(':');
    if (!allowed.has(host.toLowerCase()) || port !== '443') {
      // Browsers close refused tunnels at will; that is no error of ours.
      client.on('error', () => client.destroy());
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const upstream = net.connect(options.httpsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    track(upstream);
    // Either side may vanish (ECONNRESET); the other is then of no use.
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
