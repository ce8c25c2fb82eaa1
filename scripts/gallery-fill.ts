import type { Page } from 'puppeteer-core';
import { fillApp } from './fill-app.ts';

/** What the gallery's own databases are filled with: they are real ones. */

/** Opened by the dashboard alone, all of them. */
async function openDatabases(page: Page): Promise<string> {
  const place = await page.evaluate(() => {
    const { href } = location;
    const there = new URL(href);
    there.searchParams.set('scene', 'app');
    // Databases are opened though the scene is one in which they cannot be.
    there.searchParams.delete('failing');
    there.hash = '#/';
    return { href, there: there.href };
  });
  await page.goto(place.there, { waitUntil: 'networkidle0' });
  await page.waitForFunction(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.includes('cstatsentry') && names.includes('cstatsentry-notices');
  });
  return place.href;
}

/** Fills the databases, then draws the scene anew from them. */
export async function fill(page: Page): Promise<void> {
  const place = await openDatabases(page);
  await fillApp(page, { matches: 240, bans: 9, rises: 11 });
  await fillMatches(page);
  // To another address first: from one fragment to another nothing is loaded.
  await page.goto('about:blank');
  await page.goto(place, { waitUntil: 'networkidle0' });
}

/** Matches a design has to survive, newest first: `full`, `wingman`, `cut`; the players are the gallery's. */
async function fillMatches(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const idOf = (account: number) => String(76561197960265728n + BigInt(account));
    const viewer = idOf(900_000_001);
    const now = Date.now();
    const names = [
      'Ferngully',
      'ÜberlängeOhneLeerzeichenImNamen!',
      'Снежный Барс',
      '雪の夜に走る狐',
      'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
      '🔥',
      '',
      '\u202eمرحبا بالعالم',
      '<img src=x onerror=alert(1)>',
      'x',
      'twice shy',
    ];
    const line = (account: number, name: string, team: 0 | 1 | null, n: number) => ({
      ...{ steamId: idOf(account), name, team, ping: 20, kills: team === null ? null : n * 4 },
      ...{ assists: team === null ? null : n % 5, deaths: team === null ? null : 30 - n * 2, mvps: n % 4 },
      ...{
        headshotPercent: n === 1 || team === null ? null : Math.min(100, n * 11),
        score: team === null ? null : n * 9,
      },
    });
    const gallery = (n: number, team: 0 | 1 | null) => line(1_000_000 + n, names[n - 1] ?? '', team, n);
    const match = (id: string, hours: number, players: { steamId: string }[], more: object) => ({
      ...{ id, mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', playedAt: now - hours * 3_600_000, ranked: true },
      ...{ waitSeconds: 10, durationSeconds: 4_260, rounds: [16, 19], replayUrl: null, players, cutOff: false },
      ...{ viewer, playerIds: players.map(({ steamId }) => steamId), ...more },
    });
    const own = line(900_000_001, 'me', 0, 3);
    const matches = [
      match(
        'full',
        1,
        [own, ...[1, 2, 3, 7].map((n) => gallery(n, 0)), ...[4, 5, 6, 8, 11].map((n) => gallery(n, 1))],
        {},
      ),
      match('unknown', 2, [own, ...[21, 22, 23, 24].map((n) => line(5_000_000 + n, `Nobody ${n}`, 0, n - 20))], {
        ...{
          mode: 'competitive',
          map: 'A_workshop_map_with_a_very_long_name_in_one_word',
          mapCode: null,
          rounds: null,
        },
        durationSeconds: null,
      }),
      match('wingman', 3, [own, gallery(9, 0), gallery(4, 1), gallery(10, 1)], {
        ...{ mode: 'wingman', map: 'Inferno', mapCode: 'de_inferno', rounds: [8, 8] },
      }),
      match('cut', 4, [own, ...[1, 2, 3].map((n) => gallery(n, 0)), ...[4, 5].map((n) => gallery(n, null))], {
        ...{ cutOff: true, rounds: null, mode: 'scrimmage' },
      }),
    ];
    const people = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => ({
      ...{ steamId: idOf(1_000_000 + n), name: names[n - 1] ?? '', lastMetAt: now - n * 3_600_000, bansCheckedAt: now },
    }));
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('cstatsentry');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    await new Promise<void>((resolve, reject) => {
      const writing = database.transaction(['matches', 'people'], 'readwrite');
      for (const each of matches) writing.objectStore('matches').put(each);
      for (const each of people) writing.objectStore('people').put(each);
      writing.oncomplete = () => resolve();
      writing.onerror = () => reject(writing.error);
    });
    database.close();
  });
}
