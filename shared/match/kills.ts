import { FIGHT_WINDOW } from '#shared/match/hits.ts';
import { GROUPS_OF, M } from '#shared/match/metrics.ts';
import type { PlayerState } from '#shared/match/player-state.ts';
import { flagOf, numberOf, type Row, textOf } from '#shared/match/rows.ts';
import { COLD_GAP } from '#shared/match/shots.ts';
import { type GunClass, isGun, isSniper, weaponClass } from '#shared/match/weapons.ts';

/** Ticks after a round began: fifteen seconds. */
const EARLY = 960;
/** A kill of somebody who killed within the last five seconds is a trade. */
const TRADE = 320;
/** Longest time from first hit to kill that counts as one fight. */
const LONGEST_KILL = 192;

/** A kill of an enemy by `attacker`. `sinceStart` is undefined when no round began; `opening` says it is the round's first. */
export function onKill(
  attacker: PlayerState,
  victim: PlayerState,
  tick: number,
  row: Row,
  round: { sinceStart: number | undefined; opening: boolean },
): void {
  attacker.roundKills += 1;
  const weapon = weaponClass(textOf(row, 'weapon') ?? '');
  if (!isGun(weapon)) return;
  const head = flagOf(row, 'headshot');
  const counter = victim.feuds.get(attacker.id);
  const feud = attacker.feuds.get(victim.id);
  const hits = Math.max(1, feud?.hits ?? 1);
  const ticks = Math.min(LONGEST_KILL, tick - (feud?.firstHitTick ?? tick));

  for (const group of GROUPS_OF[weapon]) {
    attacker.chance(M.headKill[group], head);
    attacker.taken(M.killPerShot[group]);
    attacker.chance(M.oneHitKill[group], hits === 1);
    attacker.observe(M.timeToKill[group], ticks);
    attacker.observe(M.hitsPerKill[group], hits);
    attacker.observe(M.overshoot[group], 0);
  }
  attacker.burstKill = true;
  attacker.chance(M.headKillAny, head);
  attacker.headKills += head ? 1 : 0;
  attacker.headStreak = head ? attacker.headStreak + 1 : 0;
  attacker.bestHeadStreak = Math.max(attacker.bestHeadStreak, attacker.headStreak);
  if (attacker.lastKillHead) attacker.chance(M.headRun, head);
  circumstances(attacker, weapon, row);

  const silence = tick - victim.shotTick;
  const unaware = silence >= COLD_GAP;
  attacker.chance(M.unawareKill, unaware);
  attacker.observe(M.victimSilence, Math.log(1 + Math.min(3840, silence)));
  const oneTap = hits === 1 && attacker.shotIndex === 0 && attacker.shotTick === tick;
  attacker.chance(M.oneTap, oneTap);
  attacker.chance(M.oneTapHead, oneTap && head);
  attacker.chance(M.oneTapUnaware, oneTap && head && unaware);
  attacker.chance(M.jumpKill, tick - attacker.jumpTick <= 64);
  victim.chance(M.deathUnaware, unaware);
  victim.chance(M.deathUnanswered, counter === undefined);
  attacker.chance(M.unhurtKill, counter === undefined);
  attacker.chance(M.doubleKill, tick - attacker.lastKillTick <= 64);
  attacker.chance(M.chainKill, tick - attacker.lastKillTick <= 192);
  attacker.chance(M.tradeKill, tick - victim.lastKillTick <= TRADE);
  attacker.chance(M.flashedKill, tick < attacker.blindUntil);
  attacker.chance(M.openingKill, round.opening);
  if (round.sinceStart !== undefined) {
    attacker.chance(M.earlyKill, round.sinceStart <= EARLY);
    attacker.observe(M.killTime, Math.min(7360, round.sinceStart));
  }

  if (counter !== undefined && tick - counter.lastHitTick <= FIGHT_WINDOW) {
    attacker.chance(M.duelWon, true);
    victim.chance(M.duelWon, false);
    // Whoever was hit first: did that player win nevertheless?
    if (counter.firstHitTick < (feud?.firstHitTick ?? tick)) attacker.chance(M.comeback, true);
    else victim.chance(M.comeback, false);
  }

  attacker.lastKillTick = tick;
  attacker.lastKillClass = weapon;
  attacker.lastKillHead = head;
  attacker.switching = true;
}

function circumstances(attacker: PlayerState, weapon: GunClass, row: Row): void {
  attacker.chance(M.wallKill, (numberOf(row, 'penetrated') ?? 0) > 0);
  attacker.chance(M.smokeKill, flagOf(row, 'thrusmoke'));
  attacker.chance(M.blindKill, flagOf(row, 'attackerblind'));
  attacker.chance(M.airKill, flagOf(row, 'attackerinair'));
  if (isSniper(weapon)) attacker.chance(M.noScopeKill, flagOf(row, 'noscope'));
  attacker.chance(M.awpKill, weapon === 'awp');
  attacker.chance(M.scoutKill, weapon === 'scout');
  attacker.chance(M.autoSniperKill, weapon === 'autoSniper');
  attacker.chance(M.heavyKill, weapon === 'heavyPistol');
  // In metres, unlike the distance of bullets.
  const distance = numberOf(row, 'distance');
  if (distance !== undefined && distance >= 0 && distance < 300) {
    attacker.observe(M.killDistance, Math.log(1 + distance));
    attacker.chance(M.farKill, distance > 25);
  }
}
