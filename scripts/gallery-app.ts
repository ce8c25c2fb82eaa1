import type { Page } from 'puppeteer-core';
import { fillApp } from './fill-app.ts';
import type { Scene } from './gallery-scene.ts';

/** The app's own pages for the gallery: dashboard, notifications, comparison; empty, full and signed in. */

const id = (n: number) => String(76561197960265728n + BigInt(1_000_000 + n));
const compared = (...players: number[]) => `compare?ids=${players.map(id).join(',')}`;

/** The databases of the gallery's page are real ones: filled once, then drawn anew from them. */
async function fill(page: Page): Promise<void> {
  await page.waitForSelector('main h1');
  await page.waitForFunction(async () =>
    (await indexedDB.databases()).some(({ name }) => name === 'cstatsentry-notices'),
  );
  await fillApp(page, { matches: 240, bans: 9, rises: 11 });
  await page.reload({ waitUntil: 'networkidle0' });
  await page.waitForSelector('.chart-canvas canvas');
}
const listed = (page: Page) => page.waitForSelector('main h1');
const warned = (page: Page) => page.waitForSelector('main .notice[data-tone="warn"]');
const ASKED = 'dashboardSummary,dashboardStatistics,dashboardRecent';
const drawn = (page: Page) => page.waitForSelector('.chart-canvas canvas');

export function appScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  const scene = (name: string, hash: string, width: number, more: string, act: Scene['act'] = listed) => ({
    ...{ name: `${name}-${variant}`, query: `${app}${more}`, hash: `#/${hash}`, width, height: 900, act },
  });
  return [
    scene('dashboard-empty', '', 1_280, '&fresh'),
    scene('dashboard', '', 1_280, '', fill),
    scene('dashboard-320', '', 320, '', fill),
    scene('dashboard-2560', '', 2_560, '', fill),
    scene('dashboard-failed', '', 1_280, '&failing=all', fill),
    scene('dashboard-blocked', '', 1_280, '&blocked', (page) => page.waitForSelector('main .notice')),
    scene('dashboard-account', '?from=account', 1_280, '&account=user', drawn),
    scene('dashboard-account-320', '?from=account', 320, '&account=user', drawn),
    scene('dashboard-account-empty', '?from=account', 1_280, '&account=user&fresh', listed),
    scene('dashboard-account-failed', '?from=account', 1_280, `&account=user&failing=${ASKED}`, warned),
    scene('dashboard-everybody', '?from=everybody', 1_280, '&account=user', drawn),
    scene('dashboard-everybody-empty', '?from=everybody', 1_280, '&account=user&fresh', listed),
    scene('dashboard-everybody-failed', '?from=everybody', 1_280, `&account=user&failing=${ASKED}`, warned),
    {
      name: `chart-point-${variant}`,
      query: `${app}&account=user`,
      hash: '#/?from=everybody',
      width: 1_000,
      act: async (page) => {
        await drawn(page);
        await page.focus('.chart-canvas');
        for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft');
        await page.waitForSelector('.chart-tip');
      },
    },
    {
      name: `chart-table-${variant}`,
      query: `${app}&account=user`,
      hash: '#/?from=everybody',
      width: 1_000,
      act: async (page) => {
        await drawn(page);
        await page.click('.chart-head button');
        await page.waitForSelector('.chart-table');
      },
    },
    scene('notifications', 'notifications', 1_280, '&account=moderator'),
    scene('notifications-320', 'notifications', 320, '&account=moderator'),
    scene('notifications-empty', 'notifications', 1_280, '&fresh'),
    scene(
      'notifications-failed',
      'notifications',
      1_280,
      '&account=user&failing=notices,noticeSettings,webhook',
      warned,
    ),
    scene('notifications-gone', 'notifications', 1_280, '&failing=all', warned),
    scene('notifications-here', 'notifications', 1_280, '&account=stale&notices=unreachable'),
    scene('compare-none', 'compare', 1_280, '', listed),
    scene('compare-one', compared(2), 1_280, '', listed),
    scene('compare', compared(1, 4, 5, 8, 7), 1_280, '', listed),
    scene('compare-320', compared(5, 8), 320, '', listed),
    scene('compare-not-found', compared(4, 99), 1_280, '&state=not-found', listed),
    scene('compare-failed', compared(4, 99), 1_280, '&state=failed', listed),
    scene('compare-gone', compared(4, 99), 1_280, '&failing=details', listed),
    scene('compare-blocked', compared(4, 5), 1_280, '&blocked', listed),
    ...(['settings', 'shortcuts'] as const).flatMap((place) =>
      [1_280, 320].map((width) => ({
        name: `page-${place}-${width}-${variant}`,
        query: app,
        hash: `#/${place}`,
        width,
        height: 900,
        act: listed,
      })),
    ),
    {
      name: `menu-${variant}`,
      query: app,
      hash: '#/compare',
      width: 400,
      height: 700,
      act: (page) => page.click('.app-menu'),
    },
  ];
}
