import { GROUPS_OF, M } from '#shared/match/metrics.ts';
import { NEVER, type PlayerState } from '#shared/match/player-state.ts';
import { type GunClass, isGun, isSniper, weaponClass } from '#shared/match/weapons.ts';

/** Ticks of silence that end a burst: half a second at 64 a second. */
const BURST_GAP = 32;
/** Ticks of silence after which a shot is cold: nobody sprays at this moment. */
export const COLD_GAP = 192;

/** Counts the burst that just ended, if any. */
export function closeBurst(player: PlayerState): void {
  if (!player.burstOpen) return;
  player.burstOpen = false;
  player.chance(M.burstHit, player.burstHit);
  player.chance(M.burstKill, player.burstKill);
  player.chance(M.burstVictims, player.burstSeveral);
  player.observe(M.burstLength, player.shotIndex + 1);
  player.sum(M.burstsPerRound, 1);
  if (player.burstCold) {
    player.chance(M.coldBurstHit, player.burstHit);
    player.chance(M.coldBurstKill, player.burstKill);
  }
  const shot = player.shotClass;
  if (shot !== undefined) for (const group of GROUPS_OF[shot]) player.chance(M.tap[group], player.shotIndex === 0);
}

function startBurst(player: PlayerState): void {
  closeBurst(player);
  player.burstOpen = true;
  player.burstCold = player.shotGap >= COLD_GAP;
  player.burstHit = false;
  player.burstKill = false;
  player.burstSeveral = false;
  player.burstVictim = undefined;
}

/** The share that a shot at this place of its burst counts for. */
function placeMetric(index: number): typeof M.firstHit {
  if (index === 0) return M.firstHit;
  if (index === 1) return M.secondHit;
  return index < 5 ? M.earlyHit : M.sprayHit;
}

/** A `weapon_fire`: guns count as shots, the rest as habits. */
export function onFire(player: PlayerState, tick: number, name: string): GunClass | undefined {
  const weapon = weaponClass(name);
  if (weapon === 'knife') player.sum(M.knifeSwings, 1);
  if (weapon === 'utility') {
    player.sum(M.utility, 1);
    if (name.endsWith('flashbang')) player.sum(M.flashes, 1);
  }
  if (!isGun(weapon)) return undefined;

  const gap = tick - player.shotTick;
  // The same shot reported twice in a tick would double every figure; no gun fires twice within one.
  if (gap === 0 && player.shotClass === weapon) return weapon;
  const opens = gap >= BURST_GAP || player.shotClass !== weapon;
  player.shotGap = gap;
  if (opens) startBurst(player);
  player.previousHit = player.shotHit;
  player.shotIndex = opens ? 0 : player.shotIndex + 1;
  player.shotTick = tick;
  player.shotClass = weapon;
  player.shotHit = false;
  player.shotCold = gap >= COLD_GAP;
  player.shots += 1;
  player.sum(M.shots, 1);
  countShot(player, weapon, gap);
  situate(player, tick, weapon);
  player.lastGap = opens ? NEVER : gap;
  return weapon;
}

function countShot(player: PlayerState, weapon: GunClass, gap: number): void {
  const index = player.shotIndex;
  const place = placeMetric(index);
  const late = player.shotTick - player.lastKillTick <= BURST_GAP && player.lastKillClass === weapon;
  for (const group of GROUPS_OF[weapon]) {
    player.chance(M.hit[group], false);
    player.chance(place[group], false);
    player.chance(M.killPerShot[group], false);
    player.observe(M.damagePerShot[group], 0);
    if (index === 0) player.chance(M.firstHead[group], false);
    if (player.shotCold) player.chance(M.coldHit[group], false);
    if (late) player.sum(M.overshoot[group], 1);
    if (index === 0) continue;
    player.chance((player.previousHit ? M.hitAfterHit : M.hitAfterMiss)[group], false);
    player.observe(M.gap[group], gap);
    if (index > 1) player.chance(M.sameGap[group], gap === player.lastGap);
  }
}

/** The circumstances of a shot: blinded, just scoped, first after a kill. */
function situate(player: PlayerState, tick: number, weapon: GunClass): void {
  player.shotFlashed = tick < player.blindUntil;
  player.chance(M.shotsFlashed, player.shotFlashed);
  if (player.shotFlashed) player.chance(M.flashedHit, false);

  const sinceZoom = tick - player.zoomTick;
  player.shotQuick = isSniper(weapon) && sinceZoom <= 16;
  if (isSniper(weapon)) {
    player.observe(M.zoomsPerShot, 0);
    if (sinceZoom <= 128) player.observe(M.zoomTime, sinceZoom);
    if (player.shotQuick) player.chance(M.quickScope, false);
  }

  player.shotAir = tick - player.jumpTick <= 45;
  player.chance(M.airShot, player.shotAir);
  if (player.shotAir) player.chance(M.airShotHit, false);

  player.shotSwitch = player.switching && tick - player.lastKillTick <= 128;
  player.switching = false;
  if (player.shotSwitch) player.chance(M.switchFirst, false);
}

/** Whether the latest shot can have caused a hit at `tick`, and had caused none so far. Counts it as a hit then. */
export function creditHit(player: PlayerState, tick: number, weapon: GunClass, head: boolean): void {
  const late = tick - player.shotTick;
  if (player.shotHit || late < 0 || late > 1 || player.shotClass === undefined) return;
  player.shotHit = true;
  // Damage events name the base model, so the class of the shot decides; `other` guns have no other name.
  const shot = player.shotClass === weapon ? weapon : player.shotClass;
  const place = placeMetric(player.shotIndex);
  for (const group of GROUPS_OF[shot]) {
    player.taken(M.hit[group]);
    player.taken(place[group]);
    if (player.shotIndex === 0 && head) player.taken(M.firstHead[group]);
    if (player.shotCold) player.taken(M.coldHit[group]);
    if (player.shotIndex > 0) player.taken((player.previousHit ? M.hitAfterHit : M.hitAfterMiss)[group]);
  }
  if (!player.burstHit) player.observe(M.burstWait, Math.min(10, player.shotIndex));
  if (player.shotFlashed) player.taken(M.flashedHit);
  if (player.shotAir) player.taken(M.airShotHit);
  if (player.shotQuick) player.taken(M.quickScope);
  if (player.shotSwitch) player.taken(M.switchFirst);
}
