import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import demoparser from '@laihoe/demoparser2';
import { afterAll, expect, it } from 'vitest';
import { isSteamId } from '#shared/steam/steam-id.ts';
import { writeDemo } from './demo-file.ts';
import { scriptMatch } from './match-script.ts';

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-replays-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);

/** What the parser of the product reads in it. */
function parsed(bytes: Uint8Array, names: string[]): Partial<Record<string, Record<string, unknown>[]>> {
  const path = join(folder, 'x.dem');
  writeFileSync(path, bytes);
  expect(demoparser.parseHeader(path)).toMatchObject({ map_name: 'de_nuke', patch_version: '14160' });
  const rows: Record<string, unknown>[] = demoparser.parseEvents(path, names);
  return Object.groupBy(rows, (row) => String(row['event_name']));
}

it('is read by the parser just as it was written', () => {
  const events = {
    player_death: [
      { tick: 3, attacker_steamid: '76561197960265729', headshot: true, penetrated: 0, distance: 12.5, weapon: 'ak47' },
      { tick: 70_000, attacker_steamid: 'Größe 漢字', headshot: false, penetrated: -2, distance: 3, weapon: '' },
    ],
    round_freeze_end: [{ tick: 1 }],
  };
  const read = parsed(writeDemo({ map: 'de_nuke', events }), Object.keys(events));
  expect(read['player_death']).toEqual(events.player_death.map((row) => ({ ...row, event_name: 'player_death' })));
  expect(read['round_freeze_end']).toEqual([{ tick: 1, event_name: 'round_freeze_end' }]);
});

it('holds a whole match, the same for the same seed', () => {
  const players = Array.from({ length: 10 }, (_, i) => `7656119796026573${i}`);
  const script = scriptMatch(3, players.filter(isSteamId), 8);
  const bytes = writeDemo({ map: 'de_nuke', events: script });
  expect(bytes.equals(writeDemo({ map: 'de_nuke', events: scriptMatch(3, players.filter(isSteamId), 8) }))).toBe(true);
  const read = parsed(bytes, Object.keys(script));
  for (const [name, list] of Object.entries(script)) expect(read[name], name).toHaveLength(lengthOf(list));
});
