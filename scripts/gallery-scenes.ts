import type { Page } from 'puppeteer-core';
import { LANGUAGES } from '#shared/languages.ts';
import { accountScenes } from './gallery-account.ts';
import { appScenes } from './gallery-app.ts';
import { listScenes } from './gallery-lists.ts';
import { moderationScenes } from './gallery-moderation.ts';
import { popupScenes } from './gallery-popup.ts';
import { reportScenes } from './gallery-reports.ts';
import type { Scene } from './gallery-scene.ts';
import { sourceScenes } from './gallery-sources.ts';

/** Every scene of the gallery. */

const PASTED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `[U:1:${1_000_000 + n}]`).join('\n');

const lookUp = async (page: Page) => {
  await page.type('textarea', `${PASTED.replaceAll('\n', ' ')} 76561190000000001 steamcommunity.com/id/nobody`);
  await page.click('button[type=submit]');
  await page.waitForSelector('.rows .name');
};
const showSettings = (page: Page) => page.click('#tab-settings');
const player = (n: number) => `#/players/${76561197960265728n + BigInt(1_000_000 + n)}`;

/** Both themes in the two languages there always are; one theme in each other. */
export const VARIANTS: readonly (readonly [variant: string, query: string])[] = LANGUAGES.flatMap((language) =>
  (language === 'en' || language === 'de' ? ['dark', 'light'] : ['dark']).map(
    (theme) => [`${theme}-${language}`, `theme=${theme}&language=${language}`] as const,
  ),
);

export function scenesOf(variant: string, query: string): Scene[] {
  const states = ['not-found', 'unasked', 'limited', 'failed'] as const;
  return [
    { name: `cards-${variant}`, query: `${query}&scene=cards`, width: 1_540 },
    { name: `cards-rubric-${variant}`, query: `${query}&scene=cards&headline=rubric`, width: 1_540 },
    { name: `cards-loading-${variant}`, query: `${query}&scene=cards&pending`, width: 1_540 },
    ...states.map((state) => ({
      name: `card-${state}-${variant}`,
      query: `${query}&scene=cards&state=${state}`,
      width: 392,
    })),
    { name: `popup-recent-${variant}`, query: `${query}&scene=popup`, width: 380, height: 600 },
    {
      name: `popup-empty-${variant}`,
      query: `${query}&scene=popup&fresh&connection=unreachable`,
      width: 380,
      height: 600,
    },
    { name: `popup-results-${variant}`, query: `${query}&scene=popup`, width: 380, height: 600, act: lookUp },
    { name: `popup-settings-${variant}`, query: `${query}&scene=popup`, width: 380, act: showSettings },
    { name: `popup-320-${variant}`, query: `${query}&scene=popup`, width: 320, act: showSettings },
    ...[1, 4, 5, 7, 9].map((n) => ({
      name: `app-${n}-${variant}`,
      query: `${query}&scene=app`,
      hash: player(n),
      width: 1_100,
    })),
    { name: `app-320-${variant}`, query: `${query}&scene=app`, hash: player(4), width: 320 },
    { name: `app-nobody-${variant}`, query: `${query}&scene=app`, hash: '#/players/1', width: 800, height: 300 },
    ...appScenes(variant, query),
    ...accountScenes(variant, query),
    ...listScenes(variant, query),
    ...moderationScenes(variant, query),
    ...popupScenes(variant, query),
    ...reportScenes(variant, query),
    ...sourceScenes(variant, query),
    { name: `leetify-cards-${variant}`, query: `${query}&scene=cards&leetify=always`, width: 1_540 },
    ...(['hidden', 'not-found', 'limited', 'failed', 'key-refused', 'no-access'] as const).map((live) => ({
      name: `leetify-${live}-${variant}`,
      query: `${query}&scene=cards&state=failed&leetify=always&live=${live}`,
      width: 392,
    })),
    ...[3, 5].map((n) => ({
      name: `leetify-app-${n}-${variant}`,
      query: `${query}&scene=app&leetify=always`,
      hash: player(n),
      width: 1_100,
    })),
    {
      name: `hover-${variant}`,
      query: `${query}&scene=hover`,
      width: 1_200,
      height: 700,
      act: async (page) => {
        await page.click('.names button:nth-child(4)');
        await page.waitForFunction(() =>
          document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('.reason'),
        );
      },
    },
    {
      name: `hover-narrow-${variant}`,
      query: `${query}&scene=hover`,
      width: 400,
      height: 600,
      act: (page) => page.click('.names button:nth-child(8)'),
    },
  ];
}
