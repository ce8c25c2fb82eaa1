import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createCoPlay } from '#backend/matches/co-play.ts';
import { DAY, systemClock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createWeighing } from '#backend/reports/weighing.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const REPORTERS = 150;
const NOW = Date.UTC(2026, 5, 1);

function idOf(account: number): SteamId {
  const steamId = steamIdFromAccountId(account);
  if (steamId === undefined) throw new RangeError('not an account');
  return steamId;
}
const TARGET = idOf(1);
const reporter = (index: number) => idOf(1_000 + index);
const other = (index: number) => idOf(9_000 + index);

/** Weighing of a player with many reports goes on from what was held: it must come to what weighing from nothing comes to. */
describe('weighing again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-weighing-'));
  let database: Database;
  let now = NOW;
  const muted = new Set<SteamId>();
  const mutedAt = new Map<SteamId, number>();
  let reads = 0;
  const run = (sql: string, ...args: (string | number)[]) => database.write([{ sql, args }]);
  const coPlay = () => {
    const real = createCoPlay(database);
    return {
      ...real,
      met: (people: readonly SteamId[]) => {
        reads += people.length;
        return real.met(people);
      },
    };
  };
  const weighing = () =>
    createWeighing({
      database,
      clock: { ...systemClock, now: () => now },
      coPlay: coPlay(),
      figuresOf: async (people) => new Map(people.map((person) => [person, { ageDays: 900, hours: 500, level: 10 }])),
      mutedAmong: async (people) => new Set(people.filter((person) => muted.has(person))),
      stateChangedSince: async (since) => [...mutedAt].flatMap(([person, at]) => (at >= since ? [person] : [])),
    });
  const report = (from: SteamId, target: SteamId, at: number, origin: string) =>
    run(
      `INSERT INTO report (reporter, target, category, reported_at, device) VALUES (?1, ?2, 'aim', ?3, ?4)
        ON CONFLICT DO UPDATE SET edited_at = ?3, device = ?4, withdrawn_at = NULL`,
      ...[from, target, at, origin],
    );

  beforeAll(async () => {
    database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'test.db')}` }, systemClock);
    await migrateDatabase(database);
    for (let index = 0; index < REPORTERS + 40; index++) {
      const id = reporter(index);
      await run(
        `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id) VALUES (?1, ?1, ?1, 0, 1, 1, ?1)`,
        id,
      );
      const met = [id, ...(index % 3 === 0 ? [] : [TARGET]), other(index % 60), other((index * 7) % 60)];
      for (const steamId of new Set(met)) {
        await run(
          `INSERT INTO match_player (match_id, steam_id, played_at, name, provenance, confirmations) VALUES (?, ?, 1, 'x', 'steam', 0)`,
          `match ${index}`,
          steamId,
        );
      }
      if (index >= REPORTERS) continue;
      await report(id, TARGET, NOW - (index % 90) * DAY, `device ${index >> 1}`);
      await report(id, other(index % 20), NOW - 50 * DAY, `device ${index >> 1}`);
      await report(id, other((index * 7) % 20), NOW - 50 * DAY, `device ${index >> 1}`);
    }
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes to the same as weighing from nothing, whatever changed, and reads only what did', async () => {
    const weigh = weighing();
    await weigh(TARGET);
    const changes: (() => Promise<unknown>)[] = [
      // A new one, by somebody who had met the player and said nothing; one by a stranger; an edit from another device.
      () => report(reporter(REPORTERS + 1), TARGET, now, 'a new device'),
      () => report(reporter(REPORTERS + 2), TARGET, now, 'device 4'),
      () => report(reporter(10), TARGET, now, 'device 60'),
      () => run('UPDATE report SET withdrawn_at = ?2 WHERE reporter = ?1', reporter(20), now),
      () => report(reporter(20), TARGET, now, 'device 10'),
      // Decided elsewhere: what the reporter is worth changes; decided here: it is live no more, or counts as confirmed.
      () => run(`UPDATE report SET outcome = 'upheld', outcome_at = ?2 WHERE target = ?1`, other(3), now),
      () =>
        run(
          `UPDATE report SET outcome = 'rejected', outcome_at = ?2 WHERE target = ?1 AND reporter = ?3`,
          TARGET,
          now,
          reporter(30),
        ),
      () =>
        run(
          `UPDATE report SET outcome = 'upheld', outcome_at = ?2 WHERE target = ?1 AND reporter = ?3`,
          TARGET,
          now,
          reporter(31),
        ),
      async () => {
        muted.add(reporter(40));
        mutedAt.set(reporter(40), now);
      },
      // Of a deleted account nothing is left to tell that there was a report.
      () => run('DELETE FROM report WHERE reporter = ?', reporter(50)),
      // Nothing at all.
      async () => undefined,
    ];
    for (const [index, change] of changes.entries()) {
      now += 20_000;
      await change();
      reads = 0;
      const again = await weigh(TARGET);
      if (index !== 9) expect(reads, `change ${index}`).toBeLessThan(3);
      const anew = await weighing()(TARGET);
      expect(again.figures.reports, `change ${index}`).toBe(anew.figures.reports);
      expect(again.figures.silent).toBe(anew.figures.silent);
      // Who met a target is estimated from a sample of the group, and the sample changes with it.
      for (const figure of ['independent', 'share'] as const) {
        const [kept, fresh] = [again.evidence[figure], anew.evidence[figure]];
        expect(Math.abs(kept - fresh) / fresh, `${figure} after change ${index}: ${kept}, ${fresh}`).toBeLessThan(0.1);
      }
      const byReporter = (weighed: typeof again) =>
        weighed.reports
          .map(({ reporter: who, weight, playedTogether, origins }) => ({ who, weight, playedTogether, origins }))
          .toSorted((a, b) => (a.who < b.who ? -1 : 1));
      expect(byReporter(again)).toEqual(byReporter(anew));
    }
  });

  it('begins anew after a while, and weighs one player at a time', async () => {
    const weigh = weighing();
    reads = 0;
    const both = await Promise.all([weigh(TARGET), weigh(TARGET)]);
    expect(both[0].figures).toEqual(both[1].figures);
    const first = reads;
    expect(first).toBeGreaterThan(100);
    now += 11 * 60_000;
    await weigh(TARGET);
    expect(reads).toBe(2 * first);
  });
});
