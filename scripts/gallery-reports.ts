import type { Page } from 'puppeteer-core';
import { fill } from './gallery-fill.ts';

/** The report form, one's own reports in every state and rows that are open, for the gallery. */

interface ReportScene {
  name: string;
  query: string;
  hash?: string;
  width: number;
  height?: number;
  act: (page: Page) => Promise<unknown>;
}

const reach = (selector: string) => (page: Page) => page.waitForSelector(selector);

async function form(page: Page): Promise<void> {
  await page.waitForSelector('.player-report-button');
  await page.click('.player-report-button');
  await page.waitForSelector('.report-categories');
}
async function fullForm(page: Page): Promise<void> {
  await form(page);
  await page.click('.report-buttons .link-button');
  await page.waitForSelector('.report-form textarea');
  await page.type('.report-add input', 'https://example.org/clip/17');
  await page.keyboard.press('Enter');
  await page.type('.report-add input', 'no link and no code');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.report-error');
}
/** A form that is handed in as it is, and what comes of it. */
const handIn = (then: string) => async (page: Page) => {
  await form(page);
  await page.click('.report-categories button:nth-child(2)');
  await page.waitForSelector(then);
};
/** The row of a scoreboard. */
async function matchRow(page: Page): Promise<void> {
  await fill(page);
  await page.waitForSelector('#tab-people');
  await page.click('#tab-people');
  await page.waitForSelector('.lists');
  await page.click('.lists button:nth-child(2)');
  await page.waitForSelector('.match-head');
  await page.click('.match-head');
  await page.waitForSelector('.board-report button');
  await page.click('.board-report button');
  await page.waitForSelector('.report-form');
}
async function row(page: Page, button: string, opened: string): Promise<void> {
  await page.waitForSelector(`.rows ${button}`);
  await page.click(`.rows li:nth-child(2) ${button}`);
  await page.waitForSelector(opened);
}

export function reportScenes(variant: string, query: string): ReportScene[] {
  const player = `#/players/${76561197960265728n + 1_000_004n}`;
  const app = `${query}&scene=app`;
  const popup = `${query}&scene=popup&report=form`;
  const scene = (name: string, more: Omit<ReportScene, 'name'>) => ({ name: `${name}-${variant}`, ...more });
  return [
    scene('reports', { query: app, hash: '#/reports', width: 1_280, act: reach('.report-item') }),
    scene('reports-320', { query: app, hash: '#/reports', width: 320, act: reach('.report-item') }),
    scene('reports-none', { query: `${app}&fresh`, hash: '#/reports', width: 1_280, act: reach('main .notice') }),
    ...['offline', 'out', 'off', 'blocked'].map((state) =>
      scene(`reports-${state}`, {
        query: `${app}&reports=${state}`,
        hash: '#/reports',
        width: 1_280,
        act: reach('main .notice'),
      }),
    ),
    scene('reports-failing', {
      query: `${app}&failing=all`,
      hash: '#/reports',
      width: 1_280,
      act: reach('main .notice'),
    }),
    scene('report-match', { query: popup, width: 380, act: matchRow }),
    scene('report-sent', {
      query: popup,
      width: 380,
      height: 600,
      act: async (page) => {
        await row(page, '.row-actions button', '.report-form');
        await page.click('.report-categories button');
        await page.waitForSelector('.toast');
      },
    }),
    ...[
      ['refused', '&taken=refused', '.report-error'],
      ['failing', '&failing=sendReport', '.report-form .notice'],
    ].map(([name, more, then = '']) =>
      scene(`report-form-${name}`, { query: `${app}&report=form${more}`, hash: player, width: 800, act: handIn(then) }),
    ),
    ...[
      ['off', '&report=off'],
      ['blocked', '&report=blocked'],
      ['unknown', '&failing=reportView'],
    ].map(([name, more]) =>
      scene(`report-not-${name}`, {
        query: `${app}${more}`,
        hash: player,
        width: 800,
        act: async (page) => {
          await page.waitForSelector('.player-report-button');
          await page.click('.player-report-button');
          await page.waitForSelector('.player-report .notice');
        },
      }),
    ),
    scene('report-form', { query: `${app}&report=form`, hash: player, width: 1_100, act: form }),
    scene('report-form-320', { query: `${app}&report=out`, hash: player, width: 320, act: fullForm }),
    scene('report-row', { query: popup, width: 380, act: (page) => row(page, '.row-actions button', '.report-form') }),
    scene('report-here', {
      query: popup,
      width: 380,
      act: (page) => row(page, '.here-button', '.player-here .reasons'),
    }),
    ...['held', 'unreachable', 'refused', 'banned'].map((state) =>
      scene(`report-card-${state}`, {
        query: `${query}&scene=cards&state=failed&report=${state}`,
        width: 392,
        act: reach('.report-own'),
      }),
    ),
  ];
}
