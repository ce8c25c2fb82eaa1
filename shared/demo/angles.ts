/** Angles as the game has them: degrees, yaw counter-clockwise from above, pitch positive downwards. */

const RADIANS = Math.PI / 180;
const DEGREES = 180 / Math.PI;

/** An angle in (−180, 180]. */
export function wrap(degrees: number): number {
  const turned = degrees % 360;
  if (turned > 180) return turned - 360;
  return turned <= -180 ? turned + 360 : turned;
}

/** Degrees between two directions of view. */
export function angleBetween(pitchA: number, yawA: number, pitchB: number, yawB: number): number {
  // Haversines, not the cosine: small angles would drown in rounding.
  const rise = Math.sin(((pitchB - pitchA) * RADIANS) / 2);
  const turn = Math.sin(((yawB - yawA) * RADIANS) / 2);
  const square = rise * rise + Math.cos(pitchA * RADIANS) * Math.cos(pitchB * RADIANS) * turn * turn;
  return 2 * Math.asin(Math.min(1, Math.sqrt(square))) * DEGREES;
}

/** Yaw towards a point, seen from the origin. */
export function yawTo(dx: number, dy: number): number {
  return Math.atan2(dy, dx) * DEGREES;
}

/** Pitch towards a point `flat` units away and `dz` units higher. */
export function pitchTo(flat: number, dz: number): number {
  return -Math.atan2(dz, flat) * DEGREES;
}

/** Angle under which `size` units appear from `distance` units. */
export function sizeAt(size: number, distance: number): number {
  return Math.atan2(size, distance) * DEGREES;
}

export function cosine(degrees: number): number {
  return Math.cos(degrees * RADIANS);
}
