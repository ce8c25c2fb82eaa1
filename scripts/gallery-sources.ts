import type { Page } from 'puppeteer-core';
import type { Scene } from './gallery-scene.ts';

/** Sources of matches and demos for the gallery. */

/** What is folded in is looked at, too. */
async function open(page: Page): Promise<void> {
  await page.waitForSelector('.source-list, .source .notice, .source .source-off');
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
}
const reach = (selector: string) => (page: Page) => page.waitForSelector(selector);

/** Files are chosen: one that is none, one that is too large, one of four megabytes. */
async function bring(page: Page): Promise<void> {
  await page.waitForSelector('#demo-files');
  await page.evaluate(() => {
    const megabytes = (count: number) => new Uint8Array(count * 1024 * 1024);
    const chosen = new DataTransfer();
    const begin = 'PBDEMS2\0';
    const name = `${'auto0-20260912-de_mirage-'.repeat(4)}.dem`;
    for (const file of [
      new File(['no demo at all'], 'Заметки.dem'),
      new File([begin, megabytes(9)], '大.dem'),
      new File([begin, megabytes(4)], name),
      new File([begin, megabytes(3)], 'next.dem'),
    ]) {
      chosen.items.add(file);
    }
    const input = document.querySelector<HTMLInputElement>('#demo-files');
    if (!input) throw new Error('there is nowhere to choose a file');
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  // The first two are refused, the third is on its way.
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.demo-row[data-state="failed"]').length >= 2 &&
      document.querySelector('.demo-row[data-state="sending"] progress, .demo-row[data-state="waiting"]'),
  );
}

export function sourceScenes(variant: string, query: string): Scene[] {
  const app = `${query}&scene=app`;
  const user = `${app}&account=user`;
  const demo = (id: string, name: string, more = '', width = 1_280): Scene => ({
    name: `demo-${name}-${variant}`,
    query: `${user}${more}`,
    hash: `#/demos/${id}`,
    width,
    act: reach('main .notice, .demo-stage'),
  });
  const list = (name: string, more: string, act?: Scene['act']): Scene => ({
    ...{ name: `demos-${name}-${variant}`, query: `${user}${more}`, hash: '#/demos', width: 1_280 },
    ...(act && { act }),
  });
  return [
    list('full', ''),
    { ...list('320', ''), width: 320 },
    list('empty', '&fresh'),
    list('failing', '&failing=pollDemos'),
    list('unreachable', '&demos=unreachable'),
    list('background', '&failing=all'),
    list('alone', '&alone'),
    { ...list('signed-out', ''), query: app },
    list('upload', '', bring),
    { ...list('upload-320', '', bring), width: 320 },
    list('upload-unreachable', '&upload=unreachable&fresh', bring),
    { name: `demo-${variant}`, query: user, hash: '#/demos/d1', width: 1_280 },
    demo('d1', '320', '', 320),
    demo('d7', 'too-little'),
    demo('d2', 'running'),
    demo('d3', 'unfinished'),
    demo('d4', 'unsupported'),
    demo('d8', 'gone'),
    demo('unknown', 'unknown'),
    demo('d1', 'failing', '&failing=pollDemo'),
    demo('d1', 'unreachable', '&demos=unreachable'),
    demo('d1', 'refused', '&demos=refused'),
    demo('d1', 'signed-out', '&demos=expired'),
    demo('d1', 'findings-failing', '&failing=demoFindings'),
    ...['signed-out', 'never', 'running', 'failed', 'limited', 'refused', 'unset', 'stopped', 'done'].map((state) => ({
      name: `sources-${state}-${variant}`,
      query: `${app}&sources=${state}`,
      hash: '#/sources',
      width: 1_280,
      act: open,
    })),
    { name: `sources-320-${variant}`, query: `${app}&sources=failed`, hash: '#/sources', width: 320, act: open },
    { name: `sources-failing-${variant}`, query: `${app}&failing=all`, hash: '#/sources', width: 1_280, act: open },
    {
      name: `sources-alone-${variant}`,
      query: `${app}&sources=signed-out&alone`,
      hash: '#/sources',
      width: 1_280,
      act: open,
    },
  ];
}
