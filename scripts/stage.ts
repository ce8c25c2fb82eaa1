/** Sets up what a run needs: sandbox or real Steam, backend, extension build. Used by start, end-to-end tests and benchmarks. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { RequestMessage } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import type { InstalledBrowser, Session } from './browser.ts';

export interface Stage {
  /** Absent when the backend talks to the real Steam. */
  sandbox: Sandbox | undefined;
  backend: { url: string; stop(): Promise<void> };
  stop(): Promise<void>;
}

export interface StageOptions {
  /** A real key leaves the sandbox out. */
  steamApiKey?: string | undefined;
  databaseUrl: string;
  /** Of the backend; 0 takes a free one. */
  port: number;
  /** More of the backend's configuration. */
  env?: Record<string, string>;
}

/** Starts sandbox (unless there is a real key) and backend; stops what it started when the rest fails. */
export async function setStage({ steamApiKey, databaseUrl, port, env }: StageOptions): Promise<Stage> {
  const sandbox = steamApiKey ? undefined : await startSandbox();
  try {
    const backend = await startBackend(
      readConfig({
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...(sandbox
          ? {
              STEAM_API_URL: sandbox.apiUrl,
              STEAM_API_KEY: sandbox.apiKey,
              STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
              DEMO_REPLAYS_URL: sandbox.replays.url,
            }
          : { STEAM_API_KEY: steamApiKey }),
        ...env,
      }),
    );
    return {
      sandbox,
      backend,
      stop: async () => {
        await backend.stop();
        await sandbox?.stop();
      },
    };
  } catch (error) {
    await sandbox?.stop();
    throw error;
  }
}

/** Where the build for each kind of browser ends up. */
export const OUTPUT_DIRS: Record<InstalledBrowser['kind'], string> = {
  chromium: join(process.cwd(), '.output', 'chrome-mv3'),
  firefox: join(process.cwd(), '.output', 'firefox-mv2'),
};

/** Builds the extension for a kind of browser and returns the folder of the unpacked result. */
export function buildExtension(kind: InstalledBrowser['kind']): string {
  const wxt = join('node_modules', 'wxt', 'bin', 'wxt.mjs');
  const build = spawnSync(process.execPath, [wxt, 'build', '--browser', kind === 'firefox' ? 'firefox' : 'chrome'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (build.status !== 0) throw new Error(`the extension could not be built:\n${build.stdout}${build.stderr}`);
  return OUTPUT_DIRS[kind];
}

/** Says something to the extension's background through one of its pages, as popup and app do; answers what it answers. */
export function sendToExtension(page: Page, message: RequestMessage): Promise<unknown> {
  return page.evaluate((said) => {
    const api: { runtime: { sendMessage(message: unknown): Promise<unknown> } } = Reflect.get(
      globalThis,
      'browser' in globalThis ? 'browser' : 'chrome',
    );
    return api.runtime.sendMessage(said);
  }, message);
}

/** Changes settings of the extension as a person would, in a page of its own that is closed again. */
export async function setExtensionSettings(session: Session, settings: Partial<Settings>): Promise<void> {
  const page = await session.openExtensionPage('popup.html');
  await sendToExtension(page, { type: 'setSettings', settings });
  await page.close();
}

/** To be run in a Steam page: whether there are badges in view, and each has an answer. */
export function everyBadgeAnswered(): boolean {
  const inView = [...document.querySelectorAll('cstatsentry-badge')].filter((host) => {
    const { top } = host.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
  return (
    inView.length > 0 && inView.every((host) => host.shadowRoot?.querySelector('button')?.dataset['band'] !== 'wait')
  );
}
