import type { Page } from 'puppeteer-core';
import type { Scene } from './gallery-scenes.ts';

/** Sources of matches and demos for the gallery. */

/** What is folded in is looked at, too. */
async function open(page: Page): Promise<void> {
  await page.waitForSelector('.source-list, .source .notice');
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
}
export function sourceScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  return [
    { name: `demos-${variant}`, query: `${app}&account=user`, hash: '#/demos', width: 1_280 },
    { name: `demos-320-${variant}`, query: `${app}&account=user`, hash: '#/demos', width: 320 },
    { name: `demo-${variant}`, query: `${app}&account=user`, hash: '#/demos/d1', width: 800 },
    ...['signed-out', 'running', 'failed', 'done'].map((state, index) => ({
      name: `sources-${state}-${variant}`,
      query: `${app}&sources=${state}`,
      hash: '#/sources',
      width: [400, 1_280, 320, 800][index] ?? 800,
      act: open,
    })),
  ];
}
