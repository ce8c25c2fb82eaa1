import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';
import type { BanEvent, Cohort, Person } from './person.ts';

/** How a named person differs from an ordinary public one. Days are counted back from the world's start; negative ones lie ahead. */
export interface NamedSpec {
  /** What tests use this person for. */
  purpose: string;
  name: string;
  steamId: SteamId;
  accountId: number;
  cohort?: Cohort;
  vanity?: string;
  ageDays?: number;
  hours?: number;
  recentHours?: number;
  kd?: number;
  headshots?: number;
  accuracy?: number;
  noStats?: boolean;
  games?: number;
  level?: number;
  country?: string;
  bans?: { kind: BanEvent['kind']; daysAgo: number }[];
  earlierNames?: { value: string; daysAgo: number }[];
  earlierCountries?: { value: string; daysAgo: number }[];
  nextName?: { value: string; inDays: number };
  nextCountry?: { value: string; inDays: number };
  online?: Person['online'];
  flags?: Partial<
    Pick<Person, 'visibility' | 'gamesHidden' | 'unconfigured' | 'limited' | 'deleted' | 'realName' | 'summary'>
  >;
}

function account(accountId: number): { steamId: SteamId; accountId: number } {
  const steamId = steamIdFromAccountId(accountId);
  if (steamId === undefined) throw new RangeError(`account ID ${accountId} is out of range`);
  return { steamId, accountId };
}

/**
 * People with fixed roles and fixed SteamIDs, the same in every world whatever its seed. Tests name them instead of
 * searching the crowd. Account IDs from 900 000 001 on, apart from the two ends of the range.
 */
