/** Sets up what a run needs: sandbox or real Steam, backend, extension build. Used by start, end-to-end tests and benchmarks. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import type { InstalledBrowser } from './browser.ts';

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
          ? { STEAM_API_URL: sandbox.apiUrl, STEAM_API_KEY: sandbox.apiKey }
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
