import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { RequestMessage } from '#extension/messages.ts';
import type { Sandbox } from '#sandbox/index.ts';
import { findBrowsers, openSession, type Session } from '#scripts/browser.ts';
import { OUTPUT_DIRS, type Stage, sendToExtension, setStage } from '#scripts/stage.ts';
import { signIn as signInOverHttp } from '#tests/api/accounts/visitor.ts';
import { click, KINDS, type Kind, until } from './scene.ts';

/** Accounts as a person meets them: the real extension in real browsers, against the sandbox's Steam. */

const PICTURES = 'test-results/account';
const THEMES = ['dark', 'light'] as const;
const LANGUAGES = ['en', 'de'] as const;

interface Visitor {
  session: Session;
  control: Page;
  send(message: RequestMessage): Promise<unknown>;
}

async function visitor(kind: Kind, stage: Stage): Promise<Visitor> {
  const browser = findBrowsers().find((each) => each.kind === kind);
  if (!browser) throw new Error(`${kind} is not installed; npm test says what to install`);
  const session = await openSession({
    browser,
    extensionDir: OUTPUT_DIRS[kind],
    headless: true,
    proxyUrl: stage.sandbox?.proxyUrl,
    viewport: { width: 1000, height: 900 },
  });
  const control = await session.openExtensionPage('popup.html');
  const send = (message: RequestMessage) => sendToExtension(control, message);
  await send({ type: 'setSettings', settings: { backendUrl: stage.backend.url, language: 'en', theme: 'dark' } });
  return { session, control, send };
}

// A page that is being loaded anew says nothing for a moment.
const textOf = (page: Page) => page.evaluate(() => document.body.innerText).catch(() => '');
/** From inside: Firefox's automation never reports that an extension's page was loaded. Emptied first, so that nothing old is read. */
const reload = (page: Page) =>
  page.evaluate(() => {
    document.body.replaceChildren();
    setTimeout(() => location.reload());
  });
const says = (page: Page, text: string) => until(async () => (await textOf(page)).includes(text), `"${text}"`);
async function press(page: Page, label: string) {
  await click(page, `::-p-xpath(//button[normalize-space()="${label}"])`);
}

