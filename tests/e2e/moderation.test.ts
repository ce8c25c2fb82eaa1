import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBearers } from '#backend/accounts/bearer.ts';
import type { RequestMessage } from '#extension/messages.ts';
import type { Sandbox } from '#sandbox/index.ts';
import { findBrowsers, openSession, type Session } from '#scripts/browser.ts';
import { OUTPUT_DIRS, type Stage, sendToExtension, setStage } from '#scripts/stage.ts';
import type { Role } from '#shared/api/accounts.ts';
import { caseResponseSchema } from '#shared/api/moderation.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { type Answer, call, read } from '#tests/api/client.ts';
import { violations } from './axe.ts';
import { click, KINDS, person, until } from './scene.ts';

/** Cases as moderators and those concerned meet them, in real browsers, one account after the other. */

const HASH_KEY = 'a key for end-to-end tests';
const DAY = 86_400_000;

// A page that is being loaded anew says nothing for a moment.
const textOf = (page: Page) => page.evaluate(() => document.body.innerText).catch(() => '');
const says = (page: Page, text: string) => until(async () => (await textOf(page)).includes(text), `"${text}"`);
const press = (page: Page, label: string, within = '') =>
  click(page, `::-p-xpath(${within}//button[starts-with(normalize-space(), "${label}")])`);
/** The keyboard alone: what is typed goes where the focus is. */
async function send(page: Page, text: string): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type(text);
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
}
async function confirm(page: Page): Promise<void> {
  // Its button has the focus: one key goes ahead.
  await page.waitForFunction(
    () =>
      document.activeElement?.closest('dialog[open]') !== null && document.activeElement?.classList.contains('primary'),
  );
  await page.keyboard.press('Enter');
}

