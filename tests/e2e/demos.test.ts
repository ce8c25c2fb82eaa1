import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RequestMessage } from '#extension/messages.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { writeDemo } from '#sandbox/replays/demo-file.ts';
import { scriptMatch } from '#sandbox/replays/match-script.ts';
import { violations } from './axe.ts';
import { type OwnBackend, type OwnBrowser, openOwnBrowser, startOwnBackend } from './own-backend.ts';
import { KINDS, until, VIEWPORT } from './scene.ts';

/** Demos as a person brings them, to a backend of its own process: it is killed in the middle of an upload. */

const REAL = join(process.cwd(), '../shared/data/demos/14065.dem');
const MEGABYTE = 1024 * 1024;
const listSchema = z.object({
  value: z.object({ items: z.array(z.object({ file: z.object({ sha256: z.string() }).nullable() })) }),
});

describe.each(KINDS)('demos in %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-demos-'));
  let sandbox: Sandbox;
  let backend: OwnBackend;
  let proxy: Server;
  let browser: OwnBrowser;
  let page: Page;
  /** Offsets of the pieces that were sent, and what is to happen with the next one. */
  const offsets: number[] = [];
  let cut: (() => Promise<void>) | undefined;

  /** Stands before the backend, so that it can be seen what is sent, and ended in the middle of it. */
  async function startProxy(): Promise<Server> {
    const server = createServer((incoming, outgoing) => {
      const { method, url = '', headers } = incoming;
      const pass = () => {
        const there = forward({ port: backend.port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        there.on('error', () => outgoing.destroy());
        incoming.pipe(there);
      };
      const offset = /\/upload\?offset=(\d+)$/.exec(url)?.[1];
      if (method !== 'PUT' || offset === undefined) return pass();
      offsets.push(Number(offset));
      if (!cut || offset === '0') return pass();
      const now = cut;
      cut = undefined;
      now().then(
        () => outgoing.destroy(),
        () => outgoing.destroy(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  async function killAndRestart(): Promise<void> {
    await backend.kill();
    await backend.revive();
  }

  async function openApp(): Promise<void> {
    const before: Page | undefined = page;
    page = await browser.session.openExtensionPage('app.html#/demos', VIEWPORT);
    await before?.close();
  }
  const send = (message: RequestMessage) => browser.send(message);
  const textOf = () => page.evaluate(() => document.body.innerText).catch(() => '');
  const says = (text: string) =>
    until(async () => (await textOf()).includes(text), `"${text}"`).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; it says ${await textOf()}`);
    });
  /** With time for a backend that starts and a worker that reads, on a machine that has other things to do. */
  const rowSays = (name: string, text: string) =>
    page
      .waitForFunction(
        (wanted, said) =>
          [...document.querySelectorAll<HTMLElement>('.demo-row')].some(
            (row) => row.innerText.includes(wanted) && row.innerText.includes(said),
          ),
        { timeout: 45_000, polling: 100 },
        name,
        text,
      )
      .catch(async (error: unknown) => {
        throw new Error(`"${text}" of ${name}: ${String(error)}; it says ${await textOf()}`);
      });
  async function choose(path: string): Promise<void> {
    const input = await page.waitForSelector('input#demo-files');
    if (!input) throw new Error('there is nowhere to choose a file');
    await input.uploadFile(path);
  }
  const follow = (text: string) =>
    until(
      () =>
        page.evaluate((wanted) => {
          const link = [...document.querySelectorAll<HTMLElement>('a.demo-name')].find(
            (each) => each.innerText.trim() === wanted,
          );
          link?.click();
          return link !== undefined;
        }, text),
      `a link "${text}"`,
    );

  beforeAll(async () => {
    sandbox = await startSandbox();
    backend = await startOwnBackend(sandbox, `file:${join(folder, 'e2e.db')}`, { DEMO_MAX_MB: '8' });
    proxy = await startProxy();
    const address = proxy.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    const backendUrl = `http://127.0.0.1:${address.port}`;
    browser = await openOwnBrowser(kind, sandbox, { backendUrl, language: 'en', localOnly: false });
  });
  afterAll(async () => {
    await browser?.session.close();
    proxy?.closeAllConnections();
    proxy?.close();
    await backend?.kill();
    await sandbox?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('takes files in, tells what is none, and goes on when the backend was killed in between', async () => {
    await send({ type: 'signOut' });
    await openApp();
    await says('Sign in to bring demos');
    sandbox.openId.behave({ auto: true });
    expect(await send({ type: 'signIn', replace: false })).toMatchObject({ state: 'signed-in' });
    // Not loaded anew: Firefox keeps its automation from seeing the end of that.
    await openApp();
    await says('Your demos');

    // What cannot be a demo is told before a byte is sent.
    writeFileSync(join(folder, 'notes.dem'), 'no demo at all');
    await choose(join(folder, 'notes.dem'));
    await rowSays('notes.dem', 'This is not a demo');
    writeFileSync(join(folder, 'huge.dem'), Buffer.concat([Buffer.from('PBDEMS2\0'), Buffer.alloc(8 * MEGABYTE)]));
    await choose(join(folder, 'huge.dem'));
    await rowSays('huge.dem', 'larger than your server takes: 8.4 MB at most');
    expect(offsets).toEqual([]);

    // A whole match in three pieces; the backend dies with the second.
    const players = sandbox.world.people.slice(0, 10).map(({ steamId }) => steamId);
    const match = writeDemo({ map: 'de_mirage', events: scriptMatch(1, players, 12) });
    writeFileSync(join(folder, 'match.dem'), Buffer.concat([match, randomBytes(5 * MEGABYTE)]));
    cut = killAndRestart;
    await choose(join(folder, 'match.dem'));
    await rowSays('match.dem', 'Analysed');
    // It goes on where it was.
    expect(offsets).toEqual([0, 2 * MEGABYTE, 2 * MEGABYTE, 4 * MEGABYTE]);
    await follow('match.dem');
    await says('From the demo');
    await says('kills');
    if (kind === 'chromium') expect(await violations(page, ['main'])).toEqual([]);

    // Gone from the list, after asking.
    await page.evaluate(() => {
      location.hash = '#/demos';
    });
    await says('Your demos');
    await until(
      () =>
        page.evaluate(() => {
          const [deleting] = document.querySelectorAll<HTMLElement>('[aria-label="Delete match.dem"]');
          deleting?.click();
          return document.querySelector('dialog .primary') !== null;
        }),
      'being asked',
    );
    await page.evaluate(() => document.querySelector<HTMLElement>('dialog .primary')?.click());
    await says('No demo yet');
  }, 120_000);

  it('reads a real demo', async ({ skip }) => {
    if (!existsSync(REAL)) {
      console.warn(`skipped: there is no ${REAL}`);
      skip();
    }
    await openApp();
    await choose(REAL);
    await rowSays('14065.dem', 'Analysed');
    const list = listSchema.parse(await send({ type: 'pollDemos', query: {} }));
    expect(list.value.items[0]?.file?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await follow('14065.dem');
    await says('nobody shot at anybody');
  }, 90_000);
});
