/**
 * How long it takes to merge an upload of 50 matches into 100 000 stored ones (a million lines), in a database file: new
 * matches, the same from a second player, and nothing new. Filling takes about a minute. `--json` prints one line for
 * machines; `--matches N` fills with fewer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createIntake } from '#backend/matches/intake.ts';
import { mergeSources } from '#backend/matches/merge.ts';
import { normalised, type SourcedMatch } from '#backend/matches/sourced.ts';
import { type NewSource, saveMerged, saveSources } from '#backend/matches/store.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { randomFor } from '#sandbox/world/random.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, matches: { type: 'string' } } });
const STORED = Number(values.matches ?? 100_000);
const PLAYERS = 60_000;
const UPLOAD = 50;
const ROUNDS = 20;
const MAPS = ['de_nuke', 'de_mirage', 'de_inferno', 'de_ancient'];
const START = Date.UTC(2025, 0, 1);

const random = randomFor(1, 'bench merge');
const someone = (): SteamId => {
  const steamId = steamIdFromAccountId(random.int(1, PLAYERS));
  if (!steamId) throw new Error('not an account');
  return steamId;
};

function drawMatch(own: readonly SteamId[] = []): SourcedMatch {
  const players = new Set(own);
  while (players.size < 10) players.add(someone());
  const mapCode = random.pick(MAPS);
  return normalised({
    ...{ playedAt: START + random.int(0, 400 * 86_400) * 1000, mode: 'premier', map: mapCode, mapCode },
    ...{ rounds: [13, random.int(0, 11)], durationSeconds: 2400, reservationId: null },
    players: [...players].map((steamId, index) => ({
      ...{ steamId, name: `player ${steamId.slice(-5)}`, team: index < 5 ? 0 : 1 },
      ...{ kills: random.int(3, 35), assists: random.int(0, 9), deaths: random.int(5, 20), mvps: random.int(0, 5) },
      ...{ headshotPercent: random.int(0, 80), score: random.int(10, 80) },
    })),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-merge-'));
const database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'bench.db')}` }, systemClock);
try {
  await migrateDatabase(database);
  for (let stored = 0; stored < STORED; stored += 500) {
    const sources = Array.from({ length: Math.min(500, STORED - stored) }, (_, index): NewSource => {
      const id = `stored-${stored + index}`;
      const source = { kind: 'upload' as const, uploader: `u${index}`, origin: `o${index}`, receivedAt: START };
      return { ...source, matchId: id, content: drawMatch() };
    });
    await saveSources(database, sources, START);
    const merged = sources.map((source) => ({ id: source.matchId, revision: 1, match: mergeSources([source]) }));
    await saveMerged(database, merged);
  }

  const intake = createIntake({ database, clock: systemClock, key: 'a key of the benchmark' });
  const times: Record<'added' | 'merged' | 'unchanged', number[]> = { added: [], merged: [], unchanged: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = [someone(), someone()];
    const matches = Array.from({ length: UPLOAD }, () => drawMatch([first, second]));
    for (const [steamId, expected] of [
      [first, 'added'],
      [second, 'merged'],
      [second, 'unchanged'],
    ] as const) {
      const started = performance.now();
      const taken = await intake(matches, { kind: 'upload', steamId, client: steamId });
      times[expected].push(performance.now() - started);
      const other = taken.filter(({ state }) => state !== expected).length;
      if (other > UPLOAD / 10) throw new Error(`${other} of ${UPLOAD} matches were not ${expected}`);
    }
  }
  const at = (list: readonly number[], share: number) =>
    Math.round((list.toSorted((a, b) => a - b)[Math.floor(share * (list.length - 1))] ?? Number.NaN) * 10) / 10;
  const figures = Object.entries(times).map(([what, list]) => ({
    what,
    medianMs: at(list, 0.5),
    within95Ms: at(list, 0.95),
  }));
  if (values.json) console.log(JSON.stringify({ stored: STORED, upload: UPLOAD, figures }));
  else {
    console.log(`${UPLOAD} matches into ${STORED}, ${ROUNDS} times each`);
    for (const { what, medianMs, within95Ms } of figures) {
      console.log(`${what.padEnd(10)} median ${medianMs} ms, 95 % within ${within95Ms} ms`);
    }
  }
} finally {
  database.close();
  rmSync(folder, { recursive: true, force: true });
}
