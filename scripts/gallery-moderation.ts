import type { Page } from 'puppeteer-core';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

/** Cases, logs and what whom they concern sees, for the gallery. */

interface ModerationScene {
  name: string;
  query: string;
  hash: string;
  width: number;
  act: (page: Page) => Promise<unknown>;
}

const reach = (selector: string) => (page: Page) => page.waitForSelector(selector);

/** A ban with its reason, up to the question whether it is meant. */
async function ban(page: Page): Promise<void> {
  await page.waitForSelector('.case-buttons');
  await page.keyboard.press('3');
  await page.waitForSelector('.case-form textarea');
  await page.type('.case-form textarea', 'Seen in two demos by two of us.');
}
async function ask(page: Page): Promise<void> {
  await ban(page);
  await page.click('.case-form [type="submit"]');
  await page.waitForSelector('dialog[open] .primary');
}
async function beSecond(page: Page): Promise<void> {
  await ask(page);
  await page.click('dialog[open] .primary');
  await page.waitForSelector('.case-decision .notice');
}

/** Decides, and is told something. */
async function decide(page: Page): Promise<void> {
  await ask(page);
  await page.click('dialog[open] .primary');
  await page.waitForFunction(() => document.querySelector('.case-decision > .case-status')?.textContent !== '');
}
/** The next page is asked for, and cannot be had. */
async function more(page: Page): Promise<void> {
  await page.waitForSelector('button.more');
  await page.click('button.more');
  await page.waitForNetworkIdle();
}
async function confirmClear(page: Page): Promise<void> {
  await page.waitForSelector('.case-buttons');
  await page.keyboard.press('4');
  await page.waitForSelector('.case-form textarea');
  await page.click('.case-form [type="submit"]');
}

export function moderationScenes(variant: string, query: string): ModerationScene[] {
  const as = (account: string) => `${query}&scene=app&account=${account}`;
  const one = `#/moderation/${MIN_STEAM_ID}`;
  const scene = (name: string, hash: string, width: number, act: ModerationScene['act'], more = '') => ({
    ...{ name: `${name}-${variant}`, query: `${as('admin')}${more}`, hash, width, act },
  });
  return [
    scene('queue', '#/moderation', 1_280, reach('.case-row')),
    scene('queue-320', '#/moderation', 320, reach('.case-row')),
    scene('queue-empty', '#/moderation', 1_280, reach('main .notice'), '&case=empty'),
    scene('queue-failed', '#/moderation', 1_280, reach('main .notice'), '&case=failed'),
    scene('queue-failing', '#/moderation', 1_280, reach('main .notice'), '&failing=all'),
    scene('queue-more', '#/moderation', 1_280, more, '&case=more'),
    scene('case', one, 1_280, reach('.case-reports')),
    scene('case-320', one, 320, reach('.case-reports')),
    scene('case-1920', one, 1_920, reach('.case-reports')),
    scene('case-appealed', one, 1_280, reach('.case-appeal'), '&case=appealed'),
    scene('case-barred', one, 1_280, reach('.case-decision .notice'), '&case=barred'),
    scene('case-own', one, 1_280, reach('.case-decision .notice'), '&case=own'),
    scene('case-outranked', one, 1_280, reach('.case-decision .notice'), '&case=outranked'),
    scene('case-failed', one, 1_280, reach('main .notice'), '&case=failed'),
    scene('case-failing', one, 1_280, reach('main .notice'), '&failing=moderationCase,details'),
    scene('case-score-failing', one, 1_280, reach('main .notice'), '&failing=details'),
    scene('case-wrong', one, 1_280, confirmClear),
    scene('case-refused', one, 1_280, decide, '&case=refused'),
    scene('case-unsure', one, 1_280, decide, '&case=unsure'),
    scene('case-empty', one, 1_280, reach('.case-decision'), '&case=empty'),
    scene('case-form', one, 1_280, ban),
    scene('case-asked', one, 1_280, ask),
    scene('case-changed', one, 400, beSecond, '&case=changed'),
    scene('log', '#/moderation/log', 1_280, reach('.case-event')),
    scene('log-320', '#/moderation/log', 320, reach('.case-event')),
    scene('log-empty', '#/moderation/log', 1_280, reach('main .notice'), '&case=empty'),
    scene('log-failing', '#/moderation/log', 1_280, reach('main .notice'), '&failing=moderationLog'),
    scene('log-more', '#/moderation/log', 1_280, more, '&case=more'),
    scene('audit', '#/moderation/audit', 1_280, reach('.audit tbody tr')),
    scene('audit-320', '#/moderation/audit', 320, reach('.audit tbody tr')),
    scene('audit-empty', '#/moderation/audit', 1_280, reach('main .notice'), '&case=empty'),
    scene('audit-failing', '#/moderation/audit', 1_280, reach('main .notice'), '&case=failed'),
    scene('own-case', '#/account', 1_280, reach('.own-case textarea')),
    scene('own-case-failing', '#/account', 1_280, reach('main .notice'), '&failing=accountHeld,accountSessions'),
    scene('own-case-320', '#/account', 320, reach('.own-case'), '&case=appealed'),
    { ...scene('moderation-nothing', '#/moderation', 800, reach('main .notice')), query: as('user') },
  ];
}
