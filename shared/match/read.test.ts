import { describe, expect, it } from 'vitest';
import { MatchScript } from '#shared/match/fixture.ts';
import { M } from '#shared/match/metrics.ts';
import { metricOf, type PlayerMetrics, readMatch } from '#shared/match/read.ts';

function playersOf(script: MatchScript): Map<string, PlayerMetrics> {
  const reading = readMatch(script.events);
  if (reading.state !== 'ok') throw new Error(reading.reason);
  return new Map(reading.players.map((player) => [player.id, player]));
}

function only(script: MatchScript, id = 'A'): PlayerMetrics {
  const player = playersOf(script).get(id);
  if (player === undefined) throw new Error(`no player ${id}`);
  return player;
}

function counts(player: PlayerMetrics, metric: number): string {
  const found = metricOf(player, metric);
  return found === undefined ? 'none' : `${found.k}/${found.n}`;
}

describe('shots and hits', () => {
  it('counts a hit for the shot of its tick, by place in the burst and by class', () => {
    const a = only(
      new MatchScript().round(1000).fire(2000, 'A').hit(2007, 'A', 'B').hit(2014, 'A', 'B').fire(2021, 'A'),
    );
    expect(counts(a, M.hit.rifle)).toBe('2/4');
    expect(counts(a, M.hit.gun)).toBe('2/4');
    expect(counts(a, M.firstHit.rifle)).toBe('0/1');
    expect(counts(a, M.secondHit.rifle)).toBe('1/1');
    expect(counts(a, M.earlyHit.rifle)).toBe('1/2');
    expect(counts(a, M.hit.smg)).toBe('none');
  });

  it('takes a shot after half a second of silence as a new first one, after three seconds as cold', () => {
    const a = only(
      new MatchScript().round(1000).hit(2000, 'A', 'B').fire(2031, 'A').hit(2063, 'A', 'B').hit(2300, 'A', 'B'),
    );
    expect(counts(a, M.firstHit.gun)).toBe('3/3');
    expect(counts(a, M.coldHit.gun)).toBe('2/2');
  });

  it('counts one hit for a shot that went through two people, and two body parts', () => {
    const script = new MatchScript().round(1000).hit(2000, 'A', 'B', { hitgroup: 'head' });
    script.push('player_hurt', 2000, {
      attacker_steamid: 'A',
      user_steamid: 'C',
      weapon: 'ak47',
      hitgroup: 'chest',
      dmg_health: 20,
    });
    const a = only(script);
    expect(counts(a, M.hit.gun)).toBe('1/1');
    expect(counts(a, M.headHit.gun)).toBe('1/2');
    expect(counts(a, M.firstHead.gun)).toBe('1/1');
  });

  it('leaves hits without a named body part out of the head share', () => {
    const a = only(new MatchScript().round(1000).hit(2000, 'A', 'B', { hitgroup: 'generic' }));
    expect(counts(a, M.hit.gun)).toBe('1/1');
    expect(counts(a, M.headHit.gun)).toBe('none');
  });

  it('keeps snipers out of the guns that aim for heads', () => {
    const a = only(new MatchScript().round(1000).hit(2000, 'A', 'B', { weapon: 'awp', hitgroup: 'head' }));
    expect(counts(a, M.hit.gun)).toBe('none');
    expect(counts(a, M.hit.sniper)).toBe('1/1');
  });
});

describe('kills', () => {
  const script = new MatchScript()
    .round(1000)
    .fire(1990, 'B')
    .hit(2000, 'A', 'B')
    .hit(2010, 'A', 'B', { hitgroup: 'head' })
    .kill(2010, 'A', 'B', { headshot: true })
    .fire(2017, 'A')
    .hit(2040, 'A', 'C')
    .kill(2040, 'A', 'C', { penetrated: 1 });
  const a = only(script);

  it('times the kill from the first hit and counts its hits', () => {
    expect(counts(a, M.timeToKill.rifle)).toBe('10/2');
    expect(counts(a, M.hitsPerKill.rifle)).toBe('3/2');
    expect(counts(a, M.oneHitKill.rifle)).toBe('1/2');
  });
  it('knows headshots, walls, unaware victims and quick successions', () => {
    expect(counts(a, M.headKill.rifle)).toBe('1/2');
    expect(counts(a, M.wallKill)).toBe('1/2');
    expect(counts(a, M.unawareKill)).toBe('1/2');
    expect(counts(a, M.doubleKill)).toBe('1/2');
  });
  it('knows the first shot after a kill', () => {
    expect(counts(a, M.switchFirst)).toBe('0/1');
  });
  it('counts shots that came too late to stop', () => {
    expect(counts(a, M.overshoot.rifle)).toBe('2/2');
  });
  it('gives the victim the death, and the scoreboard the rest', () => {
    expect(a).toMatchObject({ kills: 2, deaths: 0, rounds: 1, shots: 4 });
    expect(only(script, 'B')).toMatchObject({ kills: 0, deaths: 1 });
  });
});

