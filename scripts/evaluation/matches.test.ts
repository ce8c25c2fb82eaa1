import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateFolder } from '#scripts/evaluation/shipped.ts';
import { MatchScript } from '#shared/match/fixture.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'matches-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function match(cheaters: string[]): string {
  const script = new MatchScript().round(1000);
  for (const id of ['A', 'B', 'C', 'D', 'E', 'F']) script.fire(2000, id).hit(2400, id, id === 'A' ? 'B' : 'A');
  return JSON.stringify({ ...script.events, cheaters: cheaters.map((steamid) => ({ steamid })) });
}

it('reads plain and gzipped files, names what it cannot read, and goes on', () => {
  writeFileSync(join(folder, '1.json'), match(['A']));
  writeFileSync(join(folder, '2.json.gz'), gzipSync(match([])));
  writeFileSync(join(folder, '3.json'), match([]).slice(0, 200));
  writeFileSync(join(folder, '4.json.gz'), gzipSync(match([])).subarray(0, 60));
  writeFileSync(join(folder, '5.json'), '[]');
  writeFileSync(join(folder, '6.json'), '{"weapon_fire": []}');
  writeFileSync(join(folder, 'notes.txt'), 'not a match');
  const { players, unreadable } = evaluateFolder(folder, MATCH_PARAMETERS);
  expect(players.map(({ label }) => label)).toEqual([
    'cheater',
    ...Array(5).fill('unlisted'),
    ...Array(6).fill('clean'),
  ]);
  expect(unreadable.map(({ name }) => name)).toEqual(['3.json', '4.json.gz', '5.json', '6.json']);
  expect(players.every(({ nats, score }) => Number.isFinite(nats) && score >= 0 && score <= 60)).toBe(true);
});

it('reads a single file', () => {
  const file = join(folder, 'one.json');
  writeFileSync(file, match([]));
  expect(evaluateFolder(file, MATCH_PARAMETERS).players).toHaveLength(6);
});
