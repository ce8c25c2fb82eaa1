import { onBullet, onHurt } from '#shared/match/hits.ts';
import { onKill } from '#shared/match/kills.ts';
import { M } from '#shared/match/metrics.ts';
import type { EventName } from '#shared/match/order.ts';
import { NEVER, PlayerState } from '#shared/match/player-state.ts';
import { closePlayer, commitRound } from '#shared/match/rounds.ts';
import { flagOf, numberOf, playerOf, type Row, textOf } from '#shared/match/rows.ts';
import { closeBurst, onFire } from '#shared/match/shots.ts';
import { isGun, weaponClass } from '#shared/match/weapons.ts';

/** More distinct IDs than this in one match is a broken or hostile file; those that come later are not counted. */
export const MAX_PLAYERS = 64;

/** Longest gap between two jumps of a chain: a jump on flat ground lasts 46 to 50 ticks. */
const CHAIN_GAP = 51;

/** Nobody lives longer in a round than its clock, the bomb's and the pause after it: three minutes. */
const LONGEST_LIFE = 3 * 3840;

/**
 * Reads a match event by event, in match order, and keeps counts only: memory does not grow with the match. Warm-up is
 * forgotten when the match starts. Teams are learnt from `teams` (who plays where before the first change) and
 * `player_team`; players of unknown team count as enemies.
 */
export class MatchTally {
  private players = new Map<string, PlayerState>();
  private readonly teams: Map<string, number>;
  private roundStart: number | undefined;
  private roundOpened = false;
  private gunFired = false;
  private openingDone = false;
  private lastTick = 0;

  constructor(teams: ReadonlyMap<string, number> = new Map()) {
    this.teams = new Map(teams);
  }

  add(name: EventName, tick: number, row: Row): void {
    this.lastTick = Math.max(this.lastTick, tick);
    switch (name) {
      case 'begin_new_match':
      case 'round_announce_match_start':
        this.restart();
        return;
      case 'round_prestart':
        this.endRound();
        return;
      case 'round_freeze_end':
        this.endRound();
        this.roundOpened = true;
        this.roundStart = tick;
        return;
      case 'weapon_fire':
        this.fire(tick, row);
        return;
      case 'bullet_damage':
        this.bullet(tick, row);
        return;
      case 'player_hurt':
        this.hurt(tick, row);
        return;
      case 'player_death':
        this.death(tick, row);
        return;
      case 'player_blind':
        this.blind(tick, row);
        return;
      default:
        this.habit(name, tick, row);
    }
  }

  /** Everybody seen, closed. The tally must not be used afterwards. */
  finish(): PlayerState[] {
    this.endRound();
    const players = [...this.players.values()];
    for (const player of players) {
      closeBurst(player);
      closePlayer(player);
    }
    return players;
  }

  private restart(): void {
    const before = this.players;
    this.players = new Map();
    for (const old of before.values()) {
      const fresh = this.player(old.id);
      if (fresh !== undefined) fresh.team = old.team;
    }
    this.roundStart = undefined;
    this.roundOpened = false;
    this.gunFired = false;
    this.openingDone = false;
  }

  private endRound(): void {
    const start = this.roundStart;
    for (const player of this.players.values()) {
      const end = start !== undefined && player.diedTick > start ? player.diedTick : this.lastTick;
      const alive = start === undefined ? 0 : Math.min(LONGEST_LIFE, Math.max(0, end - start));
      commitRound(player, this.gunFired, this.roundOpened, alive);
    }
    this.gunFired = false;
    this.openingDone = false;
    this.roundStart = undefined;
  }

  private player(id: string | undefined): PlayerState | undefined {
    if (id === undefined) return undefined;
    const known = this.players.get(id);
    if (known !== undefined) return known;
    if (this.players.size >= MAX_PLAYERS) return undefined;
    const player = new PlayerState(id);
    player.team = this.teams.get(id) ?? 0;
    this.players.set(id, player);
    return player;
  }

  /** The player a field names, marked as taking part in this round. */
  private active(row: Row, field: string): PlayerState | undefined {
    const player = this.player(playerOf(row, field));
    if (player !== undefined) player.seen = true;
    return player;
  }

