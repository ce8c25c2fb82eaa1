import { describe, expect, it } from 'vitest';
import { bucketResponseSchema } from '#shared/api/players.ts';
import { steamIdHash } from '#shared/steam/hash-prefix.ts';
import { call, lookup, problem, read } from '#tests/api/client.ts';
import type { Target } from '#tests/api/targets.ts';

export function scoresTests(target: () => Target): void {
  const bucket = (prefix: string, headers: Record<string, string> = {}) =>
    call(`${target().url}/v1/scores/${prefix}`, { headers });

  describe('GET /v1/scores/{prefix}', () => {
    it('answers with the scored players of the bucket, at each length', async () => {
      const steamId = target().steam.add();
      const [result] = (await lookup(target().url, [steamId])).players;
      const hash = await steamIdHash(steamId);
      for (const digits of [4, 5, 6]) {
        const answer = await bucket(hash.slice(0, digits));
        const { prefix, scores } = read(answer, bucketResponseSchema);
        expect(prefix).toBe(hash.slice(0, digits));
        expect(scores.filter((entry) => entry.steamId === steamId)).toEqual([
          result && 'entry' in result && result.entry,
        ]);
      }
    });

    it('lets caches keep it and answers 304 while nothing changed', async () => {
      const { url, steam, sql } = target();
      const steamId = steam.add();
      await lookup(url, [steamId]);
      const prefix = (await steamIdHash(steamId)).slice(0, 6);
      const first = await bucket(prefix);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[^"]+"$/);
      expect(first.headers.get('cache-control')).toContain('public, max-age=');

      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const second = await bucket(prefix, { 'if-none-match': tag });
        expect(second.status).toBe(304);
        expect(second.text).toBe('');
        expect(second.headers.get('etag')).toBe(etag);
      }
      expect((await bucket(prefix, { 'if-none-match': '"other"' })).status).toBe(200);

      await call(`${url}/v1/players/${steamId}/analyze`, { method: 'POST' });
      const changed = await bucket(prefix, { 'if-none-match': etag });
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(etag);

      await sql.execute({ sql: 'DELETE FROM score WHERE steam_id = ?', args: [steamId] });
      const gone = await bucket(prefix, { 'if-none-match': changed.headers.get('etag') ?? '' });
      expect(read(gone, bucketResponseSchema).scores.some((entry) => entry.steamId === steamId)).toBe(false);
    });

    it('answers an empty bucket with an empty list', async () => {
      await target().sql.execute('DELETE FROM score WHERE bucket >= 16711680');
      const answer = await bucket('ffff');
      expect(read(answer, bucketResponseSchema)).toEqual({ prefix: 'ffff', scores: [] });
      expect(answer.headers.get('etag')).toBeTruthy();
    });

    it('keeps neighbouring buckets apart', async () => {
      const { sql } = target();
      const entry = (steamId: string) =>
        JSON.stringify({ steamId, score: 1, rubric: 0, band: 'unlikely', confidence: 1, assessedAt: 1 });
      const ids = ['76561198000000101', '76561198000000102', '76561198000000103', '76561198000000104'];
      const buckets = [0xabcdef, 0xabcdff, 0xabce00, 0xabccff];
      for (const [index, steamId] of ids.entries()) {
        await sql.execute({
          sql: 'INSERT OR REPLACE INTO score VALUES (?, ?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM score))',
          args: [buckets[index] ?? 0, steamId, entry(steamId)],
        });
      }
      const found = async (prefix: string) =>
        read(await bucket(prefix), bucketResponseSchema)
          .scores.map((score) => String(score.steamId))
          .filter((steamId) => ids.includes(steamId));
      expect(await found('abcd')).toEqual([ids[0], ids[1]]);
      expect(await found('abcde')).toEqual([ids[0]]);
      expect(await found('abcdef')).toEqual([ids[0]]);
      expect(await found('abce')).toEqual([ids[2]]);
      expect(await found('abcc')).toEqual([ids[3]]);
    });

    it.each(['abc', 'abcdef0', 'ABCD', 'ghij', '%20abc', '0x12', 'abcd%00', "abcd'--"])(
      'refuses %s as a prefix',
      async (prefix) => {
        const body = problem(await bucket(prefix), 'bad-request', 400);
        expect(body.errors?.[0]?.path).toBe('prefix');
      },
    );

    it('answers HEAD like GET without a body, and no other method', async () => {
      const url = `${target().url}/v1/scores/abcd`;
      const head = await call(url, { method: 'HEAD' });
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers.get('etag')).toBeTruthy();
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const refused = await call(url, { method });
        problem(refused, 'method-not-allowed', 405);
        expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      }
    });

    it('neither needs nor sets credentials', async () => {
      const answer = await bucket('abcd', { cookie: 'session=1', authorization: 'Bearer x' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    });
  });
}
