import { COHORTS } from '../world/cohorts.ts';
import type { Person } from '../world/person.ts';
import { type Random, randomFor } from '../world/random.ts';
import type { World } from '../world/world.ts';

/** How Leetify knows somebody. `none`: never registered there, so the API has nothing on them. */
export type Membership = 'public' | 'friends' | 'private' | 'none';

/** The named people; of the crowd 45 % are members. */
const NAMED: Partial<Record<string, Membership>> = {
  viewer: 'public',
  veteran: 'public',
  proPlayer: 'public',
  smurf: 'public',
  rageAimbot: 'public',
  blatantUnbanned: 'public',
  aimAssist: 'public',
  wallhack: 'public',
  toggler: 'friends',
  freshPrivate: 'private',
  markup: 'public',
  rtl: 'public',
};

export function membershipOf(person: Person, { seed }: World): Membership {
  if (person.role !== undefined) return NAMED[person.role] ?? 'none';
  const at = randomFor(seed, `leetify member ${person.steamId}`).next();
  if (at < 0.38) return 'public';
  if (at < 0.42) return 'friends';
  return at < 0.45 ? 'private' : 'none';
}

/** What cheating does to Leetify's figures: the project's scoring tables, T6. */
const EFFECTS: Partial<Record<Person['cohort'], { head: number; reactionMs: number; lnPreaim: number }>> = {
  rage: { head: 16, reactionMs: -220, lnPreaim: -0.5 },
  aim: { head: 7, reactionMs: -110, lnPreaim: -0.18 },
  wallhack: { head: 1, reactionMs: -120, lnPreaim: -0.42 },
  toggler: { head: 3, reactionMs: -50, lnPreaim: -0.15 },
};
const NO_EFFECT = { head: 0, reactionMs: 0, lnPreaim: 0 };

/** Somebody's figures over the matches that Leetify averages. Percent 0–100, milliseconds, degrees. */
export interface Figures {
  premier: number;
  matches: number;
  aim: number;
  positioning: number;
  utility: number;
  clutch: number;
  opening: number;
  spotted: number;
  head: number;
  counterStrafe: number;
  preaim: number;
  reactionMs: number;
  spray: number;
  winrate: number;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Drawn once for a person, around means that rise with skill as in the project's scoring tables, T5. */
export function figuresOf(person: Person, { seed }: World): Figures {
  const random = randomFor(seed, `leetify figures ${person.steamId}`);
  const [mean, sd] = COHORTS[person.cohort].skill;
  // Named people are what their role says: their luck is kept small.
  const luck = person.role === undefined ? 1 : 0.25;
  const draw = (spread: number): number => spread * luck * random.normal();
  const skill = clamp(mean + draw(sd), -2, 3);
  const effect = EFFECTS[person.cohort] ?? NO_EFFECT;
  return {
    premier: Math.round(clamp(10_000 + 5_000 * skill, 1_000, 34_000)),
    matches: Math.max(12, Math.round(person.cs2Minutes / 60 / 0.9)),
    aim: rounded(clamp(50 + 14 * skill + (-effect.reactionMs / 220) * 22 + draw(8), 1, 100), 4),
    positioning: rounded(clamp(50 + 6 * skill + draw(8), 1, 100), 4),
    utility: rounded(clamp(50 + 8 * skill + draw(12), 1, 100), 4),
    clutch: rounded(0.09 + draw(0.02), 4),
    opening: rounded(draw(0.02), 4),
    spotted: rounded(clamp(32 + 1.8 * skill + effect.head * 0.8 + draw(4.5), 5, 95), 4),
    head: rounded(clamp(18 + 1.8 * skill + effect.head + draw(4.5), 3, 90), 4),
    counterStrafe: rounded(clamp(78 + 3 * skill + draw(5), 20, 99), 4),
    preaim: rounded(Math.exp(Math.log(11.5) - 0.1 * skill + effect.lnPreaim + draw(0.2)), 4),
    reactionMs: rounded(clamp(620 - 45 * skill + effect.reactionMs + draw(60), 120, 1_200), 4),
    spray: rounded(clamp(36 + 2 * skill + effect.head * 0.5 + draw(4), 5, 95), 4),
    winrate: rounded(clamp(0.5 + 0.04 * skill + draw(0.05), 0.2, 0.9), 4),
  };
}

/** A UUID that is the same for the same label in the same world. */
export function uuidFor(seed: number, label: string): string {
  const random: Random = randomFor(seed, label);
  const hex = Array.from({ length: 32 }, () => random.int(0, 15).toString(16));
  hex[12] = '4';
  hex[16] = '8';
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