  /** Two different people who are not known to be in one team. */
  private enemies(a: PlayerState | undefined, b: PlayerState | undefined): boolean {
    return a !== undefined && b !== undefined && a !== b && !(a.team >= 2 && a.team === b.team);
  }

  private fire(tick: number, row: Row): void {
    const player = this.active(row, 'user_steamid');
    const weapon = textOf(row, 'weapon');
    if (player === undefined || weapon === undefined) return;
    if (onFire(player, tick, weapon) !== undefined) this.gunFired = true;
  }

  private bullet(tick: number, row: Row): void {
    const attacker = this.active(row, 'attacker_steamid');
    const victim = this.active(row, 'victim_steamid');
    if (attacker && victim && this.enemies(attacker, victim)) onBullet(attacker, victim, tick, row);
  }

  private hurt(tick: number, row: Row): void {
    const attacker = this.active(row, 'attacker_steamid');
    const victim = this.active(row, 'user_steamid');
    if (attacker && victim && this.enemies(attacker, victim)) onHurt(attacker, victim, tick, row);
  }

  private death(tick: number, row: Row): void {
    const attacker = this.active(row, 'attacker_steamid');
    const victim = this.active(row, 'user_steamid');
    const assister = this.active(row, 'assister_steamid');
    if (victim === undefined) return;
    victim.roundDeaths += 1;
    victim.diedTick = tick;
    if (assister !== undefined && this.enemies(assister, victim)) assister.roundAssists += 1;
    if (attacker === undefined || attacker === victim) {
      victim.roundSuicides += 1;
      return;
    }
    if (!this.enemies(attacker, victim)) return;
    // A file may lack the shots; a kill by a gun proves that there were some.
    if (isGun(weaponClass(textOf(row, 'weapon') ?? ''))) this.gunFired = true;
    const sinceStart = this.roundStart === undefined ? undefined : tick - this.roundStart;
    onKill(attacker, victim, tick, row, { sinceStart, opening: !this.openingDone });
    this.openingDone = true;
  }

  private blind(tick: number, row: Row): void {
    const victim = this.active(row, 'user_steamid');
    const attacker = this.active(row, 'attacker_steamid');
    const seconds = numberOf(row, 'blind_duration') ?? 0;
    if (victim === undefined || seconds < 1 || seconds > 10) return;
    // Sight comes back gradually: only the first half of the time is truly blind.
    victim.blindUntil = Math.max(victim.blindUntil, tick + seconds * 32);
    if (attacker !== undefined && this.enemies(attacker, victim)) attacker.sum(M.enemiesFlashed, 1);
  }

  private habit(name: EventName, tick: number, row: Row): void {
    const player = this.player(playerOf(row, 'user_steamid'));
    if (player === undefined) return;
    if (name === 'player_team') {
      const team = numberOf(row, 'team') ?? 0;
      if (!flagOf(row, 'disconnect')) player.team = team;
      this.teams.set(player.id, player.team);
      return;
    }
    if (name === 'rank_update') {
      player.rank = numberOf(row, 'rank_new');
      player.rankType = numberOf(row, 'rank_type_id');
      player.wins = numberOf(row, 'num_wins');
      return;
    }
    player.seen = true;
    if (name === 'player_jump') jump(player, tick);
    // The step that a jump makes is part of the jump.
    else if (name === 'player_footstep' && player.jumpTick !== tick) player.sum(M.footsteps, 1);
    else if (name === 'weapon_zoom') {
      player.zoomTick = tick;
      player.sum(M.zoomsPerShot, 1);
    } else if (name === 'weapon_reload') player.sum(M.reloads, 1);
    else if (name === 'item_equip') player.sum(M.equips, 1);
    else if (name === 'bomb_planted' || name === 'bomb_defused') player.sum(M.objective, 1);
    else if (name === 'player_spawn') player.blindUntil = NEVER;
  }
}

function jump(player: PlayerState, tick: number): void {
  const gap = tick - player.jumpTick;
  const chained = gap <= CHAIN_GAP;
  player.jumpTick = tick;
  player.jumpChain = chained ? player.jumpChain + 1 : 0;
  player.sum(M.jumps, 1);
  player.chance(M.chainedJump, chained);
  player.chance(M.longChain, player.jumpChain >= 3);
  if (gap <= 80) player.observe(M.jumpGap, gap);
}
