import type { Person } from './person.ts';
import { randomFor } from './random.ts';

export interface Group {
  /** Name in the address: /groups/<url>. */
  url: string;
  name: string;
  /** The 64-bit group ID is 103582791429521408 and this. */
  number: number;
  summary: string;
  members: Person[];
}

const GROUPS: readonly { url: string; name: string; size: number; named: boolean }[] = [
  { url: 'sandbox-regulars', name: 'Sandbox Regulars', size: 160, named: true },
  { url: 'early-risers', name: 'Early Risers', size: 51, named: false },
  { url: 'only-dust', name: 'Only Dust', size: 430, named: false },
  { url: 'quiet-lobby', name: 'Quiet <b>Lobby</b>', size: 3, named: false },
  { url: 'empty-room', name: 'Empty Room', size: 0, named: false },
];

/** The groups of the world; the first holds every named person, deleted ones apart. */
export function drawGroups(seed: number, people: readonly Person[]): Group[] {
  const alive = people.filter((person) => !person.deleted);
  return GROUPS.map(({ url, name, size, named }, i) => {
    const random = randomFor(seed, `group ${url}`);
    const members = new Set<Person>(named ? alive.filter((person) => person.role !== undefined) : []);
    while (members.size < Math.min(size, alive.length)) members.add(random.pick(alive));
    return { url, name, number: 4001 + i, summary: 'A group of made-up people.', members: [...members] };
  });
}
