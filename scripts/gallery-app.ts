import type { Page } from 'puppeteer-core';
import { fillApp } from './fill-app.ts';
import type { Scene } from './gallery-scenes.ts';

/** The app's own pages for the gallery: dashboard, notifications, comparison; empty, full and signed in. */

const id = (n: number) => String(76561197960265728n + BigInt(1_000_000 + n));
const compared = (...players: number[]) => `#/compare?ids=${players.map(id).join(',')}`;

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
const drawn = (page: Page) => page.waitForSelector('.chart-canvas canvas');

export function appScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  return [
    { name: `dashboard-empty-${variant}`, query: `${app}&fresh`, hash: '#/', width: 1_280 },
    { name: `dashboard-${variant}`, query: app, hash: '#/', width: 1_280, act: fill },
    { name: `dashboard-320-${variant}`, query: app, hash: '#/', width: 320, act: fill },
    { name: `dashboard-2560-${variant}`, query: app, hash: '#/', width: 2_560, act: fill },
    {
      name: `dashboard-account-${variant}`,
      query: `${app}&account=user`,
      hash: '#/?from=account',
      width: 1_280,
      act: drawn,
    },
    {
      name: `dashboard-everybody-${variant}`,
      query: `${app}&account=user`,
      hash: '#/?from=everybody',
      width: 800,
      act: drawn,
    },
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
    { name: `notifications-${variant}`, query: `${app}&account=moderator`, hash: '#/notifications', width: 1_280 },
    { name: `notifications-320-${variant}`, query: `${app}&account=moderator`, hash: '#/notifications', width: 320 },
    { name: `notifications-empty-${variant}`, query: `${app}&fresh`, hash: '#/notifications', width: 1_000 },
    { name: `compare-none-${variant}`, query: app, hash: '#/compare', width: 1_280 },
    { name: `compare-${variant}`, query: app, hash: compared(1, 4, 5, 7), width: 1_280 },
    { name: `compare-320-${variant}`, query: app, hash: compared(4, 9), width: 320 },
    { name: `compare-failed-${variant}`, query: `${app}&state=failed`, hash: compared(4, 99), width: 1_000 },
    ...(['settings', 'welcome', 'shortcuts'] as const).flatMap((place) =>
      [1_280, 320].map((width) => ({
        name: `page-${place}-${width}-${variant}`,
        query: app,
        hash: `#/${place}`,
        width,
        act: (page: Page) => page.waitForSelector('main h1'),
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
