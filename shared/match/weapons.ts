/**
 * Classes by which hits and kills are judged: a Deagle main has another headshot share than a rifler, and neither is
 * suspicious for it. `other` is whatever the game adds after this was written; it counts as a gun of no known class.
 */
const GUN_CLASSES = [
  'rifle',
  'smg',
  'pistol',
  'heavyPistol',
  'awp',
  'scout',
  'autoSniper',
  'shotgun',
  'machineGun',
  'other',
] as const;
export type GunClass = (typeof GUN_CLASSES)[number];

/** What is no gun: blades, what is thrown, the Zeus, and the world itself (falls, the bomb). */
export type WeaponClass = GunClass | 'knife' | 'utility' | 'taser' | 'world';

/** Names as events give them, without `weapon_`. Damage events name the base model (`m4a1` for the silenced one too). */
const CLASS_OF: Readonly<Record<string, WeaponClass>> = {
  ak47: 'rifle',
  m4a1: 'rifle',
  m4a1_silencer: 'rifle',
  m4a1_silencer_off: 'rifle',
  galilar: 'rifle',
  famas: 'rifle',
  aug: 'rifle',
  sg556: 'rifle',
  mp9: 'smg',
  mac10: 'smg',
  mp7: 'smg',
  mp5sd: 'smg',
  p90: 'smg',
  bizon: 'smg',
  ump45: 'smg',
  glock: 'pistol',
  hkp2000: 'pistol',
  usp_silencer: 'pistol',
  usp_silencer_off: 'pistol',
  p250: 'pistol',
  fiveseven: 'pistol',
  tec9: 'pistol',
  elite: 'pistol',
  cz75a: 'pistol',
  deagle: 'heavyPistol',
  revolver: 'heavyPistol',
  awp: 'awp',
  ssg08: 'scout',
  scar20: 'autoSniper',
  g3sg1: 'autoSniper',
  xm1014: 'shotgun',
  nova: 'shotgun',
  mag7: 'shotgun',
  sawedoff: 'shotgun',
  negev: 'machineGun',
  m249: 'machineGun',
  taser: 'taser',
  hegrenade: 'utility',
  flashbang: 'utility',
  smokegrenade: 'utility',
  decoy: 'utility',
  molotov: 'utility',
  incgrenade: 'utility',
  inferno: 'utility',
  bayonet: 'knife',
  world: 'world',
  worldent: 'world',
  planted_c4: 'world',
  c4: 'world',
  trigger_hurt: 'world',
  '': 'world',
};

/** Class of a weapon name as events give it, with or without `weapon_`. */
export function weaponClass(name: string): WeaponClass {
  const bare = name.startsWith('weapon_') ? name.slice(7) : name;
  // Object.hasOwn, or a weapon called "constructor" would be found on the prototype.
  const known = Object.hasOwn(CLASS_OF, bare) ? CLASS_OF[bare] : undefined;
  return known ?? (bare.startsWith('knife') ? 'knife' : 'other');
}

const GUNS: ReadonlySet<string> = new Set(GUN_CLASSES);

export function isGun(weapon: WeaponClass): weapon is GunClass {
  return GUNS.has(weapon);
}

/** The three kinds of sniper rifle differ too much to share figures: an AWP kills by any hit on the body. */
export function isSniper(weapon: WeaponClass | undefined): boolean {
  return weapon === 'awp' || weapon === 'scout' || weapon === 'autoSniper';
}
