import { DAY, type Person } from './person.ts';
import { randomFor } from './random.ts';

export interface Comment {
  id: string;
  author: Person;
  /** ms. */
  at: number;
  text: string;
}

const TEXTS = [
  '+rep nice player',
  '-rep',
  'gg wp, add me',
  'signed by a fan',
  'how did you see me through that wall??',
  'Спасибо за игру!',
  '打得好',
  'Good trade, fast and friendly',
  'nice clutch on mirage',
  '<b>bold</b> & "quoted" </textarea>',
  'lol',
  'still waiting for my knife back',
] as const;

/** Comments on a profile, newest first; most profiles have a few, the viewer's and the veteran's fill several pages. */
export function drawComments(seed: number, on: Person, people: readonly Person[], now: number): Comment[] {
  if (on.role === 'noFriends' || on.visibility !== 'public') return [];
  const random = randomFor(seed, `comments ${on.accountId}`);
  const busy = on.role === 'viewer' || on.role === 'veteran';
  const authors = people.filter((person) => !person.deleted && person !== on);
  if (authors.length === 0) return [];
  const named = authors.filter((person) => person.role !== undefined);
  const count = busy ? 40 : random.int(0, 9);
  return Array.from({ length: count }, (_, i) => ({
    id: `${on.accountId}${String(i).padStart(4, '0')}`,
    author: busy && i < named.length ? (named[i] ?? random.pick(authors)) : random.pick(authors),
    at: Math.floor(now - (i + random.next()) * 2.5 * DAY),
    text: random.pick(TEXTS),
  }));
}
