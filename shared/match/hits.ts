import { GROUPS_OF, M } from '#shared/match/metrics.ts';
import type { Direction, PlayerState } from '#shared/match/player-state.ts';
import { flagOf, numberOf, type Row, textOf } from '#shared/match/rows.ts';
import { COLD_GAP, creditHit } from '#shared/match/shots.ts';
import { isGun, isSniper, weaponClass } from '#shared/match/weapons.ts';

/** Two people fight while their hits on each other are at most this many ticks apart: three seconds. */
export const FIGHT_WINDOW = 192;
const DEGREES = 180 / Math.PI;

function directionOf(row: Row): Direction | undefined {
  const x = numberOf(row, 'damage_dir_x');
  const y = numberOf(row, 'damage_dir_y');
  const z = numberOf(row, 'damage_dir_z');
  if (x === undefined || y === undefined || z === undefined) return undefined;
  const length = Math.hypot(x, y, z);
  return length > 0.5 && length < 2 ? { x: x / length, y: y / length, z: z / length } : undefined;
}

function angleBetween(a: Direction, b: Direction): number {
  // From the chord, not the cosine: small angles would drown in rounding.
  const chord = Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return 2 * Math.asin(Math.min(1, chord / 2)) * DEGREES;
}

/** A `bullet_damage`: where a bullet came from and what it went through. Comes before the `player_hurt` of its tick. */
export function onBullet(attacker: PlayerState, victim: PlayerState, tick: number, row: Row): void {
  const direction = directionOf(row);
  const distance = Math.min(10_000, Math.max(1, numberOf(row, 'distance') ?? 1));
  const penetrated = (numberOf(row, 'num_penetrations') ?? 0) > 0;
  attacker.bulletTick = tick;
  attacker.bulletVictim = victim.id;
  attacker.bulletDistance = distance;
  attacker.bulletPenetrated = penetrated;

  attacker.chance(M.penetratingHit, penetrated);
  attacker.chance(M.airHit, flagOf(row, 'in_air'));
  if (isSniper(attacker.shotClass)) attacker.chance(M.noScopeHit, flagOf(row, 'no_scope'));
  attacker.observe(M.hitDistance, Math.log(distance));
  attacker.chance(M.farHit, distance > 1000);

  if (attacker.shotClass !== 'shotgun') turn(attacker, victim, tick, direction, distance);
  attacker.lastHit = { tick, victim: victim.id, direction, distance };
}

/** How the aim moved since the bullet that hit before this one. */
function turn(
  attacker: PlayerState,
  victim: PlayerState,
  tick: number,
  direction: Direction | undefined,
  distance: number,
): void {
  const last = attacker.lastHit;
  if (last?.direction === undefined || direction === undefined) return;
  const ticks = tick - last.tick;
  if (ticks <= 0 || ticks > 128) return;
  const angle = angleBetween(last.direction, direction);
  if (last.victim === victim.id) {
    if (ticks > 16) return;
    attacker.observe(M.jitterAngle, Math.log(angle + 0.02));
    attacker.observe(M.jitterLength, Math.log((angle / DEGREES) * distance + 0.2));
    const pitch = Math.abs(Math.asin(direction.z) - Math.asin(last.direction.z)) * DEGREES;
    attacker.observe(M.pitchStep, Math.log(pitch + 0.02));
    return;
  }
  attacker.observe(M.switchTime, ticks);
  attacker.observe(M.switchAngle, angle);
  attacker.observe(M.switchSpeed, Math.log((angle + 0.1) / ticks));
  attacker.chance(M.switchFast, ticks <= 16);
  attacker.chance(M.switchWide, angle > 20 && ticks <= 32);
}

/** A `player_hurt` between enemies. */
export function onHurt(attacker: PlayerState, victim: PlayerState, tick: number, row: Row): void {
  const damage = Math.min(100, Math.max(0, numberOf(row, 'dmg_health') ?? 0));
  const weapon = weaponClass(textOf(row, 'weapon') ?? '');
  attacker.roundDamage += damage;
  victim.roundTaken += damage;
  if (weapon === 'utility') attacker.sum(M.utilityDamage, damage);
  if (!isGun(weapon)) return;

  const hitgroup = textOf(row, 'hitgroup') ?? 'generic';
  const head = hitgroup === 'head';
  creditHit(attacker, tick, weapon, head);
  for (const group of GROUPS_OF[weapon]) {
    // The game names no body part for some hits (of the M4 family, mostly): those say nothing of the aim.
    if (hitgroup !== 'generic') attacker.chance(M.headHit[group], head);
    attacker.sum(M.damagePerShot[group], damage);
  }
  if (hitgroup !== 'generic') {
    attacker.chance(M.limbHit, hitgroup.endsWith('leg') || hitgroup.endsWith('arm'));
    attacker.chance(M.neckHit, hitgroup === 'neck');
    if (attacker.bulletTick === tick && attacker.bulletVictim === victim.id && !isSniper(weapon)) {
      attacker.chance(attacker.bulletDistance > 800 ? M.farHead : M.nearHead, head);
    }
  }
  attacker.burstHit = true;
  attacker.burstSeveral ||= attacker.burstVictim !== undefined && attacker.burstVictim !== victim.id;
  attacker.burstVictim = victim.id;
  fight(attacker, victim, tick, hitgroup, (numberOf(row, 'health') ?? 1) <= 0);
}

/** Keeps who hit whom first. */
function fight(attacker: PlayerState, victim: PlayerState, tick: number, hitgroup: string, deadly: boolean): void {
  const back = victim.feuds.get(attacker.id);
  const answered = back !== undefined && tick - back.lastHitTick <= FIGHT_WINDOW;
  const feud = attacker.feuds.get(victim.id);
  if (feud !== undefined) {
    feud.hits += 1;
    feud.lastHitTick = tick;
    return;
  }
  attacker.feuds.set(victim.id, { firstHitTick: tick, lastHitTick: tick, hits: 1 });
  const through = attacker.bulletTick === tick && attacker.bulletVictim === victim.id && attacker.bulletPenetrated;
  attacker.chance(M.penetratingOpening, through);
  attacker.chance(M.openUnaware, tick - victim.shotTick >= COLD_GAP);
  if (hitgroup !== 'generic') attacker.chance(M.openHead, hitgroup === 'head');
  attacker.chance(M.openKill, deadly);
  if (!answered) return;
  attacker.chance(M.duelFirst, false);
  victim.chance(M.duelFirst, true);
  const wait = tick - back.firstHitTick;
  if (wait <= 128) attacker.observe(M.answerTime, wait);
}
