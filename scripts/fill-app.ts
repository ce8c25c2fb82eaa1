import type { Page } from 'puppeteer-core';

/** What to put into the databases of a browser with the extension: for benchmarks, pictures and tests of the app. */
export interface AppData {
  /** Matches of ten, two a day back from now. */
  matches: number;
  /** Bans and risen scores noticed, spread over the last weeks. */
  bans: number;
  rises: number;
}

/**
 * Fills matches, people met, their scores, bans since and risen scores, the same every time but for the present time. `page`
 * is one of the extension's own; its databases must have been opened once, which any page of the app does.
 */
export async function fillApp(page: Page, data: AppData): Promise<void> {
  await page.evaluate(async ({ matches, bans, rises }) => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const finished = (transaction: IDBTransaction) =>
      new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
    // A generator of the same numbers each time.
    let state = 20_240_229;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const pick = <T>(list: readonly T[]): T => {
      const item = list[Math.floor(random() * list.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    };
    const now = Date.now();
    const [hour, day] = [3_600_000, 86_400_000];
    const idOf = (account: number) => String(76561197960265728n + BigInt(account));
    const viewer = idOf(900_000_001);
    const names = [
      'kaltes klares Wasser',
      'Снежная Королева',
      '狙击手小王',
      'x',
      'ÜberlängeOhneLeerzeichenImNamen!',
      '🔥 zoë 🔥',
      'مبارز',
    ];
    const maps = ['mirage', 'nuke', 'inferno', 'ancient', 'anubis', 'dust2', 'train'] as const;
    const bandOf = (score: number) =>
      score <= 30 ? 'unlikely' : score <= 60 ? 'suspicious' : score <= 80 ? 'highly-suspicious' : 'near-certain';
    const metAt = new Map<string, number>();

    const database = await open('cstatsentry');
    const writing = database.transaction(['matches', 'people', 'scores', 'bansMet'], 'readwrite');
    const store = (name: string) => writing.objectStore(name);
    for (let index = 0; index < matches; index += 1) {
      const evening = now - Math.floor(index / 2) * day - (index % 2) * 2 * hour;
      const playedAt = evening - Math.floor(random() * random() * 14) * hour;
      const map = pick(maps);
      const ids = [viewer, ...Array.from({ length: 9 }, (_, seat) => idOf(10_000_000 + index * 7 + seat))];
      const players = ids.map((steamId, seat) => ({
        steamId,
        name: seat === 0 ? 'me' : seat < 3 ? pick(names) : `Player ${index * 7 + seat}`,
        team: seat < 5 ? 0 : 1,
        ping: 20,
        kills: 5 + Math.floor(random() * 20),
        assists: 3,
        deaths: 14,
        mvps: 1,
        headshotPercent: 44,
        score: 33,
      }));
      const own = 13 - (random() < 0.45 ? Math.floor(random() * 10) + 1 : 0);
      store('matches').put({
        id: `${playedAt}-${map}-${index}`,
        mode: index % 3 === 0 ? 'premier' : 'competitive',
        map: map.charAt(0).toUpperCase() + map.slice(1),
        mapCode: `de_${map}`,
        playedAt,
        ranked: true,
        waitSeconds: 10,
        durationSeconds: 1_800,
        rounds: [own, own === 13 ? Math.floor(random() * 12) : 13],
        replayUrl: null,
        players,
        cutOff: false,
        viewer,
        playerIds: ids,
      });
      for (const { steamId, name } of players.slice(1)) {
        if (metAt.has(steamId)) continue;
        metAt.set(steamId, playedAt);
        store('people').put({ steamId, name, lastMetAt: playedAt, bansCheckedAt: now });
        if (random() < 0.1) continue;
        const score = Math.min(100, Math.floor(random() ** 3 * 108));
        const entry = { score, rubric: Math.floor(score * 0.6), band: bandOf(score), confidence: 60, assessedAt: now };
        store('scores').put({
          steamId,
          state: 'scored',
          entry,
          origin: 'backend',
          fetchedAt: now,
          expiresAt: now + hour,
        });
      }
    }
    const people = [...metAt].map(([steamId, at]) => ({ steamId, at }));
    for (let index = 0; index < bans && people.length; index += 1) {
      const { steamId, at } = pick(people);
      const noticedAt = now - Math.floor(((index + 0.5) / bans) * 84) * day;
      store('bansMet').put({
        id: `${steamId}-vac-${index}`,
        steamId,
        name: pick(names),
        kinds: [index % 3 === 2 ? 'game' : 'vac'],
        certain: index % 4 !== 3,
        bannedAt: noticedAt - day,
        metAt: at,
        match: { id: 'm', map: 'Mirage' },
        noticedAt,
        seen: index > 2,
      });
    }
    await finished(writing);
    database.close();

    const notices = await open('cstatsentry-notices');
    const noting = notices.transaction('rises', 'readwrite');
    for (let index = 0; index < rises && people.length; index += 1) {
      const { steamId, at } = pick(people);
      const to = 61 + Math.floor(random() * 39);
      noting.objectStore('rises').put({
        id: `rise-${index}`,
        steamId,
        name: pick(names),
        at: now - Math.floor(((index + 0.4) / rises) * 70) * day,
        from: index % 3 === 0 ? null : 20 + Math.floor(random() * 35),
        to,
        band: bandOf(to),
        watched: index % 2 === 0,
        lastMetAt: index % 5 === 0 ? null : at,
        seen: index > 1,
      });
    }
    await finished(noting);
    notices.close();
  }, data);
}
