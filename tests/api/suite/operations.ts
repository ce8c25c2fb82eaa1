import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { healthResponseSchema, readyResponseSchema } from '#shared/api/operations.ts';
import { call, post, problem, read } from '#tests/api/client.ts';
import type { Target } from '#tests/api/targets.ts';

const EXTENSION = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';

export function operationsTests(target: () => Target): void {
  const get = (path: string, init?: RequestInit) => call(target().url + path, init);

  describe('operations', () => {
    it('is healthy and ready', async () => {
      expect(read(await get('/health'), healthResponseSchema).status).toBe('ok');
      expect(read(await get('/ready'), readyResponseSchema)).toEqual({
        status: 'ready',
        checks: { database: 'ok', steam: 'ok' },
      });
    });

    it('describes itself, with every schema resolved', async () => {
      const document = JSON.parse((await get('/openapi.json')).text);
      expect(document.openapi).toBe('3.1.0');
      const lookup = document.paths['/v1/players/lookup'].post;
      const { steamIds } = lookup.requestBody.content['application/json'].schema.properties;
      expect(steamIds).toMatchObject({
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: { type: 'string', pattern: '^\\d{17}$' },
      });
      expect(Object.keys(document.paths)).toContain('/v1/scores/{prefix}');
      for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
        const found = ref?.split('/').reduce((at, key) => at?.[key], document);
        expect(found, ref).toBeDefined();
      }
    });

    it('has a page to read, without scripts', async () => {
      const page = await get('/docs');
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.text).toContain('/v1/scores/{prefix}');
      expect(page.text).not.toMatch(/<script|https?:\/\/(?!json-schema)/i);
      const nonce = /style-src 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
      expect(page.text).toContain(`<style nonce="${nonce}">`);
    });
  });

  describe('every address', () => {
    it('answers what there is not with a problem', async () => {
      for (const path of [
        '/',
        '/nope',
        '/v1',
        '/v1/scores',
        '/v1/scores/',
        '/v1/players/',
        '/v1/players/1/2/3',
        '//health',
        '/.env',
      ]) {
        problem(await get(path), 'not-found', 404);
      }
    });

    it('refuses other methods and says which there are', async () => {
      for (const [path, allow] of [
        ['/health', 'GET, HEAD, OPTIONS'],
        ['/v1/players/76561198000000001', 'GET, HEAD, OPTIONS'],
        ['/v1/players/76561198000000001/update', 'POST, OPTIONS'],
      ] as const) {
        const answer = await get(path, { method: 'DELETE' });
        problem(answer, 'method-not-allowed', 405);
        expect(answer.headers.get('allow')).toBe(allow);
      }
    });

    it('carries a request ID of its own and headers that keep browsers from guessing', async () => {
      const ids = new Set<string | null>();
      for (const path of ['/health', '/v1/scores/abcd', '/v1/players/1', '/nope', '/docs']) {
        const { headers } = await get(path, { headers: { 'x-request-id': 'mine' } });
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        ids.add(headers.get('x-request-id'));
      }
      expect(ids.size).toBe(5);
      expect(ids.has('mine')).toBe(false);
    });

    it('lets extensions read it, and no web page', async () => {
      for (const origin of [EXTENSION, 'moz-extension://0a1b2c3d-0000-4000-8000-000000000000']) {
        const { headers } = await get('/v1/scores/abcd', { headers: { origin } });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(headers.get('access-control-expose-headers')).toContain('etag');
        expect(headers.get('vary')?.toLowerCase()).toContain('origin');
      }
      for (const origin of [
        'https://steamcommunity.com',
        'null',
        'https://chrome-extension.example',
        'chrome-extension://',
        'chrome-extension://a/b',
        'xchrome-extension://abc',
      ]) {
        const { headers } = await get('/v1/scores/abcd', { headers: { origin } });
        expect(headers.get('access-control-allow-origin'), origin).toBeNull();
      }
    });

    it('answers preflights of extensions only', async () => {
      const preflight = (origin: string) =>
        get('/v1/players/lookup', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        });
      const good = await preflight(EXTENSION);
      expect(good.status).toBe(204);
      expect(good.headers.get('access-control-allow-origin')).toBe(EXTENSION);
      expect(good.headers.get('access-control-allow-methods')).toContain('POST');
      expect(good.headers.get('access-control-allow-headers')).toContain('content-type');
      const bad = await preflight('https://evil.example');
      expect(bad.headers.get('access-control-allow-origin')).toBeNull();
      expect(bad.headers.get('access-control-allow-methods')).toBeNull();
      problem(await get('/nope', { method: 'OPTIONS' }), 'not-found', 404);
    });

    it('gives problems to extensions, too', async () => {
      const answer = await get('/v1/players/lookup', post({}, { origin: EXTENSION }));
      problem(answer, 'bad-request', 400);
      expect(answer.headers.get('access-control-allow-origin')).toBe(EXTENSION);
    });

    it('refuses addresses longer than any of ours', async () => {
      problem(await get(`/v1/resolve?q=${'x'.repeat(3000)}`), 'bad-request', 414);
    });
  });
}

/** What Node's own parser refuses before there is a request. */
export function parserTests(target: () => Target): void {
  const raw = (headers: Record<string, string>, path = '/health') =>
    new Promise<{ status: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
      const sent = request(target().url + path, { headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, type: response.headers['content-type'], text }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });

  describe('headers', () => {
    it('that are too large are a problem like any other', async () => {
      const answer = await raw({ 'x-large': 'x'.repeat(10_000) });
      expect([answer.status, answer.type]).toEqual([431, 'application/problem+json']);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'headers-too-large', status: 431 });
    });
  });
}