describe.each(KINDS)('accounts in %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-account-'));
  const databaseUrl = `file:${join(folder, 'e2e.db')}`;
  const env = { RATE_LIMIT_FACTOR: '1000', LOG_LEVEL: 'error', SESSION_LIMIT: '3' };
  let stage: Stage;
  let sandbox: Sandbox;
  let sql: Client;
  let mine: Visitor;
  const opened: Page[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    stage = await setStage({ databaseUrl, port: 0, env });
    if (!stage.sandbox) throw new Error('a scene plays in the sandbox');
    sandbox = stage.sandbox;
    sql = createClient({ url: databaseUrl, concurrency: 1, timeout: 5000 });
    mine = await visitor(kind, stage);
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) if (!page.isClosed()) await page.close();
    await mine.send({ type: 'signOut' });
    await sql.batch(['DELETE FROM session', 'DELETE FROM user', 'DELETE FROM user_settings'], 'write');
    sandbox.openId.behave({});
  });
  afterAll(async () => {
    await mine?.session.close();
    sql?.close();
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function app(hash: string): Promise<Page> {
    const page = await mine.session.openExtensionPage(`app.html${hash}`, { width: 1000, height: 900 });
    opened.push(page);
    return page;
  }
  async function signedIn(): Promise<void> {
    sandbox.openId.behave({ auto: true });
    expect(await mine.send({ type: 'signIn', replace: false })).toMatchObject({ state: 'signed-in' });
  }
  /** The window in which Steam asks. */
  async function steamWindow(): Promise<Page> {
    let found: Page | undefined;
    await until(async () => {
      found = (await mine.session.browser.pages()).find((page) =>
        page.url().startsWith('https://steamcommunity.com/openid/login'),
      );
      return found !== undefined;
    }, 'the window of Steam');
    if (!found) throw new Error('no window');
    return found;
  }
  async function pictures(page: Page, name: string, wait: (language: 'en' | 'de') => string): Promise<void> {
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        await mine.send({ type: 'setSettings', settings: { theme, language } });
        await reload(page);
        await says(page, wait(language));
        await page.screenshot({ path: join(PICTURES, `${kind}-${name}-${theme}-${language}.png`), fullPage: true });
      }
    }
    await mine.send({ type: 'setSettings', settings: { theme: 'dark', language: 'en' } });
  }

  it('signs in with one click and what Steam asks, and shows the account', async () => {
    const page = await app('#/sign-in');
    await says(page, 'Sign in with Steam');
    await press(page, 'Sign in with Steam');
    await says(page, 'Signing in …');
    const steam = await steamWindow();
    await steam.waitForSelector('#sandbox_person');
    await steam.select('#sandbox_person', sandbox.world.named('veteran').steamId);
    await steam.click('#imageLogin');
    await says(page, 'Signed in on');
    await says(page, sandbox.world.named('veteran').steamId);
    await says(page, 'this browser');
    const popup = await mine.session.openExtensionPage('popup.html', { width: 380, height: 600 });
    opened.push(popup);
    await says(popup, 'Account');
  });

  it('says so when the person cancels at Steam', async () => {
    const page = await app('#/sign-in');
    await press(page, 'Sign in with Steam');
    const steam = await steamWindow();
    await click(steam, '#sandbox_cancel');
    await says(page, 'The sign-in was cancelled.');
  });

  it('says so when the person closes the window', async () => {
    const page = await app('#/sign-in');
    await press(page, 'Sign in with Steam');
    await (await steamWindow()).close();
    await says(page, 'The sign-in was cancelled.');
  });

  it.each([
    ['wrong-signature', 'could not be confirmed'],
    ['error-500', 'Steam did not answer'],
    ['old-nonce', 'clock is wrong'],
  ] as const)('says what went wrong with Steam: %s', async (behaviour, text) => {
    sandbox.openId.behave({ auto: true, behaviour });
    const page = await app('#/sign-in');
    await press(page, 'Sign in with Steam');
    await says(page, text);
    expect((await sql.execute('SELECT * FROM session')).rows).toEqual([]);
  });

  it('keeps the token in the background', async () => {
    await signedIn();
    const answers = [
      await mine.send({ type: 'account' }),
      await mine.send({ type: 'accountSessions' }),
      await mine.send({ type: 'exportAccount' }),
      await mine.control.evaluate(() => {
        const api: { storage: { local: { get(key: null): Promise<unknown> } } } = Reflect.get(
          globalThis,
          'browser' in globalThis ? 'browser' : 'chrome',
        );
        return api.storage.local.get(null);
      }),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/[\w-]{43}\.[\w-]{43}/);
  });

  it('has the same settings in another browser, and ends its session, which says so', async () => {
    await signedIn();
    await mine.send({ type: 'setSettings', settings: { theme: 'light' } });
    await until(async () => (await sql.execute('SELECT * FROM user_settings')).rows.length > 0, 'the account knows');
    const theirs = await visitor(kind === 'chromium' ? 'firefox' : 'chromium', stage);
    try {
      await theirs.send({ type: 'signIn', replace: false });
      expect(await theirs.send({ type: 'getSettings' })).toMatchObject({ theme: 'light' });
      await mine.send({ type: 'setSettings', settings: { theme: 'dark' } });
      const theirPage = await theirs.session.openExtensionPage('app.html#/account');
      await says(theirPage, 'Signed in on');
      const page = await app('#/account');
      await press(page, 'Sign out there');
      await says(page, '1 browser signed out');
      await reload(theirPage);
      await says(theirPage, 'You were signed out');
    } finally {
      await theirs.session.close();
    }
  });

  it('asks before it takes the place of another browser', async () => {
    sandbox.openId.behave({ auto: true });
    for (let i = 0; i < 3; i++) await signInOverHttp(stage.backend.url, sandbox);
    const page = await app('#/sign-in');
    await press(page, 'Sign in with Steam');
    await says(page, 'continue here?');
    await pictures(page, 'limit', (language) => (language === 'en' ? 'continue here?' : 'hier weitermachen?'));
    await reload(page);
    await press(page, 'Continue here');
    await says(page, 'Signed in on');
    expect((await sql.execute('SELECT * FROM session')).rows).toHaveLength(3);
  });

  it('exports everything, deletes the account with a receipt, and is signed out', async () => {
    await signedIn();
    const page = await app('#/account');
    await press(page, 'Export everything');
    await says(page, 'Saved as cstatsentry-export.json');
    await press(page, 'Delete account');
    await press(page, 'Delete');
    await says(page, 'Your account is deleted');
    await page.screenshot({ path: join(PICTURES, `${kind}-receipt-dark-en.png`), fullPage: true });
    expect((await sql.execute('SELECT * FROM user')).rows).toEqual([]);
    await press(page, 'Done');
    await says(page, 'Sign in with Steam');
  });

  it('shows every state in both languages and themes', async () => {
    const signIn = (language: string) => (language === 'en' ? 'Sign in with Steam' : 'Mit Steam anmelden');
    const page = await app('#/account');
    await pictures(page, 'signed-out', signIn);
    await signedIn();
    await until(async () => {
      const { rows } = await sql.execute('SELECT assessment FROM player');
      return rows.length > 0 && rows[0]?.['assessment'] !== null;
    }, 'a score of the person');
    await pictures(page, 'signed-in', (language) => (language === 'en' ? 'this browser' : 'dieser Browser'));
    for (const state of ['blocked', 'banned']) {
      await sql.execute({ sql: 'UPDATE user SET state = ?', args: [state] });
      await reload(page);
      await says(page, state === 'blocked' ? 'This account is blocked' : 'This account is banned');
      await page.screenshot({ path: join(PICTURES, `${kind}-${state}-dark-en.png`), fullPage: true });
    }
    const popup = await mine.session.openExtensionPage('popup.html', { width: 380, height: 600 });
    opened.push(popup);
    await pictures(popup, 'popup-banned', (language) => (language === 'en' ? 'is banned' : 'ist ausgeschlossen'));
    await sql.execute('DELETE FROM session');
    await reload(page);
    await says(page, 'You were signed out');
    await page.screenshot({ path: join(PICTURES, `${kind}-expired-dark-en.png`), fullPage: true });
    await pictures(popup, 'popup-signed-out', signIn);
  });

  it('stays signed in while the backend is away', async () => {
    await signedIn();
    await stage.backend.stop();
    const page = await app('#/account');
    await says(page, 'You are still signed in');
    await page.screenshot({ path: join(PICTURES, `${kind}-unreachable-dark-en.png`), fullPage: true });
    const again = await startBackend(
      readConfig({
        ...env,
        DATABASE_URL: databaseUrl,
        PORT: new URL(stage.backend.url).port,
        STEAM_API_URL: sandbox.apiUrl,
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
      }),
    );
    stage.backend.stop = () => again.stop();
    await press(page, 'Try again');
    await until(async () => !(await textOf(page)).includes('You are still signed in'), 'the backend is back');
    await says(page, 'this browser');
  });
});
