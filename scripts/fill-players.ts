import type { Page } from 'puppeteer-core';

/**
 * Fills the extension's databases with people met, scores and notes, the same every time but for the present time: every
 * tenth without a score, every third never met, every hundredth with a note. `page` is one of the extension's own.
 */
export async function fillPlayers(page: Page, count: number): Promise<void> {
  await page.evaluate(async (wanted) => {
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
    const now = Date.now();
    const [hour, day] = [3_600_000, 86_400_000];
    const idOf = (account: number) => String(76561197960265728n + BigInt(account));
    const names = [
      'kaltes klares Wasser',
      'Снежная Королева',
      '狙击手小王',
      'x',
      'Самый длинный ник который влезет',
      'The Longest Name That Steam Allows!!',
      'zoë',
      'مبارز',
      'ｆｕｌｌｗｉｄｔｈ',
    ];
    const bandOf = (score: number) =>
      score <= 30 ? 'unlikely' : score <= 60 ? 'suspicious' : score <= 80 ? 'highly-suspicious' : 'near-certain';

    const database = await open('cstatsentry');
    for (let from = 0; from < wanted; from += 5_000) {
      const writing = database.transaction(['people', 'scores'], 'readwrite');
      for (let index = from; index < Math.min(wanted, from + 5_000); index += 1) {
        const steamId = idOf(20_000_000 + index * 13);
        const mixed = (index * 7919) % 10_007;
        const name = mixed % 3 === 0 ? `${names[mixed % names.length]} ${index}` : `Player ${index}`;
        if (index % 3 !== 2) {
          const banned = mixed % 17 === 0;
          writing.objectStore('people').put({
            steamId,
            name,
            lastMetAt: now - (mixed % 700) * day - hour,
            bansCheckedAt: mixed % 5 === 0 ? 0 : now,
            ...(mixed % 5 !== 0 && {
              bans: {
                observedAt: now,
                vac: banned ? 1 : 0,
                counted: true,
                game: 0,
                community: false,
                economy: 'none',
                ...(banned && { lastBanAt: now - (mixed % 900) * day }),
              },
            }),
          });
        }
        if (index % 10 === 9) continue;
        // 0 and 100 are among them.
        const score = index === 0 ? 100 : index === 1 ? 0 : Math.floor((mixed / 10_007) ** 3 * 101);
        const known = mixed % 11 !== 0;
        const entry = {
          score: known ? score : null,
          rubric: Math.floor(score * 0.6),
          band: known ? bandOf(score) : 'not-enough-data',
          confidence: known ? 20 + (mixed % 80) : 5,
          assessedAt: now - (mixed % 40) * day,
        };
        writing.objectStore('scores').put({
          steamId,
          state: 'scored',
          entry,
          origin: mixed % 4 === 0 ? 'local' : 'backend',
          fetchedAt: now,
          expiresAt: mixed % 9 === 0 ? now - hour : now + 24 * hour,
        });
      }
      await finished(writing);
    }
    database.close();

    const held = await open('cstatsentry-notes');
    const noting = held.transaction('notes', 'readwrite');
    for (let index = 0; index < wanted; index += 100) {
      noting.objectStore('notes').put({
        steamId: idOf(20_000_000 + index * 13),
        name: `Player ${index}`,
        watched: index % 200 === 0,
        trusted: index % 500 === 0,
        text:
          index % 300 === 0 ? 'Held angles before anybody could know, three rounds in a row. Look at the demo.' : '',
        tags: index % 400 === 0 ? ['prefire', 'smoke'] : [],
        updatedAt: now - index * 1_000,
      });
    }
    await finished(noting);
    held.close();
  }, count);
}
