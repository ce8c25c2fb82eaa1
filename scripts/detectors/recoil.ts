import type { Direction } from '#scripts/detectors/hand.ts';

/** What recoil does to the view at a bullet when nothing is done about it, degrees: up first, then to the sides. */
export function kick(bullet: number): Direction {
  const up = bullet === 0 ? 0 : Math.max(0.1, 1.4 - 0.16 * Math.max(0, bullet - 3));
  return { yaw: bullet < 6 ? 0.1 : 0.8 * Math.sin((bullet - 6) / 2.2), pitch: -up };
}

/** What it has come to after so many bullets, degrees. */
export function climb(bullets: number): Direction {
  const sum = { yaw: 0, pitch: 0 };
  for (let bullet = 0; bullet < bullets; bullet += 1) {
    const share = Math.min(1, bullets - bullet);
    sum.yaw += share * kick(bullet).yaw;
    sum.pitch += share * kick(bullet).pitch;
  }
  return sum;
}
