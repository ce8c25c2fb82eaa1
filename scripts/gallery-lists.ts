import type { Page } from 'puppeteer-core';
import { fillApp } from './fill-app.ts';
import type { Scene } from './gallery-scenes.ts';

/** Lists of players and matches for the gallery: full, filtered, with a selection, a note being written, and narrow. */

const FIRST_ROW = '.data-table [data-row="0"]';

/** The databases of the gallery's page are real ones: filled once, then drawn anew from them. */
async function fill(page: Page): Promise<void> {
  const place = await page.evaluate(() => {
    const { hash } = location;
    // Only the dashboard opens all of them.
    location.hash = '#/';
    return hash;
  });
  await page.waitForFunction(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.includes('cstatsentry') && names.includes('cstatsentry-notices');
  });
  await fillApp(page, { matches: 240, bans: 9, rises: 11 });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await page.reload({ waitUntil: 'networkidle0' });
  await page.waitForSelector(FIRST_ROW);
}

export function listScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  return [
    { name: `players-${variant}`, query: app, hash: '#/players', width: 1_440, height: 900, act: fill },
    {
      name: `players-chosen-${variant}`,
      query: app,
      hash: '#/players?band=suspicious,near-certain&min=40',
      width: 1_100,
      height: 800,
      act: async (page) => {
        await fill(page);
        await page.click(`${FIRST_ROW} input`);
        await page.click('.data-table [data-row="2"] input');
        await page.click('.bulk-actions button:nth-child(3)');
        await page.waitForSelector('.tag-form');
      },
    },
    {
      name: `players-note-${variant}`,
      query: app,
      hash: '#/players?ban=since',
      width: 1_000,
      height: 600,
      act: async (page) => {
        await fill(page);
        await page.click(`${FIRST_ROW} .player-marks button:nth-child(2)`);
        await page.waitForSelector('.dialog textarea');
      },
    },
    { name: `players-320-${variant}`, query: app, hash: '#/players', width: 320, height: 700, act: fill },
    { name: `players-none-${variant}`, query: app, hash: '#/players?q=nobody+is+called+this', width: 800 },
    { name: `players-unknown-${variant}`, query: app, hash: '#/players?q=76561197960265999', width: 400 },
    { name: `players-sign-in-${variant}`, query: app, hash: '#/players?list=known', width: 800 },
    {
      name: `matches-list-${variant}`,
      query: app,
      hash: '#/matches?result=lost',
      width: 1_100,
      height: 800,
      act: fill,
    },
    { name: `matches-list-320-${variant}`, query: app, hash: '#/matches', width: 320, height: 700, act: fill },
    {
      name: `match-${variant}`,
      query: app,
      hash: '#/matches',
      width: 1_000,
      act: async (page) => {
        await fill(page);
        await page.click(`${FIRST_ROW} th a`);
        await page.waitForSelector('.scoreboard');
      },
    },
    {
      name: `match-320-${variant}`,
      query: app,
      hash: '#/matches',
      width: 320,
      act: async (page) => {
        await fill(page);
        await page.click(`${FIRST_ROW} th a`);
        await page.waitForSelector('.scoreboard');
      },
    },
    { name: `match-unknown-${variant}`, query: app, hash: '#/matches/none', width: 800 },
    { name: `watchlist-empty-${variant}`, query: app, hash: '#/watchlist', width: 800 },
  ];
}
