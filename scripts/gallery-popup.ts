import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { fill } from './gallery-fill.ts';
import type { Scene } from './gallery-scene.ts';

/** The popup tab by tab, and the people met in popup and app: empty, full, while they are read, and failing. */

const LISTS = ['people', 'matches', 'bans'] as const;

const openTab = async (page: Page, tab: string) => {
  await page.waitForSelector(`#tab-${tab}`);
  await page.click(`#tab-${tab}`);
};
const showPeople = async (page: Page) => {
  await openTab(page, 'people');
  await page.waitForNetworkIdle();
};
/** One of the lists of the people met, of a match its scoreboard. */
const showList = (list: (typeof LISTS)[number]) => async (page: Page) => {
  await page.waitForSelector('.lists');
  await page.click(`.lists button:nth-child(${LISTS.indexOf(list) + 1})`);
  if (list !== 'matches') return;
  await page.waitForSelector('.match-head');
  await page.click('.match-head');
  await page.waitForSelector('.board');
};
const fillPeople = (list: (typeof LISTS)[number]) => async (page: Page) => {
  await fill(page);
  await showList(list)(page);
};
const fillPopup = (list: (typeof LISTS)[number]) => async (page: Page) => {
  await fill(page);
  await openTab(page, 'people');
  await showList(list)(page);
};

const ID = '76561197961265730';
const NOTES = {
  faults: `steamId,name,watched,trusted,text,tags\n12,x,true,false,,\n${ID},y,perhaps,false,,\n${ID},z,true,false,,"a;${'b'.repeat(40)}"\n`,
  preview: `steamId,name,watched,trusted,text,tags\n${ID},Снежный Барс,true,false,${'Следит через дым. '.repeat(30)},smurf?;走位奇怪\n${ID.replace('730', '799')},WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW,true,false,,\n`,
};
/** A file of notes is chosen. */
const importFile = (kind: keyof typeof NOTES) => async (page: Page) => {
  const input = await page.waitForSelector('.notes-file input[type=file]');
  const file = join(mkdtempSync(join(tmpdir(), 'cstatsentry-notes-')), 'notes.csv');
  writeFileSync(file, NOTES[kind]);
  await input?.toElement('input')?.then((field) => field.uploadFile(file));
  await page.waitForSelector('.notes-file .notice');
};
const typed = (text: string) => async (page: Page) => {
  await page.waitForSelector('textarea');
  await page.type('textarea', text);
  await page.click('button[type=submit]');
  await page.waitForSelector('#results-title');
};

export function popupScenes(variant: string, query: string): Scene[] {
  const popup = `${query}&scene=popup`;
  const app = `${query}&scene=app`;
  const readings = [
    'never',
    'starting',
    'running',
    'stopped',
    'sign-in',
    'limited',
    'unreachable',
    'changed',
    'nothing',
  ];
  return [
    ...LISTS.map((list) => ({
      name: `popup-people-${list}-${variant}`,
      query: `${popup}&kept&reading=done`,
      width: 380,
      act: fillPopup(list),
    })),
    ...LISTS.map((list) => ({
      name: `popup-people-${list}-320-${variant}`,
      query: `${popup}&kept&reading=done`,
      width: 320,
      act: fillPopup(list),
    })),
    ...readings.map((reading) => ({
      name: `popup-reading-${reading}-${variant}`,
      query: `${popup}&fresh&reading=${reading}`,
      width: 380,
      act: showPeople,
    })),
    { name: `popup-failing-${variant}`, query: `${popup}&failing=all`, width: 380 },
    { name: `popup-failing-settings-${variant}`, query: `${popup}&failing=all,getSettings`, width: 380 },
    { name: `popup-people-failing-${variant}`, query: `${popup}&failing=all`, width: 380, act: showPeople },
    { name: `popup-people-blocked-${variant}`, query: `${popup}&blocked`, width: 380, act: showPeople },
    {
      name: `popup-people-bans-failing-${variant}`,
      query: `${popup}&failing=bansMet,checkBans,notes`,
      width: 380,
      act: fillPopup('bans'),
    },
    {
      name: `popup-lookup-failing-${variant}`,
      query: `${popup}&failing=all`,
      width: 380,
      act: typed('76561190000000001 steamcommunity.com/id/nobody'),
    },
    { name: `popup-lookup-nothing-${variant}`, query: popup, width: 380, act: typed('hello there') },
    { name: `popup-320-recent-${variant}`, query: popup, width: 320, height: 600 },
    ...LISTS.map((list) => ({
      name: `people-${list}-${variant}`,
      query: `${app}&kept&reading=done`,
      hash: '#/people',
      width: 1_280,
      act: fillPeople(list),
    })),
    ...LISTS.map((list) => ({
      name: `people-${list}-320-${variant}`,
      query: `${app}&kept&reading=done`,
      hash: '#/people',
      width: 320,
      act: fillPeople(list),
    })),
    ...readings.map((reading) => ({
      name: `people-reading-${reading}-${variant}`,
      query: `${app}&fresh&reading=${reading}`,
      hash: '#/people',
      width: 1_280,
    })),
    { name: `people-failing-${variant}`, query: `${app}&failing=all`, hash: '#/people', width: 1_280 },
    { name: `people-blocked-${variant}`, query: `${app}&blocked`, hash: '#/people', width: 1_280 },
    ...(['faults', 'preview'] as const).map((kind) => ({
      name: `people-import-${kind}-${variant}`,
      query: `${app}&kept&fresh&reading=never`,
      hash: '#/people',
      width: 800,
      act: importFile(kind),
    })),
  ];
}
