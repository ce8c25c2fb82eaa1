import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBackendUrl, testBackend } from '#extension/ui/settings/backend-url.ts';

describe('checkBackendUrl', () => {
  it.each([
    ['', ''],
    ['  https://sentry.example.org  ', 'https://sentry.example.org'],
    ['https://sentry.example.org:8443/', 'https://sentry.example.org:8443'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('takes %j', (text, origin) => {
    expect(checkBackendUrl(text)).toEqual({ ok: true, origin, insecure: false });
  });

  it('warns of http to other computers', () => {
    expect(checkBackendUrl('http://192.168.1.4:8787')).toMatchObject({ ok: true, insecure: true });
    expect(checkBackendUrl('http://localhost.example.org')).toMatchObject({ ok: true, insecure: true });
  });

  it.each([
    ['sentry.example.org', 'notUrl'],
    ['https://', 'notUrl'],
    ['ftp://sentry.example.org', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['localhost:8787', 'scheme'],
    ['https://me:secret@sentry.example.org', 'credentials'],
    ['https://sentry.example.org/api', 'path'],
    ['https://sentry.example.org/?a=1', 'path'],
    ['https://sentry.example.org/#a', 'path'],
  ])('refuses %j and says why', (text, problem) => {
    expect(checkBackendUrl(text)).toEqual({ ok: false, problem });
  });
});

describe('testBackend', () => {
  let server: Server | undefined;
  afterEach(() => new Promise<void>((done) => (server?.listening ? server.close(() => done()) : done())));

  async function serve(listener: RequestListener): Promise<string> {
    const made = createServer(listener);
    server = made;
    await new Promise<void>((ready) => made.listen(0, '127.0.0.1', ready));
    const address = made.address();
    return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  }

  it('knows a backend', async () => {
    const origin = await serve((request, response) => {
      response.statusCode = request.url === '/health' ? 200 : 404;
      response.end(JSON.stringify({ status: 'ok', version: '1.2.3' }));
    });
    expect(await testBackend(origin)).toEqual({ state: 'ok', version: '1.2.3' });
  });

  it('tells something else from a backend', async () => {
    expect(await testBackend(await serve((_, response) => response.end('<h1>router</h1>')))).toEqual({
      state: 'foreign',
    });
  });

  it('tells nobody from somebody', async () => {
    const origin = await serve((_, response) => response.end());
    await new Promise((done) => server?.close(done));
    expect(await testBackend(origin)).toEqual({ state: 'unreachable' });
  });
});
