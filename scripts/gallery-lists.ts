import type { Page } from 'puppeteer-core';
import { fill } from './gallery-fill.ts';
import type { Scene } from './gallery-scene.ts';

/** Lists of players and matches, and single ones, for the gallery: full, empty, failing, filtered, and narrow. */

const FIRST_ROW = '.data-table [data-row="0"]';
const WIDE = 1_280;
/** What a page writes when it could not read what it shows. */
const UNREAD = /could not be read/;

const fillRows = async (page: Page) => {
  await fill(page);
  await page.waitForSelector(FIRST_ROW);
};
const fillMatch = async (page: Page) => {
  await fill(page);
  await page.waitForSelector('.scoreboard');
};
const player = (n: number) => `#/players/${76561197960265728n + BigInt(1_000_000 + n)}`;

export function listScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  const full = `${app}&kept`;
  const failing = `${app}&failing=all`;
  return [
    { name: `players-${variant}`, query: full, hash: '#/players', width: 1_440, height: 900, act: fillRows },
    {
      name: `players-1280-${variant}`,
      query: full,
      hash: '#/players?sort=met',
      width: WIDE,
      height: 900,
      act: fillRows,
    },
    {
      name: `players-chosen-${variant}`,
      query: app,
      hash: '#/players?band=suspicious,near-certain&min=40',
      width: 1_100,
      height: 800,
      act: async (page) => {
        await fillRows(page);
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
        await fillRows(page);
        await page.click(`${FIRST_ROW} .player-marks button:nth-child(2)`);
        await page.waitForSelector('.dialog textarea');
      },
    },
    { name: `players-320-${variant}`, query: full, hash: '#/players?sort=met', width: 320, height: 700, act: fillRows },
    { name: `players-empty-${variant}`, query: `${app}&fresh`, hash: '#/players', width: WIDE },
    {
      name: `players-none-${variant}`,
      query: app,
      hash: '#/players?q=nobody+is+called+this',
      width: 800,
      act: async (page) => {
        await fill(page);
        await page.waitForSelector('.notice');
      },
    },
    { name: `players-unknown-${variant}`, query: app, hash: '#/players?q=76561197960265999', width: 400 },
    { name: `players-failing-${variant}`, query: failing, hash: '#/players', width: WIDE, complains: UNREAD },
    { name: `players-blocked-${variant}`, query: `${app}&blocked`, hash: '#/players', width: WIDE, complains: UNREAD },
    { name: `players-sign-in-${variant}`, query: app, hash: '#/players?list=known', width: 800 },
    {
      name: `players-account-${variant}`,
      query: `${app}&account=user&kept`,
      hash: '#/players?list=met',
      width: WIDE,
      height: 900,
      act: (page) => page.waitForSelector(FIRST_ROW),
    },
    ...(['none', 'unreachable'] as const).map((remote) => ({
      name: `players-account-${remote}-${variant}`,
      query: `${app}&account=user&remote=${remote}`,
      hash: '#/players?list=met',
      width: 800,
      act: (page: Page) => page.waitForSelector('.notice'),
    })),
    {
      name: `players-account-failing-${variant}`,
      query: failing,
      hash: '#/players?list=met',
      width: 800,
      complains: UNREAD,
    },
    {
      name: `matches-list-${variant}`,
      query: full,
      hash: '#/matches?result=lost',
      width: 1_100,
      height: 800,
      act: fillRows,
    },
    { name: `matches-list-1280-${variant}`, query: full, hash: '#/matches', width: WIDE, height: 800, act: fillRows },
    { name: `matches-list-320-${variant}`, query: full, hash: '#/matches', width: 320, height: 700, act: fillRows },
    { name: `matches-list-empty-${variant}`, query: `${app}&fresh`, hash: '#/matches', width: WIDE },
    {
      name: `matches-list-none-${variant}`,
      query: app,
      hash: '#/matches?map=Mars',
      width: 800,
      act: async (page) => {
        await fill(page);
        await page.waitForSelector('.notice');
      },
    },
    {
      name: `matches-list-blocked-${variant}`,
      query: `${app}&blocked`,
      hash: '#/matches',
      width: WIDE,
      complains: UNREAD,
    },
    { name: `matches-list-sign-in-${variant}`, query: app, hash: '#/matches?list=backend', width: 800 },
    {
      name: `matches-list-account-${variant}`,
      query: `${app}&account=user`,
      hash: '#/matches?list=backend',
      width: WIDE,
    },
    ...(['none', 'expired'] as const).map((remote) => ({
      name: `matches-list-account-${remote}-${variant}`,
      query: `${app}&account=user&remote=${remote}`,
      hash: '#/matches?list=backend',
      width: 800,
    })),
    { name: `matches-list-account-failing-${variant}`, query: failing, hash: '#/matches?list=backend', width: 800 },
    {
      name: `match-${variant}`,
      query: `${full}&account=user&demo`,
      hash: '#/matches/full',
      width: WIDE,
      act: fillMatch,
    },
    ...(['unknown', 'wingman', 'cut'] as const).map((id) => ({
      name: `match-${id}-${variant}`,
      query: app,
      hash: `#/matches/${id}`,
      width: WIDE,
      act: fillMatch,
    })),
    {
      name: `match-320-${variant}`,
      query: `${full}&account=user&demo`,
      hash: '#/matches/full',
      width: 320,
      act: fillMatch,
    },
    { name: `match-none-${variant}`, query: app, hash: '#/matches/none', width: WIDE },
    { name: `match-failing-${variant}`, query: failing, hash: '#/matches/full', width: WIDE, act: fillMatch },
    {
      name: `match-blocked-${variant}`,
      query: `${app}&blocked`,
      hash: '#/matches/full',
      width: WIDE,
      complains: UNREAD,
    },
    {
      name: `match-unreachable-${variant}`,
      query: `${app}&account=user&remote=unreachable`,
      hash: '#/matches/none',
      width: WIDE,
    },
    {
      name: `player-full-${variant}`,
      query: `${full}&demo&account=user&leetify=always&report=sent`,
      hash: player(4),
      width: WIDE,
      act: fill,
    },
    {
      name: `player-320-${variant}`,
      query: `${full}&demo&account=user&leetify=always&report=sent`,
      hash: player(4),
      width: 320,
      act: fill,
    },
    { name: `player-note-${variant}`, query: full, hash: player(2), width: WIDE, act: fill },
    { name: `player-private-${variant}`, query: app, hash: player(7), width: WIDE },
    { name: `player-banned-${variant}`, query: `${full}`, hash: player(11), width: WIDE, act: fill },
    { name: `player-never-${variant}`, query: `${app}&state=unasked`, hash: player(400), width: WIDE },
    { name: `player-past-none-${variant}`, query: `${app}&past=none`, hash: player(1), width: WIDE },
    { name: `player-unknown-${variant}`, query: app, hash: player(401), width: WIDE },
    { name: `player-failing-${variant}`, query: failing, hash: player(4), width: WIDE },
    {
      name: `player-blocked-${variant}`,
      query: `${app}&blocked&state=failed`,
      hash: player(402),
      width: WIDE,
      complains: UNREAD,
    },
    { name: `watchlist-empty-${variant}`, query: app, hash: '#/watchlist', width: 800 },
    { name: `watchlist-${variant}`, query: full, hash: '#/watchlist', width: WIDE, height: 800, act: fillRows },
    { name: `watchlist-320-${variant}`, query: full, hash: '#/watchlist', width: 320, height: 700, act: fillRows },
    { name: `watchlist-failing-${variant}`, query: failing, hash: '#/watchlist', width: WIDE, complains: UNREAD },
    {
      name: `watchlist-blocked-${variant}`,
      query: `${app}&blocked`,
      hash: '#/watchlist',
      width: WIDE,
      complains: UNREAD,
    },
    {
      name: `watchlist-nobody-${variant}`,
      query: app,
      hash: '#/watchlist',
      width: 800,
      act: async (page) => {
        await page.type('main input[type=text]', 'https://example.org/nobody');
        await page.click('main form button[type=submit]');
        await page.waitForFunction(() => document.querySelector('.add-said')?.textContent);
      },
    },
  ];
}
