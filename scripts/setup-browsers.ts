import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowsers, type InstalledBrowser } from './browser.ts';

const PACKAGES: Record<InstalledBrowser['kind'], string> = { chromium: 'chromium', firefox: 'firefox-esr' };

function missing(wanted: readonly InstalledBrowser['kind'][]): InstalledBrowser['kind'][] {
  const installed = findBrowsers().map(({ kind }) => kind);
  return wanted.filter((kind) => !installed.includes(kind));
}

/**
 * Makes sure a browser of every wanted kind is installed: as root on Debian and its kin by apt, elsewhere by saying what
 * to install. Returns the kinds that are still missing.
 */
export function ensureBrowsers(wanted: readonly InstalledBrowser['kind'][]): InstalledBrowser['kind'][] {
  const needed = missing(wanted);
  if (needed.length === 0) return [];
  const packages = needed.map((kind) => PACKAGES[kind]);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error(`Installing ${packages.join(' and ')} by apt …`);
    // Progress to stderr: stdout belongs to the script that asked.
    const apt = (...args: string[]) =>
      spawnSync('apt-get', args, {
        stdio: ['ignore', process.stderr, process.stderr],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0;
    if (apt('-qq', 'update')) apt('-qq', 'install', '--yes', '--no-install-recommends', ...packages);
  } else {
    console.error(
      `Not installed: ${needed.join(' and ')}. Install ${
        process.platform === 'linux'
          ? `the package${packages.length > 1 ? 's' : ''} ${packages.join(' and ')} (as root: apt-get install ${packages.join(' ')})`
          : needed.map((kind) => (kind === 'chromium' ? 'Chromium, Google Chrome or Edge' : 'Firefox')).join(' and ')
      }, then run this again.`,
    );
  }
  return missing(wanted);
}