const TABLE = {
  viewer: {
    purpose: 'the signed-in user; owns /my/, friends with nearly every named person',
    name: 'You (the viewer)',
    ...account(900_000_001),
    vanity: 'the-viewer',
    online: 'online',
    country: 'DE',
  },
  veteran: {
    purpose: 'clean: old account, ordinary statistics',
    name: 'Old Hand',
    ...account(900_000_002),
    vanity: 'old-hand',
    ageDays: 5200,
    hours: 3100,
    kd: 1.08,
    headshots: 0.45,
    accuracy: 0.18,
    level: 48,
    games: 212,
    online: 'in-game',
    flags: { realName: 'Marten Ode', summary: 'Playing since the beta. Be nice.' },
  },
  newbie: {
    purpose: 'clean beginner: young, weak',
    name: 'first steps',
    ...account(900_000_003),
    cohort: 'newbie',
    ageDays: 95,
    hours: 41,
    kd: 0.55,
    headshots: 0.31,
    accuracy: 0.14,
    level: 2,
    games: 7,
  },
  proPlayer: {
    purpose: 'clean and very good; must stay unlikely',
    name: 'clutchmachine',
    ...account(900_000_004),
    cohort: 'highskill',
    ageDays: 4100,
    hours: 9800,
    kd: 1.45,
    headshots: 0.55,
    accuracy: 0.21,
    level: 61,
    games: 35,
    country: 'DK',
  },
  smurf: {
    purpose: 'good player on a second account',
    name: 'notmymain',
    ...account(900_000_005),
    cohort: 'smurf',
    ageDays: 210,
    hours: 190,
    kd: 1.35,
    headshots: 0.54,
    accuracy: 0.2,
    level: 1,
    games: 2,
  },
  rageAimbot: {
    purpose: 'blatant statistics on a young account, banned recently',
    name: 'click click',
    ...account(900_000_006),
    cohort: 'rage',
    ageDays: 64,
    hours: 160,
    kd: 4.1,
    headshots: 0.88,
    accuracy: 0.47,
    level: 0,
    games: 1,
    bans: [{ kind: 'vac', daysAgo: 12 }],
  },
  blatantUnbanned: {
    purpose: 'the same statistics, no ban yet',
    name: 'just warmed up',
    ...account(900_000_007),
    cohort: 'rage',
    ageDays: 80,
    hours: 190,
    kd: 3.8,
    headshots: 0.86,
    accuracy: 0.44,
    level: 0,
    games: 1,
  },
  aimAssist: {
    purpose: 'raised headshots and accuracy',
    name: 'steady hands',
    ...account(900_000_008),
    cohort: 'aim',
    ageDays: 170,
    hours: 240,
    kd: 1.9,
    headshots: 0.69,
    accuracy: 0.29,
    level: 3,
    games: 4,
  },
  wallhack: {
    purpose: 'wins too much with ordinary aim',
    name: 'good guesser',
    ...account(900_000_009),
    cohort: 'wallhack',
    ageDays: 130,
    hours: 110,
    kd: 2.1,
    headshots: 0.49,
    accuracy: 0.19,
    level: 1,
    games: 3,
  },
  toggler: {
    purpose: 'cheats now and then on an old account',
    name: 'some days',
    ...account(900_000_010),
    cohort: 'toggler',
    ageDays: 2200,
    hours: 900,
    kd: 1.35,
    headshots: 0.53,
    accuracy: 0.21,
    level: 14,
    games: 40,
  },
  freshPrivate: {
    purpose: 'private, so not enough data',
    name: 'nobody special',
    ...account(900_000_011),
    ageDays: 9,
    hours: 12,
    level: 0,
    games: 1,
    flags: { visibility: 'private' },
  },
  freshPublic: {
    purpose: 'public, ten days old, hardly played',
    name: 'just arrived',
    ...account(900_000_012),
    cohort: 'newbie',
    ageDays: 10,
    hours: 3,
    kd: 0.7,
    headshots: 0.33,
    accuracy: 0.15,
    level: 0,
    games: 1,
  },
  friendsOnly: {
    purpose: 'visible to friends only',
    name: 'inner circle',
    ...account(900_000_013),
    ageDays: 2500,
    flags: { visibility: 'friends' },
  },
  unconfigured: {
    purpose: 'never set the profile up',
    name: '900000014',
    ...account(900_000_014),
    ageDays: 40,
    level: 0,
    games: 1,
    flags: { unconfigured: true, visibility: 'private' },
  },
  hiddenGames: {
    purpose: 'public profile with hidden game details: hours unknown, not zero',
    name: 'curtain',
    ...account(900_000_015),
    ageDays: 2900,
    flags: { gamesHidden: true },
  },
  noGames: {
    purpose: 'public, game details shown, never played',
    name: 'window shopper',
    ...account(900_000_016),
    ageDays: 800,
    hours: 0,
    games: 3,
    noStats: true,
  },
  oldVac: {
    purpose: 'VAC ban eight years ago',
    name: 'youthful sin',
    ...account(900_000_017),
    ageDays: 4500,
    bans: [{ kind: 'vac', daysAgo: 2950 }],
  },
  recentVac: {
    purpose: 'VAC ban two months ago, ordinary statistics',
    name: 'it was my brother',
    ...account(900_000_018),
    ageDays: 1500,
    bans: [{ kind: 'vac', daysAgo: 61 }],
  },
  bannedToday: {
    purpose: 'game ban today: zero days since the last ban',
    name: 'so long',
    ...account(900_000_019),
    cohort: 'aim',
    ageDays: 300,
    hours: 260,
    kd: 2.2,
    headshots: 0.72,
    accuracy: 0.3,
    bans: [{ kind: 'game', daysAgo: 0 }],
  },
  bannedPrivate: {
    purpose: 'private profile, VAC ban visible all the same',
    name: 'shutters',
    ...account(900_000_020),
    cohort: 'rage',
    ageDays: 200,
    bans: [{ kind: 'vac', daysAgo: 40 }],
    flags: { visibility: 'private' },
  },
  gameBan: {
    purpose: 'two game bans, no VAC ban',
    name: 'other game',
    ...account(900_000_021),
    ageDays: 3300,
    bans: [
      { kind: 'game', daysAgo: 1400 },
      { kind: 'game', daysAgo: 700 },
    ],
  },
  multiBan: {
    purpose: 'VAC, game, community and trade ban',
    name: 'full set',
    ...account(900_000_022),
    cohort: 'rage',
    ageDays: 900,
    kd: 2.9,
    headshots: 0.8,
    accuracy: 0.38,
    bans: [
      { kind: 'vac', daysAgo: 400 },
      { kind: 'vac', daysAgo: 350 },
      { kind: 'game', daysAgo: 30 },
      { kind: 'community', daysAgo: 30 },
      { kind: 'economy', daysAgo: 30 },
    ],
  },
  communityBan: {
    purpose: 'community ban only',
    name: 'loud',
    ...account(900_000_023),
    ageDays: 2000,
    bans: [{ kind: 'community', daysAgo: 90 }],
  },
  tradeBan: {
    purpose: 'trade ban only',
    name: 'bargain',
    ...account(900_000_024),
    ageDays: 2000,
    bans: [{ kind: 'economy', daysAgo: 90 }],
  },
  banSoon: {
    purpose: 'clean today; VAC ban three days after the start',
    name: 'on borrowed time',
    ...account(900_000_025),
    cohort: 'aim',
    ageDays: 190,
    hours: 220,
    kd: 2,
    headshots: 0.7,
    accuracy: 0.29,
    bans: [{ kind: 'vac', daysAgo: -3 }],
  },
  renamesSoon: {
    purpose: 'new name and country three days after the start',
    name: 'still me',
    ...account(900_000_026),
    country: 'SE',
    nextName: { value: 'someone else', inDays: 3 },
    nextCountry: { value: 'BR', inDays: 3 },
  },
  nameChanger: {
    purpose: 'six names within a year',
    name: 'name no. 6',
    ...account(900_000_027),
    earlierNames: [320, 260, 200, 140, 80].map((daysAgo, i) => ({ value: `name no. ${i + 1}`, daysAgo })),
  },
  traveller: {
    purpose: 'country changed twice',
    name: 'suitcase',
    ...account(900_000_028),
    country: 'FI',
    earlierCountries: [
      { value: 'BR', daysAgo: 500 },
      { value: 'TR', daysAgo: 90 },
    ],
  },
  cyrillic: {
    purpose: 'Cyrillic name and vanity link',
    name: 'Бабушка с винтовкой',
    ...account(900_000_029),
    vanity: 'babushka',
    country: 'RU',
    flags: { realName: 'Валентина' },
  },
  chinese: { purpose: 'Chinese name', name: '夜雨听风不眠人', ...account(900_000_030), country: 'CN' },
  rtl: {
    purpose: 'Arabic name with a right-to-left override',
    name: 'صقر \u202Eليل 99',
    ...account(900_000_031),
    country: 'SA',
  },
  emoji: { purpose: 'emoji joined by zero-width joiners', name: '👨‍👩‍👧‍👦 family 🏳️‍🌈', ...account(900_000_032) },
  zalgo: { purpose: 'stacked combining marks', name: 'z̷̢̛̼͖̗̆̍ȧ̵̡̧͚̫͊l̶̨̛̰̝̓̏g̵̡̛̠̪̑̚o̶̧̝̬̅̽', ...account(900_000_033) },
  markup: {
    purpose: 'HTML in name, real name and summary',
    name: '<img src=x onerror="document.title=\'broken out\'">',
    ...account(900_000_034),
    flags: {
      realName: '<script>document.title="broken out"</script>',
      summary: '</div><iframe src="javascript:alert(1)"></iframe> & "quotes" \'single\'',
    },
  },
  longName: { purpose: 'one thousand characters', name: 'long'.repeat(250), ...account(900_000_035) },
  emptyName: { purpose: 'empty name', name: '', ...account(900_000_036) },
  deleted: { purpose: 'no such profile', name: 'gone', ...account(900_000_037), flags: { deleted: true } },
  manyFriends: {
    purpose: '2 050 friends: the benchmark page',
    name: 'knows everybody',
    ...account(900_000_038),
    ageDays: 4600,
    level: 180,
    games: 1200,
  },
  noFriends: { purpose: 'no friends, no comments', name: 'hermit', ...account(900_000_039) },
  limitedAccount: {
    purpose: 'limited account',
    name: 'never paid',
    ...account(900_000_040),
    ageDays: 35,
    games: 1,
    level: 0,
    flags: { limited: true },
  },
  lowestId: { purpose: 'the smallest SteamID64 there is', name: 'number one', ...account(1), ageDays: 8000 },
  highestId: {
    purpose: 'the largest SteamID64 there is; begins with 7656120',
    name: 'the last one',
    hours: 2,
    ...account(0xffff_ffff),
    ageDays: 1,
  },
} satisfies Record<string, NamedSpec>;

export type Role = keyof typeof TABLE;

/** The named people by role; tests and scripts find SteamIDs here without making a world. */
export const NAMED_PEOPLE: Readonly<Record<Role, NamedSpec>> = TABLE;
export const ROLES: readonly Role[] = Object.keys(TABLE).filter((role): role is Role => role in TABLE);