describe('what does not count', () => {
  it('forgets warm-up when the match starts', () => {
    const a = only(
      new MatchScript()
        .round(100)
        .hit(200, 'A', 'B')
        .kill(200, 'A', 'B')
        .push('round_announce_match_start', 1000)
        .round(1000)
        .fire(1100, 'A'),
    );
    expect(a).toMatchObject({ kills: 0, rounds: 1, shots: 1 });
  });

  it('forgets a knife round', () => {
    const script = new MatchScript().round(1000).fire(1100, 'A', 'knife').kill(1101, 'A', 'B', { weapon: 'knife' });
    expect(only(script.round(3000).fire(3100, 'A'))).toMatchObject({ kills: 0, rounds: 1 });
  });

  it('counts nothing for hits and kills on team mates, before and after the sides change', () => {
    const script = new MatchScript().round(1000).hit(1100, 'A', 'B', { hitgroup: 'head' }).kill(1101, 'A', 'B');
    for (const id of ['A', 'B'])
      script.push('player_team', 5000, { user_steamid: id, oldteam: 2, team: 3, disconnect: false });
    script.push('player_team', 5000, { user_steamid: 'C', oldteam: 3, team: 2, disconnect: false });
    const a = only(
      script.round(6000).hit(6100, 'A', 'B').kill(6101, 'A', 'B').hit(6200, 'A', 'C').kill(6200, 'A', 'C'),
    );
    expect(a).toMatchObject({ kills: 1 });
    expect(counts(a, M.hit.gun)).toBe('1/3');
  });

  it.each([null, undefined, '', '0', 'BOT', 12])('has no player for the ID %j', (id) => {
    const script = new MatchScript().round(1000).fire(1100, 'A');
    script.push('weapon_fire', 1101, { user_steamid: id, weapon: 'weapon_ak47' });
    expect([...playersOf(script).keys()]).toEqual(['A']);
  });

  it('does not count falls and the bomb as kills', () => {
    const script = new MatchScript().round(1000).fire(1100, 'A').kill(1200, '', 'A', { weapon: 'world' });
    expect(only(script)).toMatchObject({ kills: 0, deaths: 1 });
  });
});

describe('a match as files have it', () => {
  it('gives the same figures when a player leaves and returns', () => {
    const plain = new MatchScript().round(1000).hit(1100, 'A', 'B').round(3000).hit(3100, 'A', 'B');
    const left = new MatchScript().round(1000).hit(1100, 'A', 'B');
    left
      .push('player_disconnect', 1500, { user_steamid: 'A', reason: 2 })
      .push('player_connect_full', 2000, { user_steamid: 'A' });
    left.round(3000).hit(3100, 'A', 'B');
    expect(only(left)).toEqual(only(plain));
  });

  it('reads rows of one list in any order', () => {
    const script = new MatchScript().round(1000).fire(1100, 'A').hit(1107, 'A', 'B').hit(1114, 'A', 'B');
    const mixed = { ...script.events, weapon_fire: [...(script.events['weapon_fire'] ?? [])].reverse() };
    expect(readMatch(mixed)).toEqual(readMatch(script.events));
  });

  it('judges nothing per round where there were no round events', () => {
    const a = only(new MatchScript().hit(1100, 'A', 'B').kill(1100, 'A', 'B'));
    expect(a).toMatchObject({ kills: 1, rounds: 0 });
    expect(counts(a, M.kills)).toBe('none');
    expect(counts(a, M.killShare)).toBe('1/1');
  });

  it('keeps the rank', () => {
    const script = new MatchScript().round(1000).fire(1100, 'A');
    script.push('rank_update', 9000, { user_steamid: 'A', rank_type_id: 11, rank_new: 14200, num_wins: 30 });
    expect(only(script)).toMatchObject({ rank: { type: 11, value: 14200 }, wins: 30 });
  });

  it.each([undefined, null, 3, 'text', [], {}, { weapon_fire: 3 }, { other: [] }])('is unreadable: %j', (input) => {
    expect(readMatch(input)).toEqual({ state: 'unreadable', reason: 'not-events' });
  });

  it('says when nobody played', () => {
    expect(readMatch({ weapon_fire: [] })).toEqual({ state: 'unreadable', reason: 'no-players' });
  });

  it('counts rows that have no tick', () => {
    const script = new MatchScript().round(1000).fire(1100, 'A');
    const rows = [...(script.events['weapon_fire'] ?? []), { tick: Number.NaN, user_steamid: 'A' }, 7, null];
    expect(readMatch({ ...script.events, weapon_fire: rows })).toMatchObject({ state: 'ok', dropped: 3 });
  });
});