describe.each(KINDS)('moderation in %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-moderation-'));
  const databaseUrl = `file:${join(folder, 'e2e.db')}`;
  let stage: Stage;
  let sandbox: Sandbox;
  let sql: Client;
  let session: Session;
  let control: Page;
  const opened: Page[] = [];
  const [ada, ben] = [person('veteran').steamId, person('proPlayer').steamId];

  beforeAll(async () => {
    stage = await setStage({ databaseUrl, port: 0, env: { RATE_LIMIT_FACTOR: '1000', LOG_LEVEL: 'error', HASH_KEY } });
    if (!stage.sandbox) throw new Error('a scene plays in the sandbox');
    sandbox = stage.sandbox;
    sql = createClient({ url: databaseUrl, concurrency: 1, timeout: 5000 });
    const browser = findBrowsers().find((each) => each.kind === kind);
    if (!browser) throw new Error(`${kind} is not installed; npm test says what to install`);
    const viewport = { width: 1280, height: 900 };
    const extensionDir = OUTPUT_DIRS[kind];
    session = await openSession({ browser, extensionDir, headless: true, proxyUrl: sandbox.proxyUrl, viewport });
    control = await session.openExtensionPage('popup.html');
    const settings = { backendUrl: stage.backend.url, language: 'en', theme: 'dark' } as const;
    await tell({ type: 'setSettings', settings });
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) if (!page.isClosed()) await page.close();
    await tell({ type: 'signOut' });
    await tell({ type: 'setSettings', settings: { theme: 'dark' } });
    // Each begins with no case and no report, a second try too.
    const tables = ['moderation_event', 'moderation_case', 'report', 'session'];
    await sql.batch(
      [...tables.map((table) => `DELETE FROM ${table}`), `UPDATE user SET state = 'active', role = 'user'`],
      'write',
    );
  });
  afterAll(async () => {
    await session?.close();
    sql?.close();
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const tell = (message: RequestMessage) => sendToExtension(control, message);
  async function signInAs(steamId: SteamId, role: Role): Promise<void> {
    await tell({ type: 'signOut' });
    sandbox.openId.behave({ auto: true, as: steamId });
    expect(await tell({ type: 'signIn', replace: true })).toMatchObject({ state: 'signed-in', me: { steamId } });
    await sql.execute({ sql: 'UPDATE user SET role = ? WHERE steam_id = ?', args: [role, steamId] });
  }
  async function app(hash: string): Promise<Page> {
    const page = await session.openExtensionPage(`app.html${hash}`, { width: 1280, height: 900 });
    opened.push(page);
    return page;
  }
  /** Another moderator, at another computer. */
  async function colleague(): Promise<(path: string, body: object) => Promise<Answer>> {
    const { bearer, hash } = createBearers(HASH_KEY).mint();
    const now = Date.now();
    await sql.batch(
      [
        {
          sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id, role, state)
            VALUES ('colleague', ?1, ?1, 0, ?2, ?2, ?1, 'moderator', 'active')
            ON CONFLICT (id) DO UPDATE SET role = excluded.role`,
          args: [ben, now],
        },
        {
          sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
            VALUES (?1, ?1, 'colleague', ?2, ?3, ?3, ?3)`,
          args: [hash, now + DAY, now],
        },
      ],
      'write',
    );
    return (path, body) =>
      call(stage.backend.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
  }
  const events = (steamId: SteamId) => `/v1/moderation/cases/${steamId}/events`;

  it('is walked from the queue to a ban, seen and disputed by whom it concerns, and ended', async () => {
    const subject = person('chinese').steamId;
    const decide = await colleague();
    read(await decide(events(subject), { type: 'flag', version: 0, reason: 'for a second look' }), caseResponseSchema);

    await signInAs(ada, 'moderator');
    const queue = await app('#/moderation?filter=flag');
    await queue.waitForFunction(
      () => document.querySelector('.case-tabs [aria-current]')?.textContent?.trim() === 'Flagged 1',
    );
    await queue.waitForSelector('.case-row');
    await queue.keyboard.press('j');
    await queue.waitForFunction(() => document.activeElement?.classList.contains('case-row'));
    await queue.keyboard.press('Enter');
    await says(queue, 'Decide');
    await says(queue, 'for a second look');
    await says(queue, 'Suspicion score');
    await queue.keyboard.press('3');
    await send(queue, 'seen in two demos');
    await confirm(queue);
    await says(queue, 'Banned, with no end');

    await signInAs(subject, 'user');
    const account = await app('#/account');
    await says(account, 'Your account is banned, with no end set.');
    await says(account, 'seen in two demos');
    expect(await textOf(account)).not.toContain(ada);
    await account.focus('.own-case textarea');
    await account.keyboard.type('That was my brother.');
    await press(account, 'Send the appeal');
    await says(account, 'Your appeal is with the moderators');
    const nothing = await app('#/moderation');
    await says(nothing, 'Nothing here');

    await signInAs(ada, 'moderator');
    const again = await app('#/moderation?filter=appealed');
    await click(again, '.case-row');
    await says(again, 'That was my brother.');
    await press(again, 'Clear');
    await send(again, 'we believe that');
    await confirm(again);
    await says(again, 'Cleared.');
    await says(again, 'we believe that');

    await signInAs(subject, 'user');
    const after = await app('#/account');
    await says(after, 'Nothing is in force against your account.');
    await says(after, 'Your appeal was answered');
    await says(after, 'we believe that');
  });

  it('lets a moderator decide again who was second, with nothing of what they wrote lost', async () => {
    const subject = person('longName').steamId;
    const decide = await colleague();
    await signInAs(ada, 'moderator');
    const page = await app(`#/moderation/${subject}`);
    await says(page, 'Nothing has happened yet.');
    await page.keyboard.press('2');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('made up reports');
    read(await decide(events(subject), { type: 'ban', version: 0, reason: 'I was first' }), caseResponseSchema);
    await press(page, 'Block', '//form');
    await confirm(page);
    await says(page, 'The case has changed meanwhile');
    await says(page, 'I was first');
    expect(await page.$eval('.case-form textarea', (field) => field.value)).toBe('made up reports');
    const inForce = async () => {
      const { rows } = await sql.execute('SELECT measure, version FROM moderation_case WHERE steam_id = ?', [subject]);
      return rows.map(({ measure, version }) => [measure, version]);
    };
    expect(await inForce()).toEqual([['ban', 1]]);
    await press(page, 'Block', '//form');
    await confirm(page);
    await says(page, 'Blocked, with no end');
    expect(await inForce()).toEqual([['block', 2]]);
    const log = await app('#/moderation/log');
    await says(log, 'made up reports');
    await says(log, 'I was first');
  });

  it('says beforehand that who reported somebody does not decide', async () => {
    const subject = person('cyrillic').steamId;
    await sql.execute('INSERT INTO report (reporter, target, category, reported_at) VALUES (?, ?, ?, ?)', [
      ada,
      subject,
      'aim',
      Date.now(),
    ]);
    await signInAs(ada, 'moderator');
    const page = await app(`#/moderation/${subject}`);
    await says(page, 'You reported this player, so others decide the case.');
    expect(await page.$('.case-buttons')).toBeNull();
  });

  // Chromium alone: the rules look at the same DOM and styles, and the extension's pages in Firefox refuse evaluated sources.
  if (kind === 'chromium') {
    it('is accessible in both themes: the queue, the logs, a case, what asks once more, and what whom it concerns sees', async () => {
      const subject = person('rageAimbot').steamId;
      const decide = await colleague();
      const block = { type: 'block', version: 0, reason: 'x', expiresAt: Date.now() + DAY };
      read(await decide(events(subject), block), caseResponseSchema);
      const look = async (hash: string, ready: string): Promise<Page> => {
        const page = await app(hash);
        await page.setBypassCSP(true);
        await page.reload();
        await page.waitForSelector(ready);
        return page;
      };
      const check = async (page: Page) => {
        for (const theme of ['dark', 'light']) {
          await page.evaluate((name) => {
            document.documentElement.dataset['theme'] = name;
          }, theme);
          expect(await violations(page, undefined), `${page.url()} ${theme}`).toEqual([]);
        }
      };
      await signInAs(ada, 'admin');
      await check(await look('#/moderation?filter=all', '.case-row'));
      await check(await look('#/moderation/log', '.case-event'));
      await check(await look('#/moderation/audit', '.audit tbody tr'));
      const page = await look(`#/moderation/${subject}`, '.score-head');
      await page.keyboard.press('3');
      await page.waitForSelector('.case-form');
      await check(page);
      await send(page, 'reason');
      await page.waitForSelector('dialog[open]');
      await check(page);
      await signInAs(subject, 'user');
      await check(await look('#/account', '.own-case textarea'));
    });
  }
});
