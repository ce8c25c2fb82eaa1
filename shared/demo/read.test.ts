import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseDemo } from '#shared/demo/analyse.ts';
import { readDemo } from '#shared/demo/read.ts';
import { DEMO_DETECTORS, DEMO_EVENTS, demoFindingsSchema, type ParsedDemo, TICK_FIELDS } from '#shared/demo/types.ts';
import { wantedTicks } from '#shared/demo/windows.ts';
import { MatchScript } from '#shared/match/fixture.ts';

function demoOf(ticks: unknown, events: unknown = {}): ParsedDemo {
  const reading = readDemo({ events, ticks });
  if (reading.state !== 'ok') throw new Error(reading.reason);
  return reading.demo;
}

describe('reading what a parser gave', () => {
  it('sorts rows by player and tick, each tick once', () => {
    const demo = demoOf({
      tick: [12, 10, 11, 10, 10, 11],
      steamid: ['a', 'a', 'a', 'b', 'a', 'b'],
      yaw: [2, 0, 1, 50, 99, 51],
      is_alive: [true, true, true, 1, true, false],
      team_num: [2, 2, 2, 3, 2, 3],
    });
    const a = demo.tracks.get('a');
    expect([...(a?.tick ?? [])]).toEqual([10, 11, 12]);
    expect([...(a?.yaw ?? [])]).toEqual([0, 1, 2]);
    expect([...(demo.tracks.get('b')?.alive ?? [])]).toEqual([1, 0]);
    expect([...(demo.tracks.get('b')?.team ?? [])]).toEqual([3, 3]);
  });

  it('takes what is missing as missing', () => {
    const demo = demoOf({ tick: [1, 2], steamid: ['a', 'a'], yaw: [1, null], pitch: [1], team_num: [null, 'x'] });
    const track = demo.tracks.get('a');
    expect(track?.yaw[1]).toBeNaN();
    // A column of another length belongs to something else.
    expect(track?.pitch[0]).toBeNaN();
    expect(track?.x[0]).toBeNaN();
    expect([...(track?.team ?? [])]).toEqual([0, 0]);
    expect([...(track?.alive ?? [])]).toEqual([0, 0]);
  });

  it('takes typed columns, and leaves bots and odd ticks out', () => {
    const demo = demoOf({
      tick: Int32Array.of(1, 2, 3, -1),
      steamid: ['a', '0', '', 'a'],
      yaw: Float64Array.of(1, 2, 3, 4),
    });
    expect([...demo.tracks.keys()]).toEqual(['a']);
    expect([...(demo.tracks.get('a')?.tick ?? [])]).toEqual([1]);
  });

  it('says why it can read nothing', () => {
    expect(readDemo({ events: null, ticks: {} })).toEqual({ state: 'unreadable', reason: 'not-events' });
    expect(readDemo({ events: {}, ticks: [] })).toEqual({ state: 'unreadable', reason: 'not-columns' });
    expect(readDemo({ events: {}, ticks: { tick: [1], steamid: [] } })).toEqual({
      state: 'unreadable',
      reason: 'not-columns',
    });
  });

  it('never throws, and the findings are well-formed, whatever it is given', () => {
    const column = fc.oneof(fc.array(fc.anything(), { maxLength: 30 }), fc.anything());
    const ticks = fc.oneof(
      fc.anything(),
      fc.record(Object.fromEntries([...TICK_FIELDS, 'tick', 'steamid'].map((name) => [name, column])), {
        requiredKeys: [],
      }),
      fc.integer({ min: 1, max: 40 }).chain((n) => {
        const list = (each: fc.Arbitrary<unknown>) => fc.array(each, { minLength: n, maxLength: n });
        return fc.record({
          tick: list(fc.nat({ max: 200 })),
          steamid: list(fc.constantFrom('a', 'b')),
          yaw: list(fc.double()),
          pitch: list(fc.double()),
          X: list(fc.double()),
          Y: list(fc.double()),
          Z: list(fc.double()),
          is_alive: list(fc.boolean()),
          team_num: list(fc.integer()),
        });
      }),
    );
    const row = fc.record(
      {
        tick: fc.oneof(fc.integer({ min: -5, max: 300 }), fc.anything()),
        user_steamid: fc.constantFrom('a', 'b', '0', 7),
        attacker_steamid: fc.constantFrom('a', 'b', null),
        weapon: fc.constantFrom('ak47', 'weapon_ak47', 'knife', 3),
        blind_duration: fc.double(),
      },
      { requiredKeys: [] },
    );
    const events = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...DEMO_EVENTS), fc.oneof(fc.array(row, { maxLength: 20 }), fc.anything())),
    );
    fc.assert(
      fc.property(events, ticks, fc.double(), (someEvents, someTicks, tickRate) => {
        const wanted = wantedTicks(someEvents, { geometry: true });
        expect(wanted.length).toBeGreaterThan(0);
        const reading = readDemo({ events: someEvents, ticks: someTicks, tickRate });
        if (reading.state !== 'ok') return;
        const walls = { triangles: 0, blocked: (ax: number, ay: number) => (Math.abs(ax + ay) | 0) % 2 === 1 };
        for (const options of [{}, { geometry: walls }]) {
          const findings = analyseDemo(reading.demo, options);
          expect(demoFindingsSchema.parse(findings)).toEqual(findings);
          for (const { detectors } of findings.players) {
            expect(detectors.map(({ detector }) => detector)).toEqual([...DEMO_DETECTORS]);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the ticks to ask for', () => {
  const script = new MatchScript().round(1000).hit(1500, 'a', 'b').round(3000).fire(3200, 'b');
  script.push('round_end', 2500).fire(2700, 'a').fire(100, 'a');

  it('are windows around shots and hits of live rounds, ascending and distinct', () => {
    const wanted = [...wantedTicks(script.events)];
    expect(wanted).toEqual([...new Set(wanted)].sort((a, b) => a - b));
    expect(wanted[0]).toBe(1500 - 128);
    for (const tick of [1500 + 32, 3200 - 48, 3200 + 16]) expect(wanted).toContain(tick);
    // Warm-up, after the end of the round, and where nothing happens.
    for (const tick of [100, 2700, 2000, 3217]) expect(wanted).not.toContain(tick);
  });

  it('are every eighth of the rounds, too, where the walls are known', () => {
    const wanted = new Set(wantedTicks(script.events, { geometry: true }));
    for (let tick = 1000; tick <= 2496; tick += 8) expect(wanted.has(tick), String(tick)).toBe(true);
    expect(wanted.has(2600)).toBe(false);
  });

  it('are two in a demo without a shot: an empty list would mean all', () => {
    expect([...wantedTicks({ round_freeze_end: [{ tick: 900 }] })]).toEqual([1, 900]);
    expect([...wantedTicks('nothing')]).toEqual([1]);
  });
});
