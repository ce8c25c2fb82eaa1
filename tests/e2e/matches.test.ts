import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { authCodeOf, shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import { nameAt } from '#sandbox/world/view.ts';
import { click, KINDS, openScene, person, profileBadge, type Scene, settled, until } from './scene.ts';

const HISTORY = '/my/gcpd/730?tab=matchhistorypremier';

const says = (page: Page, text: string, timeout = 30_000) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout }, text);

/** Presses the button with this text, a count after it or not, once it is there. */
async function press(page: Page, label: string): Promise<void> {
  const button = await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('button')].find((each) => each.innerText.replace(/\s*\d+$/, '').trim() === wanted),
    {},
    label,
  );
  await page.evaluate((each) => each?.click(), button);
}

async function openPeople(scene: Scene): Promise<Page> {
  const page = await scene.popup();
  const tab = await page.waitForSelector('#tab-people');
  await tab?.click();
  await page.waitForFunction(() => document.querySelector('#tab-people')?.getAttribute('aria-selected') === 'true');
  return page;
}

async function signIn(scene: Scene): Promise<void> {
  scene.sandbox.openId.behave({ auto: true });
  expect(await scene.send({ type: 'signIn', replace: false })).toMatchObject({ state: 'signed-in' });
}

const finished = (page: Page) => says(page, '64 matches, read', 60_000);

/** IDs of the notifications that are shown now. */
const notifications = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const api: { notifications: { getAll(): Promise<Record<string, unknown>> } } = Reflect.get(
      globalThis,
      'browser' in globalThis ? 'browser' : 'chrome',
    );
    return Object.keys(await api.notifications.getAll());
  });

/** The number on the toolbar button. */
const toolbarCount = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    interface Button {
      getBadgeText(details: object): Promise<string>;
    }
    const api: { action?: Button; browserAction?: Button } = Reflect.get(
      globalThis,
      'browser' in globalThis ? 'browser' : 'chrome',
    );
    return Number(await (api.action ?? api.browserAction)?.getBadgeText({}));
  });

/** Somebody met once, in an old match of a list that is read last, whom nobody has looked up. */
function strangerMet(scene: Scene) {
  const { world } = scene.sandbox;
  const meetings = new Map<string, number>();
  for (const match of world.matches) {
    for (const { person: each } of match.teams.flat())
      meetings.set(each.steamId, (meetings.get(each.steamId) ?? 0) + 1);
  }
  for (const match of world.matches.slice(30)) {
    if (match.list !== 'wingman') continue;
    for (const { person: each } of match.teams.flat()) {
      // A name that shows as it is written, so that it can be found on the page.
      const plain = /^[\w .-]+$/.test(nameAt(each, world.now));
      if (plain && each.role === undefined && meetings.get(each.steamId) === 1) return { stranger: each, match };
    }
  }
  throw new Error('the sandbox has no such stranger');
}

