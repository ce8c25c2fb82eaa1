import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createSteamCheck } from '#backend/accounts/steam-check.ts';

const YES = 'ns:http://specs.openid.net/auth/2.0\nis_valid:true\n';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function ask(listener: RequestListener, timeout = 5000) {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const check = createSteamCheck({ fetch, url: `http://127.0.0.1:${address.port}/openid/login`, timeout });
  return check(new URLSearchParams({ 'openid.mode': 'check_authentication' }));
}

describe('asking Steam', () => {
  it('posts the fields as a form and believes exactly the yes', async () => {
    let seen = '';
    const verdict = await ask((request, response) => {
      request.on('data', (chunk) => {
        seen += String(chunk);
      });
      request.on('end', () => response.end(request.method === 'POST' ? YES : ''));
    });
    expect(verdict).toBe('valid');
    expect(seen).toBe('openid.mode=check_authentication');
  });

  it('has no answer when Steam is slow to begin, or to end', async () => {
    expect(await ask(() => undefined, 50)).toBe('unavailable');
    expect(await ask((_, response) => void response.write(YES), 50)).toBe('unavailable');
  });

  it.each([500, 503, 429])('has no answer when Steam says %i, whatever is in it', async (status) => {
    expect(await ask((_, response) => response.writeHead(status).end(YES))).toBe('unavailable');
  });

  it('has no answer when the connection is cut', async () => {
    expect(await ask((request) => request.socket.destroy())).toBe('unavailable');
  });

  it('follows nobody to a yes elsewhere', async () => {
    const verdict = await ask((request, response) => {
      if (request.url === '/yes') response.end(YES);
      else response.writeHead(302, { location: '/yes' }).end(YES);
    });
    expect(verdict).toBe('invalid');
  });

  it.each([
    ['no', 'ns:http://specs.openid.net/auth/2.0\nis_valid:false\n'],
    ['a yes behind a byte order mark', `\ufeff${YES}`],
    ['a yes in a flood', YES + '\n'.repeat(100_000)],
    ['a page', '<html>is_valid:true</html>'],
  ])('takes for a no: %s', async (_, body) => {
    expect(await ask((_request, response) => response.end(body))).toBe('invalid');
  });
});
