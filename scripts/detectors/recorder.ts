import { type DemoReading, readDemo } from '#shared/demo/read.ts';
import type { ParsedDemo } from '#shared/demo/types.ts';
import type { Row } from '#shared/match/rows.ts';

/** Where somebody is and looks at a tick. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly duck: number;
  readonly team: number;
}

/** Writes down a made-up match in the shape in which a parser gives a real one. */
export class Recorder {
  readonly events: Record<string, Row[]> = {};
  private readonly columns = {
    tick: [] as number[],
    steamid: [] as string[],
    X: [] as number[],
    Y: [] as number[],
    Z: [] as number[],
    pitch: [] as number[],
    yaw: [] as number[],
    duck_amount: [] as number[],
    is_alive: [] as boolean[],
    team_num: [] as number[],
  };

  event(name: string, tick: number, fields: Row): void {
    const list = this.events[name] ?? [];
    list.push({ ...fields, tick });
    this.events[name] = list;
  }

  round(tick: number): void {
    this.event('round_prestart', tick - 64, {});
    this.event('round_freeze_end', tick, {});
  }

  fire(tick: number, player: string, weapon: string): void {
    this.event('weapon_fire', tick, { user_steamid: player, weapon: `weapon_${weapon}` });
  }

  hurt(tick: number, attacker: string, victim: string, weapon: string, health: number): void {
    this.event('player_hurt', tick, {
      attacker_steamid: attacker,
      user_steamid: victim,
      weapon,
      hitgroup: 'chest',
      dmg_health: 27,
      health,
    });
  }

  row(tick: number, player: string, pose: Pose, alive = true): void {
    const { columns } = this;
    columns.tick.push(tick);
    columns.steamid.push(player);
    columns.X.push(pose.x);
    columns.Y.push(pose.y);
    columns.Z.push(0);
    columns.pitch.push(pose.pitch);
    columns.yaw.push(pose.yaw);
    columns.duck_amount.push(pose.duck);
    columns.is_alive.push(alive);
    columns.team_num.push(pose.team);
  }

  finish(): ParsedDemo {
    const reading: DemoReading = readDemo({ events: this.events, ticks: this.columns });
    if (reading.state !== 'ok') throw new Error(`a made-up match cannot be read: ${reading.reason}`);
    return reading.demo;
  }
}
