import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardedRequest } from '#backend/demos/guarded-request.ts';
import { createPost } from '#backend/demos/post-node.ts';
import { createWebhooks, type Post, type Webhooks } from '#backend/demos/webhooks.ts';
import type { Identity } from '#backend/platform/access.ts';
import { MINUTE } from '#backend/platform/clock.ts';
import { webhookMessageSchema } from '#shared/api/demos.ts';
import { type Pipeline, startPipeline } from '#tests/api/demos/pipeline.ts';

/** Messages to receivers of every kind: real demos that end, a real server that hears of it, and time that is told. */

interface Heard {
  body: string;
  signature: string;
}

let pipeline: Pipeline;
let server: Server;
let url: string;
let heard: Heard[];
let behave: (response: ServerResponse, request: IncomingMessage) => void;
let now: number;
let webhooks: Webhooks;
let me: Identity;
/** Where the name in the link leads: this machine, past the guard, as only a test may. */
const post: Post = async (target, { body, headers }, signal) => {
  const answer = await guardedRequest({
    ...{ url: new URL(target), method: 'POST', headers, body, signal },
    idleMs: 5000,
    connectTo: new URL(url),
  });
  answer.close();
  return answer.status;
};
const { signal } = new AbortController();

beforeAll(async () => {
  pipeline = await startPipeline();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      heard.push({ body, signature: String(request.headers['x-cstatsentry-signature']) });
      behave(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await pipeline.stop();
});
beforeEach(() => {
  heard = [];
  behave = (response) => response.end();
  now = Date.now();
  me = pipeline.someone();
  const clock = { now: () => now, sleep: async () => undefined };
  webhooks = createWebhooks({ database: pipeline.database, clock, key: 'a key for tests', post, timeoutMs: 300 });
});

/** A demo of mine that has ended. */
async function endedDemo(): Promise<string> {
  const { id } = await pipeline.upload(Buffer.from(`no demo ${Math.random()}`), me);
  await pipeline.work();
  now = Date.now();
  return id;
}
const deliveries = async (id: string) => (await webhooks.deliveries(me, id)).items;
const send = () => webhooks.runDue(signal, MINUTE);

describe('a webhook', () => {
  it('hears of the end of a demo once, signed with a secret it was given once', async () => {
    const { id, secret } = await webhooks.add(me, 'https://hooks.example.org/a');
    const demoId = await endedDemo();
    await send();
    await send();
    expect(heard).toHaveLength(1);
    const [{ body, signature } = { body: '', signature: '' }] = heard;
    expect(webhookMessageSchema.parse(JSON.parse(body))).toMatchObject({
      event: 'demo.failed',
      demo: { id: demoId, state: 'failed', reason: 'not-a-demo' },
    });
    const [, at = '', hmac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(Math.abs(Number(at) * 1000 - now)).toBeLessThan(2000);
    expect(createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')).toBe(hmac);
    expect(await deliveries(id)).toMatchObject([
      { demoId, state: 'delivered', status: 200, attempts: 1, nextAt: null },
    ]);
    expect(await webhooks.list(me)).toEqual({ items: [expect.not.objectContaining({ secret })] });
  });

  it('that fails is tried again, later and later, and given up in the end', async () => {
    const { id } = await webhooks.add(me, 'https://hooks.example.org/b');
    await endedDemo();
    behave = (response) => response.writeHead(500).end();
    const pauses: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      await send();
      const [delivery] = await deliveries(id);
      if (!delivery?.nextAt) break;
      pauses.push((delivery.nextAt - now) / MINUTE);
      // Not a moment earlier.
      now = delivery.nextAt - 1;
      await send();
      now = delivery.nextAt;
    }
    expect(pauses).toEqual([1, 5, 30, 120, 360]);
    expect(heard).toHaveLength(6);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
    expect(await deliveries(id)).toMatchObject([{ state: 'gave-up', attempts: 6, status: 500 }]);
  });

  it.each<[string, typeof behave, Record<string, unknown>]>([
    ['is slow', () => undefined, { status: null, error: expect.stringMatching(/abort|timeout/i) }],
    ['leads elsewhere', (r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), { status: 302 }],
    ['breaks off', (r) => r.destroy(), { status: null, error: expect.any(String) }],
    [
      'answers for ever',
      (r) => {
        const pour = () => {
          while (!r.destroyed && r.write(Buffer.alloc(65_536)));
        };
        r.on('drain', pour);
        pour();
      },
      { status: 200, state: 'delivered' },
    ],
  ])('that %s holds nobody up', async (_, how, expected) => {
    const { id } = await webhooks.add(me, 'https://hooks.example.org/c');
    await endedDemo();
    behave = how;
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', ...expected }]);
    await webhooks.remove(me, id);
  });

  it('is one’s own: others neither see it nor hear', async () => {
    const { id } = await webhooks.add(me, 'https://hooks.example.org/d');
    const other = pipeline.someone();
    await expect(webhooks.deliveries(other, id)).rejects.toThrow('no such webhook');
    expect(await webhooks.remove(other, id)).toBe(false);
    await pipeline.upload(Buffer.from(`of another ${Math.random()}`), other);
    await pipeline.work();
    now = Date.now();
    await send();
    expect(heard).toEqual([]);
    for (let more = 0; more < 4; more++) await webhooks.add(me, `https://hooks.example.org/${more}`);
    await expect(webhooks.add(me, 'https://hooks.example.org/too-many')).rejects.toThrow('5');
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.1.1/',
    'http://localhost:8787/',
    'http://metadata.google.internal/',
    'http://printer/',
    'https://user:password@example.org/',
  ])('at %s is refused at once', async (target) => {
    await expect(webhooks.add(me, target)).rejects.toThrow(/not on the open internet|user name/);
  });

  it('whose name means a private address by the time it is called is not called', async () => {
    const rebinding = createWebhooks({
      ...{ database: pipeline.database, key: 'a key for tests', timeoutMs: 1000 },
      clock: { now: () => now, sleep: async () => undefined },
      post: createPost(async () => [{ address: '127.0.0.1', family: 4 }]),
    });
    const { id } = await webhooks.add(me, `http://rebind.example.org:${new URL(url).port}/`);
    await endedDemo();
    await rebinding.runDue(signal, MINUTE);
    expect(heard).toEqual([]);
    expect(await deliveries(id)).toMatchObject([
      { state: 'waiting', status: null, error: expect.stringContaining('not on the open internet') },
    ]);
  });
});
