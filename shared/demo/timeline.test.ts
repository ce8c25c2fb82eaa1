import { describe, expect, it } from 'vitest';
import { roundAt, timelineOf } from '#shared/demo/timeline.ts';
import { MatchScript } from '#shared/match/fixture.ts';

describe('what happened in a match', () => {
  it('has rounds from the end of freeze time to the end of the round, and nothing between', () => {
    const { events } = new MatchScript()
      .round(1000)
      .fire(1100, 'a')
      .push('round_end', 1500)
      .fire(1600, 'a')
      .round(2000)
      .fire(2100, 'a')
      .push('round_end', 2400);
    const { rounds, shots } = timelineOf(events, 64);
    expect(rounds).toEqual([
      { number: 1, from: 1000, to: 1500 },
      { number: 2, from: 2000, to: 2400 },
    ]);
    expect(shots.get('a')?.map(({ tick }) => tick)).toEqual([1100, 2100]);
    expect(roundAt(rounds, 999)).toBeUndefined();
    expect(roundAt(rounds, 1700)?.number).toBe(1);
    expect(roundAt(rounds, 2000)?.number).toBe(2);
  });

  it('does without ends of rounds, and without rounds', () => {
    const told = new MatchScript().round(1000).fire(1100, 'a').round(2000).fire(2100, 'a');
    expect(timelineOf(told.events, 64).rounds).toEqual([
      { number: 1, from: 1000, to: 1899 },
      { number: 2, from: 2000, to: 2100 },
    ]);
    const untold = new MatchScript().fire(50, 'a');
    expect(timelineOf(untold.events, 64)).toMatchObject({ rounds: [{ number: 0, from: 0, to: 50 }], lastTick: 50 });
    expect(timelineOf(untold.events, 64).shots.get('a')).toHaveLength(1);
  });

  it('forgets the warm-up', () => {
    const script = new MatchScript().round(100).hit(150, 'a', 'b').push('round_announce_match_start', 300);
    script.round(400).hit(450, 'b', 'a');
    const { rounds, hits } = timelineOf(script.events, 64);
    expect(rounds.map(({ number, from }) => [number, from])).toEqual([[1, 400]]);
    expect(hits.map(({ attacker }) => attacker)).toEqual(['b']);
  });

  it('keeps shots and hits of guns, and nobody hits himself', () => {
    const script = new MatchScript().round(100).fire(150, 'a', 'flashbang').fire(160, 'a', 'knife').fire(170, 'a');
    script
      .hit(180, 'a', 'a')
      .push('player_hurt', 190, { attacker_steamid: 'a', user_steamid: 'b', weapon: 'hegrenade' });
    const { shots, hits } = timelineOf(script.events, 64);
    expect(shots.get('a')?.map(({ tick, weapon }) => [tick, weapon])).toEqual([
      [170, 'ak47'],
      [180, 'ak47'],
    ]);
    expect(hits).toEqual([]);
  });

  it('knows smokes and flashes by their ends', () => {
    const place = { x: 1, y: 2, z: 3 };
    const script = new MatchScript()
      .push('smokegrenade_detonate', 100, { ...place, entityid: 7 })
      .push('smokegrenade_expired', 1300, { ...place, entityid: 7 })
      .push('smokegrenade_detonate', 2000, { ...place, entityid: 7 })
      .push('smokegrenade_detonate', 2100, { x: 1 })
      .push('player_blind', 500, { user_steamid: 'a', blind_duration: 2 });
    const { smokes, blind } = timelineOf(script.events, 64);
    expect(smokes).toEqual([
      { ...place, from: 100, to: 1300 },
      { ...place, from: 2000, to: 3152 },
    ]);
    expect(blind.get('a')).toEqual([{ from: 500, to: 628 }]);
  });
});
