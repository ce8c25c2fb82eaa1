import type { Row } from '#shared/match/rows.ts';

/** Events of a small invented match in the parser's shape, written by tests one line per thing that happens. */
export class MatchScript {
  readonly events: Record<string, Row[]> = {};

  push(name: string, tick: number, fields: Row = {}): this {
    const list = this.events[name] ?? [];
    list.push({ ...fields, tick });
    this.events[name] = list;
    return this;
  }

  /** A round that begins at `tick`; warm-up and pauses are whatever stands outside of rounds. */
  round(tick: number): this {
    return this.push('round_prestart', tick - 100).push('round_freeze_end', tick);
  }

  fire(tick: number, user: string, weapon = 'ak47'): this {
    return this.push('weapon_fire', tick, { user_steamid: user, weapon: `weapon_${weapon}`, silenced: false });
  }

  /** A shot that hits: fired, described as a bullet, and felt. */
  hit(
    tick: number,
    user: string,
    victim: string,
    options: { weapon?: string; hitgroup?: string; damage?: number; penetrations?: number; distance?: number } = {},
  ): this {
    const weapon = options.weapon ?? 'ak47';
    this.fire(tick, user, weapon);
    this.push('bullet_damage', tick, {
      attacker_steamid: user,
      victim_steamid: victim,
      damage_dir_x: 1,
      damage_dir_y: 0,
      damage_dir_z: 0,
      distance: options.distance ?? 500,
      in_air: false,
      no_scope: false,
      num_penetrations: options.penetrations ?? 0,
    });
    return this.push('player_hurt', tick, {
      attacker_steamid: user,
      user_steamid: victim,
      weapon,
      hitgroup: options.hitgroup ?? 'chest',
      dmg_health: options.damage ?? 30,
      dmg_armor: 0,
      health: 0,
      armor: 0,
    });
  }

  kill(tick: number, user: string, victim: string, fields: Row = {}): this {
    return this.push('player_death', tick, {
      attacker_steamid: user,
      user_steamid: victim,
      assister_steamid: '',
      weapon: 'ak47',
      headshot: false,
      penetrated: 0,
      thrusmoke: false,
      noscope: false,
      attackerblind: false,
      attackerinair: false,
      distance: 12,
      ...fields,
    });
  }
}
