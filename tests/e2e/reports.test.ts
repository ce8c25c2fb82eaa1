import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RequestMessage } from '#extension/messages.ts';
import type { ReportCategory } from '#extension/reports/report.ts';
import { type Role, type Sandbox, startSandbox } from '#sandbox/index.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { violations } from './axe.ts';
import { type OwnBackend, type OwnBrowser, openOwnBrowser, startOwnBackend } from './own-backend.ts';
import { KINDS, openCard, person, profileBadge, STEAM, until, VIEWPORT } from './scene.ts';

/** Reports as a person makes them, with a backend of its own process: it is killed in the middle. */

const ownSchema = z.object({ own: z.object({ state: z.string() }).optional() });

describe.each(KINDS)('reports in %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-reports-'));
  const databaseUrl = `file:${join(folder, 'e2e.db')}`;
  const profileDir = join(folder, 'profile');
  let sandbox: Sandbox;
  let backend: OwnBackend;
  let browser: OwnBrowser;
  const opened: Page[] = [];

  async function openBrowser(): Promise<void> {
    const settings = { backendUrl: backend.url, language: 'en', theme: 'dark', localOnly: false } as const;
    browser = await openOwnBrowser(kind, sandbox, settings, profileDir);
  }
  const send = (message: RequestMessage) => browser.send(message);
  async function signInAs(role: Role): Promise<void> {
    sandbox.openId.behave({ auto: true, as: person(role).steamId });
    expect(await send({ type: 'signIn', replace: false })).toMatchObject({ state: 'signed-in' });
  }
  const stateOf = async (steamId: SteamId) => ownSchema.parse(await send({ type: 'reportView', steamId })).own?.state;
  async function inDatabase(sql: string, args: (string | number)[] = []) {
    const client = createClient({ url: databaseUrl, timeout: 5000 });
    const { rows } = await client.execute({ sql, args }).finally(() => client.close());
    return rows.map((row) => ({ ...row }));
  }
  const reportsHeld = () =>
    inDatabase('SELECT target, category, words, edited_at FROM report WHERE withdrawn_at IS NULL ORDER BY rowid');
  /** Changes what the extension keeps of reports: makes what waits due, or forgets everything. */
  const keptHere = (change: 'due' | 'forgotten') =>
    browser.control.evaluate(async (wanted) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('cstatsentry-reports');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      await new Promise<void>((resolve, reject) => {
        const names = [...database.objectStoreNames];
        const change = database.transaction(names, 'readwrite');
        change.oncomplete = () => resolve();
        change.onabort = () => reject(change.error);
        if (wanted === 'forgotten') {
          for (const name of names) change.objectStore(name).clear();
          return;
        }
        const walk = change.objectStore('outbox').openCursor();
        walk.onsuccess = () => {
          const cursor = walk.result;
          if (!cursor) return;
          cursor.update({ ...cursor.value, dueAt: Date.now() - 1 });
          cursor.continue();
        };
      });
      database.close();
    }, change);
  /** Ends the time in which a report can be undone; the report from the card waits for the real end of it. */
  async function endUndo(): Promise<void> {
    await keptHere('due');
    await send({ type: 'sendReportsNow' });
  }
  /** A report that the backend has. */
  async function reported(steamId: SteamId, category: ReportCategory): Promise<void> {
    const draft = { category, evidence: [], words: '' };
    expect(await send({ type: 'sendReport', steamId, draft })).toMatchObject({ state: 'held' });
    await endUndo();
    await until(async () => (await stateOf(steamId)) === 'sent', 'the report being sent');
  }
  /** Nobody is signed in, nothing was reported or typed; wherever the test before ended. */
  async function beginAnew(): Promise<void> {
    await backend.revive();
    await send({ type: 'signOut' }).catch(async () => {
      await browser.session.close().catch(() => undefined);
      await openBrowser();
      await send({ type: 'signOut' });
    });
    await keptHere('forgotten');
    await inDatabase('DELETE FROM report');
  }
  async function open(path: string, viewport = { width: 1000, height: 900 }): Promise<Page> {
    const page = await browser.session.openExtensionPage(path, viewport);
    opened.push(page);
    return page;
  }
  const textOf = (page: Page) => page.evaluate(() => document.body.innerText).catch(() => '');
  const says = (page: Page, text: string) => until(async () => (await textOf(page)).includes(text), `"${text}"`);
  /** A click as from a hand that cannot miss what moves. */
  const press = (page: Page, label: string) =>
    until(
      () =>
        page.evaluate((wanted) => {
          const found = [...document.querySelectorAll('button')].find(
            (each) => each.textContent?.trim() === wanted || each.getAttribute('aria-label') === wanted,
          );
          found?.click();
          return found !== undefined;
        }, label),
      `a button "${label}"`,
    );

  beforeAll(async () => {
    sandbox = await startSandbox();
    backend = await startOwnBackend(sandbox, databaseUrl);
    await openBrowser();
  });
  // Each has its own people and begins anew, so that each can be run alone, and again.
  beforeEach(beginAnew);
  afterEach(async () => {
    for (const page of opened.splice(0)) if (!page.isClosed()) await page.close();
  });
  afterAll(async () => {
    await browser?.session.close();
    await backend?.kill();
    await sandbox?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const cardText = (page: Page) =>
    page.evaluate(() => {
      const card = document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('[role="dialog"]');
      return card instanceof HTMLElement ? card.innerText : '';
    });
  const cardSays = (page: Page, text: string) =>
    until(async () => (await cardText(page)).includes(text), `"${text}" in the card`);
  /** What has the focus in the card. */
  const focused = (page: Page) =>
    page.evaluate(
      () => document.querySelector('cstatsentry-card')?.shadowRoot?.activeElement?.textContent?.trim() ?? '',
    );
  async function tabTo(page: Page, text: string): Promise<void> {
    for (let i = 0; i < 40 && (await focused(page)) !== text; i++) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(text);
  }

  it('asks to sign in first, and keeps what was chosen meanwhile', async () => {
    const { steamId } = person('oldVac');
    const popup = await open('popup.html', { width: 380, height: 600 });
    await popup.waitForSelector('#lookup-text');
    await popup.type('#lookup-text', steamId);
    await popup.keyboard.press('Enter');
    await popup.waitForSelector('.rows .row-actions button');
    await popup.evaluate(() => document.querySelector<HTMLElement>('.rows .row-actions button')?.click());
    await says(popup, 'Sign in first');
    await press(popup, 'Movement');
    // Asked of the browser from inside: automation of Firefox does not tell of the extension's own pages.
    const tabs = () =>
      browser.control.evaluate(async () => {
        const api: { tabs: { query(what: object): Promise<{ url?: string }[]> } } = Reflect.get(
          globalThis,
          'browser' in globalThis ? 'browser' : 'chrome',
        );
        return (await api.tabs.query({})).map(({ url }) => url ?? '');
      });
    await until(async () => (await tabs()).some((url) => url.endsWith('app.html#/sign-in')), 'the page to sign in');
    expect(await reportsHeld()).toEqual([]);
    await signInAs('viewer');
    expect(await send({ type: 'reportView', steamId })).toMatchObject({
      account: 'active',
      draft: { category: 'movement' },
    });
  });

  it('reports from the card by keyboard, undoes, reports again, and shows that it is sent', async () => {
    const { steamId } = person('rageAimbot');
    await signInAs('veteran');
    const page = await browser.session.newPage();
    opened.push(page);
    await page.goto(`${STEAM}/profiles/${steamId}`, { waitUntil: 'domcontentloaded' });
    await profileBadge(page);
    await page.evaluate(() =>
      document.querySelector('.profile_header cstatsentry-badge')?.shadowRoot?.querySelector('button')?.focus(),
    );
    await page.keyboard.press('Enter');
    await cardSays(page, 'Highly suspicious');
    await tabTo(page, 'Report');
    await page.keyboard.press('Enter');
    await cardSays(page, 'One click reports');
    await until(async () => (await focused(page)) === 'Aim', 'the first category having the focus');
    await page.keyboard.press('Enter');
    await cardSays(page, 'You reported: Aim');
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await until(async () => !(await cardText(page)).includes('You reported'), 'the report being undone');
    expect(await stateOf(steamId)).toBeUndefined();

    // What was chosen is still there, and can be added to.
    await tabTo(page, 'Report');
    await page.keyboard.press('Enter');
    await cardSays(page, 'In your words');
    // The form takes the focus when it has opened, which may be in the middle of a word typed by a machine.
    await until(async () => {
      const words = () =>
        page.evaluate(() => {
          const field = document.querySelector('cstatsentry-card')?.shadowRoot?.querySelector('textarea');
          field?.focus();
          field?.select();
          return field?.value;
        });
      await words();
      await page.keyboard.type('Snaps');
      return (await words()) === 'Snaps';
    }, 'the words in their field');
    await tabTo(page, 'Report');
    await page.keyboard.press('Enter');
    await cardSays(page, 'Goes out in');
    await cardSays(page, 'Reported just now');
    expect(await reportsHeld()).toMatchObject([{ target: steamId, category: 'aim', words: 'Snaps', edited_at: null }]);
    // Where the player is shown it says so.
    const popup = await open('popup.html', { width: 380, height: 600 });
    await popup.waitForSelector('#lookup-text');
    await popup.type('#lookup-text', steamId);
    await popup.keyboard.press('Enter');
    await says(popup, 'You reported: Aim');
  });

  it('keeps a report while the backend is dead, through a restart of the browser, and sends it once', async () => {
    const { steamId } = person('chinese');
    await signInAs('proPlayer');
    const page = await open(`app.html#/players/${steamId}`);
    await page.waitForSelector('.player-report-button');
    // Once the player is known: a lookup that dies with the backend keeps the next one waiting until its claim runs out.
    await page.waitForSelector('.score-head');
    await backend.kill();
    await press(page, 'Report');
    await says(page, 'What was it?');
    await press(page, 'Wall');
    await says(page, 'You reported: Wall');
    await endUndo();
    await says(page, 'Waits for the backend to answer');
    const list = await open('app.html#/reports');
    await says(list, 'Waits for the backend to answer');
    await press(list, 'Send now');
    // Firefox forgets an add-on that automation installed; its database goes with it.
    if (kind === 'chromium') {
      await browser.session.close();
      await openBrowser();
      expect(await stateOf(steamId)).toBe('waiting');
    }
    await backend.revive();
    // The next try comes by itself; who does not want to wait for it says so, where it has not come yet.
    const again = await open('app.html#/reports');
    await again.waitForSelector('.report-item');
    await until(async () => {
      await again.evaluate(() =>
        [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === 'Send now')?.click(),
      );
      return (await stateOf(steamId)) === 'sent';
    }, 'the report being sent');
    expect(await reportsHeld()).toMatchObject([{ target: steamId, category: 'wall', edited_at: null }]);
  }, 120_000);

  it('shows what became of each; a change and a withdrawal can be undone', async () => {
    const [upheld, waiting] = [person('cyrillic').steamId, person('longName').steamId];
    await signInAs('newbie');
    await reported(upheld, 'aim');
    await reported(waiting, 'wall');
    await inDatabase(`UPDATE report SET outcome = 'upheld', outcome_at = ? WHERE target = ?`, [Date.now(), upheld]);
    const page = await open('app.html#/reports');
    await says(page, 'Confirmed by a moderator');
    await press(page, 'Open');
    await press(page, 'Change');
    await says(page, 'In your words');
    await press(page, 'Griefing');
    await press(page, 'Save changes');
    await says(page, 'reported for “Griefing”');
    const undo = async () => {
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
      await page.keyboard.down('Control');
      await page.keyboard.press('z');
      await page.keyboard.up('Control');
      await until(async () => (await stateOf(waiting)) === 'sent', 'all being as it was');
    };
    await undo();
    await press(page, 'Take back');
    await says(page, 'the report is taken back');
    await undo();
    expect(await reportsHeld()).toMatchObject([{ category: 'aim' }, { category: 'wall' }]);
  });

  it('opens what the card says in a row of people met, and reports from the match', async () => {
    await signInAs('viewer');
    await send({ type: 'readHistory' });
    await until(
      async () => z.object({ matches: z.number() }).parse(await send({ type: 'historyStatus' })).matches > 10,
      'some matches being read',
    );
    await send({ type: 'stopHistory' });
    // The list is read again when that has ended.
    await until(
      async () => z.object({ state: z.string() }).parse(await send({ type: 'historyStatus' })).state !== 'running',
      'the reading being over',
    );
    const popup = await open('popup.html', { width: 380, height: 600 });
    await popup.waitForSelector('#tab-people');
    await popup.evaluate(() => document.querySelector<HTMLElement>('#tab-people')?.click());
    await popup.waitForSelector('.person .here-button');
    await popup.evaluate(() => document.querySelector<HTMLElement>('.person .here-button')?.click());
    await until(async () => /Confidence|Not enough data/.test(await textOf(popup)), 'what the card says');
    await press(popup, 'Matches');
    await popup.waitForSelector('.match-head');
    await popup.evaluate(() => document.querySelector<HTMLElement>('.match-head')?.click());
    await popup.waitForSelector('.board-report button');
    await popup.evaluate(() => document.querySelector<HTMLElement>('.board-report button')?.click());
    await says(popup, 'What was it?');
    await press(popup, 'Aim');
    await says(popup, 'reported for “Aim”');
    await press(popup, 'Undo');
    await says(popup, 'What you entered is kept');
  });

  // The rules look at the same DOM and styles in both browsers, and Firefox's pages refuse evaluated sources.
  it.runIf(kind === 'chromium').each(['dark', 'light'] as const)('is accessible in the %s theme', async (theme) => {
    await send({ type: 'setSettings', settings: { theme } });
    const { steamId } = person('cyrillic');
    await signInAs('veteran');
    await reported(person('oldVac').steamId, 'aim');
    const page = await browser.session.newPage();
    opened.push(page);
    await page.setViewport(VIEWPORT);
    await page.goto(`${STEAM}/profiles/${steamId}`, { waitUntil: 'domcontentloaded' });
    await profileBadge(page);
    await openCard(page);
    for (const label of ['Report', 'Add evidence or words']) {
      await page.evaluate((wanted) => {
        const buttons = document.querySelector('cstatsentry-card')?.shadowRoot?.querySelectorAll('button') ?? [];
        [...buttons].find((each) => each.textContent?.trim() === wanted)?.click();
      }, label);
      await cardSays(page, label === 'Report' ? 'One click reports' : 'In your words');
      expect(await violations(page, ['cstatsentry-card'])).toEqual([]);
    }
    const list = await open('app.html#/reports');
    // What it asks on its first start is through before its second.
    await list.waitForSelector('.report-item');
    await list.setBypassCSP(true);
    await list.reload();
    await list.waitForSelector('.report-item');
    expect(await violations(list, undefined)).toEqual([]);
  });
});
