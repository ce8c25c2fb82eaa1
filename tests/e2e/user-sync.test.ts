import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestMessage } from '#extension/messages.ts';
import type { OwnSyncStatus } from '#extension/user-sync/messages.ts';
import { findBrowsers, openSession, type Session } from '#scripts/browser.ts';
import { OUTPUT_DIRS, type Stage, sendToExtension, setStage } from '#scripts/stage.ts';
import { click, person, until } from './scene.ts';

/**
 * Two browsers of one person against the real backend. In Chromium alone: what differs between browsers (storage, sign-in)
 * is tried in both by other tests, and the rules of merging by unit tests.
 */
const PICTURES = 'test-results/user-sync';

interface Profile {
  session: Session;
  send(message: RequestMessage): Promise<unknown>;
}

async function profile({ backend, sandbox }: Stage): Promise<Profile> {
  const browser = findBrowsers().find((each) => each.kind === 'chromium');
  if (!browser) throw new Error('chromium is not installed; npm test says what to install');
  const session = await openSession({
    browser,
    extensionDir: OUTPUT_DIRS.chromium,
    headless: true,
    proxyUrl: sandbox?.proxyUrl,
    viewport: { width: 1000, height: 900 },
  });
  const control = await session.openExtensionPage('popup.html');
  const send = (message: RequestMessage) => sendToExtension(control, message);
  await send({
    type: 'setSettings',
    settings: { backendUrl: backend.url, language: 'en', theme: 'dark' },
  });
  expect(await send({ type: 'signIn', replace: false })).toMatchObject({ state: 'signed-in' });
  return { session, send };
}

const textOf = (page: Page) => page.evaluate(() => document.body.innerText).catch(() => '');
const says = (page: Page, text: string) => until(async () => (await textOf(page)).includes(text), `"${text}"`);
const press = (page: Page, label: string) => click(page, `::-p-xpath(//button[normalize-space()="${label}"])`);

describe('notes of two browsers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-user-sync-'));
  let stage: Stage;
  const profiles: Profile[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const env = { RATE_LIMIT_FACTOR: '1000', LOG_LEVEL: 'error' };
    stage = await setStage({ databaseUrl: `file:${join(folder, 'e2e.db')}`, port: 0, env });
    stage.sandbox?.openId.behave({ auto: true });
    for (let index = 0; index < 2; index++) profiles.push(await profile(stage));
  });
  afterAll(async () => {
    for (const { session } of profiles) await session.close();
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are the same in both, and of two texts the person chooses', async () => {
    const [a, b] = profiles;
    if (!a || !b) throw new Error('two browsers are needed');
    const { steamId } = person('veteran');
    const write = (where: Profile, text: string) =>
      where.send({
        type: 'setNote',
        note: { steamId, name: 'Veteran', watched: true, trusted: false, text, tags: [] },
      });
    const synced = async (where: Profile, wanted: boolean) => {
      await where.send({ type: 'setSettings', settings: { syncNotes: wanted } });
      if (!wanted) return;
      await until(async () => {
        const status = await where.send({ type: 'ownSync' });
        return (status as OwnSyncStatus).state === 'done';
      }, 'a sync');
    };
    await write(a, 'Written in A');
    // Nobody has asked for it yet.
    expect(await a.send({ type: 'ownSync' })).toMatchObject({ state: 'off' });
    await synced(a, true);
    await synced(b, true);
    expect(await b.send({ type: 'notes' })).toMatchObject([{ steamId, watched: true, text: 'Written in A' }]);

    for (const each of profiles) await synced(each, false);
    await write(a, 'A knows more');
    await write(b, 'B knows better');
    await synced(a, true);
    await synced(b, true);

    const settings = await b.session.openExtensionPage('app.html#/settings', { width: 1000, height: 900 });
    await says(settings, 'Changed in two browsers');
    await settings.screenshot({ path: join(PICTURES, 'settings.png'), fullPage: true });
    const page = await b.session.openExtensionPage(`app.html#/players/${steamId}`, { width: 1000, height: 900 });
    await press(page, 'Edit note');
    await says(page, 'A knows more');
    await page.screenshot({ path: join(PICTURES, 'choose.png'), fullPage: true });
    await press(page, 'Add it to mine');
    await press(page, 'Keep');
    const joined = 'B knows better\nA knows more';
    const has = (where: Profile) => async () => {
      const [note] = (await where.send({ type: 'notes' })) as { text: string }[];
      return note?.text === joined;
    };
    await until(has(b), 'the joined text');
    await synced(b, false);
    await synced(b, true);
    await synced(a, false);
    await synced(a, true);
    await until(has(a), 'the joined text in the other browser');
    // What is settled is known elsewhere with the next round.
    for (const each of profiles) {
      await until(async () => {
        const { state, unsettled } = (await each.send({ type: 'ownSync' })) as OwnSyncStatus;
        return state === 'done' && unsettled.length === 0;
      }, 'nothing left to settle');
    }
  });
});
