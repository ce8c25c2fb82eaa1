import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'puppeteer-core';
import type { RequestMessage } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { Sandbox } from '#sandbox/index.ts';
import { findBrowsers, openSession, type Session } from '#scripts/browser.ts';
import { OUTPUT_DIRS, sendToExtension } from '#scripts/stage.ts';
import { type Kind, until, VIEWPORT } from './scene.ts';

/** A backend in a process of its own, for tests that kill it in the middle of something. */
export interface OwnBackend {
  url: string;
  port: number;
  /** As a power cut: nothing is closed or written before. */
  kill(): Promise<void>;
  /** Starts it again at the same address, unless it runs. */
  revive(): Promise<void>;
}

async function launch(env: Record<string, string | undefined>) {
  const child = spawn(process.execPath, ['backend/node.ts'], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (lines) => {
      const found = /"event":"listening","url":"([^"]+)"/.exec(String(lines))?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error('the backend ended before it listened')));
  });
  return { child, url };
}

/** Starts the backend against the sandbox's Steam; `env` is more of its configuration. */
export async function startOwnBackend(
  sandbox: Sandbox,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<OwnBackend> {
  const all = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    HASH_KEY: 'a key that outlives the process, 32',
    RATE_LIMIT_FACTOR: '1000',
    LOG_LEVEL: 'info',
    STEAM_API_URL: sandbox.apiUrl,
    STEAM_API_KEY: sandbox.apiKey,
    STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
    ...env,
  };
  let { child, url } = await launch({ ...all, PORT: '0' });
  const port = Number(new URL(url).port);
  const runs = () => child.exitCode === null && child.signalCode === null;
  return {
    url,
    port,
    async kill() {
      if (!runs()) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async revive() {
      if (!runs()) ({ child, url } = await launch({ ...all, PORT: String(port) }));
    },
  };
}

/** A headless browser with the extension, and a page of it that speaks to its background. */
export interface OwnBrowser {
  session: Session;
  control: Page;
  send(message: RequestMessage): Promise<unknown>;
}

export async function openOwnBrowser(
  kind: Kind,
  sandbox: Sandbox,
  settings: Partial<Settings>,
  profileDir?: string,
): Promise<OwnBrowser> {
  const browser = findBrowsers().find((each) => each.kind === kind);
  if (!browser) throw new Error(`${kind} is not installed; npm test says what to install`);
  const session = await openSession({
    browser,
    extensionDir: OUTPUT_DIRS[kind],
    headless: true,
    proxyUrl: sandbox.proxyUrl,
    viewport: VIEWPORT,
    ...(profileDir !== undefined && { profileDir }),
  });
  const control = await session.openExtensionPage('popup.html');
  const send = (message: RequestMessage) => sendToExtension(control, message);
  // Firefox opens a page of the extension before its background listens.
  const told = () =>
    send({ type: 'setSettings', settings }).then(
      () => true,
      () => false,
    );
  await until(told, 'the background listening');
  return { session, control, send };
}
