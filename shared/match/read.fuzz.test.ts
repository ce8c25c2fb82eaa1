import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRICS } from '#shared/match/metrics.ts';
import { EVENT_NAMES } from '#shared/match/order.ts';
import { readMatch } from '#shared/match/read.ts';
import { MAX_PLAYERS } from '#shared/match/tally.ts';

/** Figures that must hold of any input: finite, and never more taken than there were chances. */
function expectSound(input: unknown): void {
  const reading = readMatch(input);
  if (reading.state !== 'ok') return;
  expect(reading.players.length).toBeLessThanOrEqual(MAX_PLAYERS);
  for (const player of reading.players) {
    METRICS.forEach((metric, index) => {
      const k = player.k[index] ?? Number.NaN;
      const n = player.n[index] ?? Number.NaN;
      if (!Number.isFinite(k) || !Number.isFinite(n) || n < 0) throw new Error(`${metric.id}: ${k}/${n}`);
      if (metric.kind === 'share' && (k < 0 || k > n)) throw new Error(`${metric.id}: ${k} of ${n}`);
    });
    expect(Number.isFinite(player.kills + player.deaths + player.assists + player.rounds + player.shots)).toBe(true);
  }
}

const player = fc.constantFrom('A', 'B', 'C', 'D', '0', '', null);
const weapon = fc.constantFrom(
  'ak47',
  'weapon_ak47',
  'deagle',
  'awp',
  'xm1014',
  'knife',
  'flashbang',
  'laser',
  'constructor',
  '',
);
const number = fc.oneof(fc.integer({ min: -3, max: 400 }), fc.double());
const row = fc.record(
  {
    tick: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 4000 }) },
      { weight: 1, arbitrary: fc.anything() },
    ),
    user_steamid: player,
    attacker_steamid: player,
    victim_steamid: player,
    assister_steamid: player,
    weapon: fc.oneof(weapon, fc.anything()),
    hitgroup: fc.constantFrom('head', 'chest', 'generic', 'neck', 'left_leg', 'tail', 3),
    dmg_health: number,
    distance: number,
    damage_dir_x: number,
    damage_dir_y: number,
    damage_dir_z: number,
    num_penetrations: number,
    penetrated: number,
    headshot: fc.oneof(fc.boolean(), fc.anything()),
    blind_duration: number,
    team: number,
    oldteam: number,
    rank_new: number,
  },
  { requiredKeys: [] },
);

it('stays finite and within its chances for any match of known events', () => {
  const lists = fc.record(Object.fromEntries(EVENT_NAMES.map((name) => [name, fc.array(row, { maxLength: 30 })])), {
    requiredKeys: [],
  });
  fc.assert(fc.property(lists, expectSound), { numRuns: 400 });
});

it('survives anything at all', () => {
  fc.assert(fc.property(fc.anything(), expectSound), { numRuns: 500 });
  const junk = fc.dictionary(fc.constantFrom(...EVENT_NAMES), fc.anything());
  fc.assert(fc.property(junk, expectSound), { numRuns: 500 });
});

it('reads a million events of one player', () => {
  const fire = Array.from({ length: 1_000_000 }, (_, i) => ({ tick: i * 7, user_steamid: 'A', weapon: 'weapon_ak47' }));
  const reading = readMatch({ weapon_fire: fire });
  expect(reading).toMatchObject({ state: 'ok', players: [{ id: 'A', shots: 1_000_000 }] });
});

it('counts at most its limit of players', () => {
  const fire = Array.from({ length: 500 }, (_, i) => ({ tick: i, user_steamid: `P${i}`, weapon: 'weapon_ak47' }));
  const reading = readMatch({ weapon_fire: fire });
  expect(reading.state === 'ok' && reading.players.length).toBe(MAX_PLAYERS);
});