describe.each(KINDS)('matches and people met in %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterEach(async () => {
    await scene.send({ type: 'forgetHistory' });
    await scene.send({ type: 'signOut' });
    await scene.reset();
  });
  afterAll(() => scene?.stop());

  it('from an empty profile: reads the history, shows whom one met, and says who was banned since', async () => {
    const { stranger, match } = strangerMet(scene);
    const page = await openPeople(scene);
    await press(page, 'Read my match history');
    await page.waitForSelector('progress');
    // A second popup shows the progress of the first, and asks Steam for nothing.
    const other = await openPeople(scene);
    await other.waitForSelector('progress');
    await other.close();
    await finished(page);
    const asked = scene.sandbox.calls.count('gcpd');
    expect(await scene.send({ type: 'historyStatus' })).toMatchObject({ state: 'done', matches: 64, problems: [] });
    await page.waitForFunction(() => document.querySelectorAll('.people .person').length >= 20);
    // Most suspicious first, once the scores are there.
    await page.waitForFunction(() => {
      const numbers = [...document.querySelectorAll('.person .band-badge-number')].map((each) =>
        Number(each.textContent),
      );
      const scores = numbers.filter((each) => !Number.isNaN(each));
      return scores.length >= 10 && scores.every((score, index) => index === 0 || (scores[index - 1] ?? 0) >= score);
    });

    // The first look is over when the status says when.
    await until(async () => {
      const { check } = (await scene.send({ type: 'bansMet' })) as { check: { lastAt?: number; running: boolean } };
      return check.lastAt !== undefined && !check.running;
    }, 'the first look at bans');
    const before = await notifications(page);
    const counted = await toolbarCount(page);
    // They had been reported: whoever reported knows from this browser, sent or not.
    await signIn(scene);
    const draft = { category: 'aim', playedAt: match.at, evidence: [], words: '' } as const;
    const report = await scene.send({
      type: 'sendReport',
      steamId: stranger.steamId,
      draft: { ...draft, evidence: [] },
    });
    expect(report).toMatchObject({ state: 'held' });
    scene.sandbox.world.ban(stranger.steamId, 'vac');
    await scene.send({ type: 'checkBans' });
    expect(await toolbarCount(page)).toBe(counted + 1);
    // Firefox shows none without a screen; what it would show is under test beside the announcer.
    if (kind === 'chromium') {
      const fresh = (await notifications(page)).filter((id) => !before.includes(id));
      expect(fresh).toEqual([expect.stringContaining(`bans-met-${stranger.steamId}-vac`)]);
    }
    await press(page, 'Bans');
    await until(async () => (await toolbarCount(page)) === 0, 'the list being seen');
    await press(page, 'Look now');
    const name = nameAt(stranger, scene.sandbox.world.now);
    await says(page, name);
    const row = await page.evaluate(
      (wanted) =>
        [...document.querySelectorAll('.person')].find((each) => each.textContent?.includes(wanted))?.textContent,
      name,
    );
    expect(row).toContain('VAC ban today');
    expect(row).toContain(match.map);
    expect(row).toContain('You reported them on');
    expect(scene.sandbox.calls.count('gcpd')).toBe(asked);

    // And the page itself says so, beside that match.
    const wingman = await scene.visit('/my/gcpd/730?tab=matchhistorywingman');
    await wingman.waitForSelector('cstatsentry-badge');
    const marked = () =>
      wingman.evaluate(
        (accountId) =>
          [...document.querySelectorAll('cstatsentry-mark')]
            .filter((host) => host.parentElement?.querySelector(`[data-miniprofile="${accountId}"]`))
            .map((host) => host.shadowRoot?.querySelector('span')?.title),
        stranger.accountId,
      );
    while ((await wingman.$(`[data-miniprofile="${stranger.accountId}"]`)) === null) {
      const rows = (await wingman.$$('.csgo_scoreboard_root > tbody > tr')).length;
      await wingman.click('#load_more_button');
      await wingman.waitForFunction(
        (count) => document.querySelectorAll('.csgo_scoreboard_root > tbody > tr').length > count,
        {},
        rows,
      );
    }
    await until(async () => (await marked()).length === 1, 'the mark beside the banned player');
    expect((await marked())[0]).toMatch(/^VAC ban \d+ days later$/);
  }, 120_000);

  it('shows people without anybody answering, and filters them', async () => {
    await scene.send({ type: 'readHistory' });
    const page = await openPeople(scene);
    await finished(page);
    await page.close();
    await scene.setSettings({ backendUrl: 'http://127.0.0.1:9' });
    scene.sandbox.faults.add({ match: '.', status: 503 });
    const offline = await openPeople(scene);
    await offline.waitForSelector('.people .person');
    const count = () => offline.$eval('.filter-count', (each) => Number(/\d+/.exec(each.textContent ?? '')?.[0] ?? 0));
    const recent = await count();
    expect(recent).toBeGreaterThan(50);
    await offline.select('.filters select:nth-of-type(1)', 'all');
    await offline.waitForFunction(
      (few) => Number(/\d+/.exec(document.querySelector('.filter-count')?.textContent ?? '')?.[0]) > few,
      {},
      recent,
    );
    const all = await count();
    const parts = [];
    for (const side of ['with', 'against']) {
      await offline.select('.filters select:nth-of-type(2)', side);
      parts.push(await count());
    }
    expect(Math.max(...parts)).toBeLessThan(all);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeGreaterThanOrEqual(all);
  }, 90_000);

  it('asks to sign in to Steam first, and renews a session that only expired', async () => {
    scene.sandbox.world.signIn = 'signed-out';
    const page = await openPeople(scene);
    await press(page, 'Read my match history');
    await says(page, 'Sign in to Steam first');
    expect(await scene.send({ type: 'historyStatus' })).toMatchObject({ state: 'failed', why: 'sign-in', matches: 0 });
    scene.sandbox.world.signIn = 'expired';
    await press(page, 'Try again');
    await says(page, 'Reading list');
    await page.waitForSelector('.people .person', { timeout: 30_000 });
    await press(page, 'Stop');
    await says(page, 'stopped before the end');
    expect(scene.sandbox.calls.count('session-refresh')).toBe(2);
  }, 60_000);

  it('puts a badge on every row of the match history, also on rows that are loaded later, and moves nothing', async () => {
    const page = await scene.visit(HISTORY);
    const rows = () => page.$$eval('td.inner_name', (cells) => cells.length);
    expect(await rows()).toBe(80);
    // Every row has one at once; who is out of sight is asked for when it comes near.
    await settled(page, 20);
    expect(await page.$$('cstatsentry-badge')).toHaveLength(80);
    const boxes = () =>
      page.evaluate(() => {
        const ours = new Set(['cstatsentry-badge', 'cstatsentry-mark']);
        return [...document.body.querySelectorAll('*')]
          .filter((each) => !ours.has(each.localName))
          .map((each) => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return `${each.className} ${[x, y, width, height].map((edge) => edge.toFixed(2)).join(' ')}`;
          });
      });
    await page.waitForSelector('cstatsentry-mark');
    const withBadges = await boxes();
    const without = await page.evaluate(() => {
      const hosts = [...document.querySelectorAll('cstatsentry-badge, cstatsentry-mark')];
      const places = hosts.map((host) => ({ host, parent: host.parentNode, next: host.nextSibling }));
      for (const host of hosts) host.remove();
      const found = [...document.body.querySelectorAll('*')].map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return `${each.className} ${[x, y, width, height].map((edge) => edge.toFixed(2)).join(' ')}`;
      });
      for (const { host, parent, next } of places.reverse()) parent?.insertBefore(host, next);
      return found;
    });
    expect(withBadges).toEqual(without);
    await page.click('#load_more_button');
    await page.waitForFunction((before) => document.querySelectorAll('td.inner_name').length > before, {}, 80);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settled(page, 30);
    expect(await page.$$('cstatsentry-badge')).toHaveLength(await rows());
    expect(withBadges.length).toBeGreaterThan(300);
  });

  it('keeps what one notes about a player, in this browser', async () => {
    const steamId = person('veteran').steamId;
    await scene.send({
      type: 'setNote',
      note: { steamId, name: 'Old Hand', watched: true, trusted: false, text: 'played well', tags: ['premade'] },
    });
    expect(await scene.send({ type: 'notes' })).toMatchObject([{ steamId, text: 'played well', tags: ['premade'] }]);
    const app = await scene.session.openExtensionPage('app.html#/people');
    await says(app, '1 player, kept in this browser only');
    await app.close();
    await scene.send({ type: 'clearCache' });
    await scene.send({ type: 'forgetHistory' });
    expect(await scene.send({ type: 'notes' })).toHaveLength(1);
    await scene.send({ type: 'setNote', note: { steamId, watched: false, trusted: false, text: '', tags: [] } });
    expect(await scene.send({ type: 'notes' })).toEqual([]);
  });

  it('tells whom one trusts by a badge without colour, on pages that are open, too', async () => {
    const { steamId } = person('veteran');
    const page = await scene.visit(`/profiles/${steamId}`);
    const badge = () =>
      page.evaluate(() => {
        const button = document.querySelector('.profile_header cstatsentry-badge')?.shadowRoot?.querySelector('button');
        return { trusted: button?.hasAttribute('data-trusted'), label: button?.getAttribute('aria-label') ?? '' };
      });
    await profileBadge(page);
    expect(await badge()).toMatchObject({ trusted: false });
    const note = { steamId, watched: false, trusted: true, text: '', tags: [] };
    await scene.send({ type: 'setNote', note });
    await until(async () => (await badge()).trusted === true, 'the badge of somebody trusted');
    expect((await badge()).label).toMatch(/, trusted by you$/);
    await scene.send({ type: 'setNote', note: { ...note, trusted: false } });
    await until(async () => (await badge()).trusted === false, 'the badge of somebody no longer trusted');
  });

  it('hands matches to the backend when told, follows the codes of Steam, and says how each source stands', async () => {
    await signIn(scene);
    const held = async () => ((await scene.send({ type: 'historyStatus' })) as { matches: number }).matches;
    await scene.send({ type: 'readHistory' });
    await until(async () => (await held()) > 10, 'some matches being read');
    await scene.send({ type: 'stopHistory' });
    const matches = await held();
    const page = await scene.session.openExtensionPage('app.html#/sources', { width: 1000, height: 900 });
    await says(page, `${matches} matches, `);
    await click(page, '.source input[type="checkbox"]');
    await says(page, `${matches} of ${matches} matches uploaded.`);
    expect(await scene.send({ type: 'uploadStatus' })).toMatchObject({
      ...{ state: 'done', sent: matches, refused: 0, problems: [] },
    });

    const known = shareCodesOf(scene.sandbox.world).at(-2)?.code ?? '';
    const give = async (authCode: string) => {
      for (const [name, text] of [
        ['authCode', authCode],
        ['knownCode', known],
      ] as const) {
        const input = await page.waitForSelector(`input[name="${name}"]`);
        // What was typed before is typed over.
        await input?.evaluate((each) => each.select());
        await input?.type(text);
      }
      await press(page, 'Save and sync');
    };
    await give('12345');
    await says(page, 'This is not an authentication code');
    await give('AAAA-AAAAA-AAAA');
    await says(page, 'Steam refused the authentication code');
    await give(authCodeOf(person('viewer').steamId));
    await says(page, 'The codes are followed and kept');
    await says(page, '1 match is still to be fetched.');
    await press(page, 'Remove codes');
    await press(page, 'Remove');
    await says(page, 'Enter your two codes below');
    await page.close();
  }, 120_000);

  it('takes files of notes whole or not at all, after showing what they hold', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-notes-'));
    const file = (name: string, ...lines: string[]) => {
      writeFileSync(join(folder, name), lines.join('\n'));
      return join(folder, name);
    };
    const huge = openSync(join(folder, 'huge.csv'), 'w');
    ftruncateSync(huge, 100 * 1024 * 1024);
    closeSync(huge);
    const [one, two] = [person('veteran').steamId, person('smurf').steamId];
    const head = 'steamId,name,watched,trusted,tags,text';
    const page = await scene.session.openExtensionPage('app.html#/people', { width: 1000, height: 900 });
    const choose = async (path: string) => {
      const input = await page.waitForSelector('input[type="file"]');
      await input?.uploadFile(path);
    };
    await choose(join(folder, 'huge.csv'));
    await says(page, 'larger than 20 MB');
    await choose(file('page.csv', '<!doctype html><script>alert(1)</script>'));
    await says(page, 'holds no notes of CStatSentry');
    await choose(file('bad.csv', head, `${one},ok,yes,,,`, '7.65612E+16,rounded,yes,,,'));
    await says(page, 'Nothing was imported: 1 line needs correcting');
    await says(page, 'Line 3:');
    expect(await scene.send({ type: 'notes' })).toEqual([]);
    const good = [`${one},<b>Bold</b>,yes,,premade; wall,'=1+1`, `${two},李雷,no,yes,,"two`, 'lines"'];
    await choose(file('good.csv', head, ...good));
    await says(page, '2 new players');
    await says(page, '<b>Bold</b>');
    expect(await scene.send({ type: 'notes' })).toEqual([]);
    await press(page, 'Import all');
    await says(page, '2 notes imported.');
    const notes = (await scene.send({ type: 'notes' })) as { steamId: string }[];
    const of = (steamId: string) => notes.find((note) => note.steamId === steamId);
    expect(of(one)).toMatchObject({ watched: true, tags: ['premade', 'wall'], text: '=1+1', name: '<b>Bold</b>' });
    expect(of(two)).toMatchObject({ trusted: true, name: '李雷', text: 'two\nlines' });
    // What is exported comes back as nothing new.
    await choose(file('same.json', JSON.stringify({ format: 'cstatsentry-notes', version: 1, notes })));
    await says(page, 'Nothing in this file is new');
    await page.close();
    rmSync(folder, { recursive: true });
    for (const steamId of [one, two]) {
      await scene.send({ type: 'setNote', note: { steamId, watched: false, trusted: false, text: '', tags: [] } });
    }
  });
});
