import { lookup as dnsLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress, literalAddress } from '#backend/demos/public-address.ts';

/** The name, or what it means, is not on the open internet. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

const resolveByDns: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

export interface GuardedRequest {
  url: URL;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** How long nothing may happen, ms. */
  idleMs: number;
  signal: AbortSignal;
  /** Tests only: what names mean. */
  resolve?: Resolve;
  /** Connects there instead, whatever the name means: for the sandbox, by the operator's word. */
  connectTo?: URL;
}

/** What was answered. `body` gives everything that came, also when the connection broke right behind it, and then throws. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever is still to come. */
  close(): void;
}

/** Must be called when the answer begins: a stream that breaks before somebody reads it forgets what it had. */
function bodyOf(response: http.IncomingMessage): AsyncIterable<Uint8Array> {
  const came: Uint8Array[] = [];
  let end: { error?: Error } | undefined;
  let wake: () => void = () => undefined;
  const ended = (error?: Error) => {
    end ??= error ? { error } : {};
    wake();
  };
  response.on('data', (chunk: unknown) => {
    if (chunk instanceof Uint8Array) came.push(chunk);
    response.pause();
    wake();
  });
  response.once('end', () => ended());
  response.once('error', ended);
  response.once('close', () => ended(new Error('the connection was closed')));
  return (async function* () {
    for (;;) {
      const chunk = came.shift();
      if (chunk) yield chunk;
      else if (end?.error) throw end.error;
      else if (end) return;
      else {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        response.resume();
        await promise;
      }
    }
  })();
}

/**
 * A look-up that gives public addresses only. The connection is made to what was looked at here and to nothing else, so a
 * name that means something else a moment later gains nothing.
 */
function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const good = addresses.filter(({ address }) => isPublicAddress(address));
        const [first] = good;
        if (!first || good.length !== addresses.length) {
          callback(new AddressRefused(`${hostname} is not on the open internet`), '', 0);
        } else if (options.all) callback(null, good);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 0),
    );
  };
}

/**
 * One request to the open internet, redirects not followed. Resolves once the head of the answer is there; it must be read to
 * its end, or closed.
 * @throws AddressRefused before anything is sent to an address that is not public.
 */
export function guardedRequest(request: GuardedRequest): Promise<Answer> {
  const { url, method = 'GET', headers = {}, body, idleMs, signal, resolve = resolveByDns, connectTo } = request;
  const literal = literalAddress(url.hostname);
  if (!connectTo && literal !== undefined && !isPublicAddress(literal)) {
    return Promise.reject(new AddressRefused(`${literal} is not on the open internet`));
  }
  const target = connectTo ? new URL(url.pathname + url.search, connectTo) : url;
  const options: http.RequestOptions = {
    method,
    headers: {
      ...headers,
      ...(connectTo && { host: url.host }),
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    signal,
    // One connection for each request: none is reused that was made for something else.
    agent: false,
    ...(!connectTo && { lookup: guardedLookup(resolve) }),
  };
  return new Promise((settle, reject) => {
    const sent = (target.protocol === 'https:' ? https : http).request(target, options);
    let answer: http.IncomingMessage | undefined;
    sent.setTimeout(idleMs, () => (answer ?? sent).destroy(new Error(`nothing came for ${idleMs} ms`)));
    sent.once('response', (response) => {
      answer = response;
      const { statusCode: status = 0, headers: told } = response;
      settle({ status, headers: told, body: bodyOf(response), close: () => response.destroy() });
    });
    // Stays: an error may come after the answer, and is then the body's, too.
    sent.on('error', reject);
    sent.end(body);
  });
}
