import type { Random } from './random.ts';

const FIRST = [
  'silent',
  'lucky',
  'frozen',
  'tiny',
  'rusty',
  'velvet',
  'neon',
  'grumpy',
  'cosmic',
  'salty',
  'hollow',
  'amber',
  'crispy',
  'lazy',
  'brave',
  'dusty',
  'electric',
  'polar',
  'quiet',
  'wild',
] as const;
const SECOND = [
  'otter',
  'badger',
  'raven',
  'toaster',
  'comet',
  'biscuit',
  'falcon',
  'pickle',
  'wolf',
  'lantern',
  'moth',
  'kettle',
  'viper',
  'panda',
  'spoon',
  'anchor',
  'goose',
  'cactus',
  'mango',
  'ghost',
] as const;
const CYRILLIC = [
  'Тихий Лис',
  'Снежный',
  'мишка_на_севере',
  'Дядя Фёдор',
  'Волк одиночка',
  'ГРОМ',
  'Крот',
  'бабушка с авп',
  'Лунный Кот',
  'СИБИРЯК',
] as const;
const CHINESE = [
  '夜雨听风',
  '小熊饼干',
  '一枪一个',
  '白日梦',
  '江南烟雨',
  '老王不老',
  '星河',
  '咸鱼翻身',
  '风中的猫',
  '橘子汽水',
] as const;
const ARABIC = ['صقر الليل', 'نجم الشمال', 'الذئب', 'قمر', 'رمال'] as const;
const KOREAN = ['바람의검', '고양이', '새벽별', '감자튀김'] as const;

/** Names that break careless pages; each is a legal persona name somewhere or once was. */
const ODD_NAMES = [
  '<img src=x onerror="document.title=\'broken out\'">',
  '<script>document.title="broken out"</script>',
  '"><b>bold</b>',
  "'; DROP TABLE players;--",
  '\u202Eesrever ni nettirw',
  'مرحبا \u202Eworld\u202C !',
  '\u200B\u200B\u200B',
  '&lt;not escaped twice&gt; &amp;',
  'n̸͖͗ă̶̻m̴̧̕e̵͓̎ ̷͖̀z̵̝̏a̶̺͝l̴͓̇g̷̣̈́ȯ̶̺',
  '👨‍👩‍👧‍👦🏳️‍🌈🦦🔫',
  ']]> <x> <![CDATA[',
  '{{7*7}} %s %n ../../etc',
  '........................................',
  'W'.repeat(120),
] as const;

const BY_COUNTRY: Record<string, readonly string[]> = {
  RU: CYRILLIC,
  UA: CYRILLIC,
  KZ: CYRILLIC,
  CN: CHINESE,
  TW: CHINESE,
  SA: ARABIC,
  AE: ARABIC,
  KR: KOREAN,
};

/** Where people live, with weights that sum to about 1; roughly the player base of the game. */
const COUNTRIES = [
  ['RU', 0.13],
  ['US', 0.12],
  ['CN', 0.1],
  ['DE', 0.08],
  ['PL', 0.07],
  ['BR', 0.07],
  ['TR', 0.05],
  ['GB', 0.05],
  ['FR', 0.05],
  ['UA', 0.04],
  ['SE', 0.04],
  ['DK', 0.03],
  ['CZ', 0.03],
  ['KZ', 0.03],
  ['FI', 0.02],
  ['NL', 0.02],
  ['ES', 0.02],
  ['SA', 0.01],
  ['AE', 0.01],
  ['KR', 0.01],
  ['TW', 0.01],
  ['AU', 0.01],
] as const;

/** A country of residence, ISO 3166 alpha-2. */
export function drawCountry(random: Random): string {
  let left = random.next();
  for (const [code, weight] of COUNTRIES) {
    left -= weight;
    if (left < 0) return code;
  }
  return 'DE';
}

/** A persona name as people of that country might choose; one in two hundred is odd. */
export function drawName(random: Random, country: string): string {
  if (random.chance(0.005)) return random.pick(ODD_NAMES);
  const local = BY_COUNTRY[country];
  if (local && random.chance(0.55))
    return random.chance(0.3) ? `${random.pick(local)} ${random.int(1, 99)}` : random.pick(local);
  const first: string = random.pick(FIRST);
  const second: string = random.pick(SECOND);
  switch (random.int(0, 5)) {
    case 0:
      return `${first}${second}`;
    case 1:
      return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second.charAt(0).toUpperCase()}${second.slice(1)}`;
    case 2:
      return `xX_${second}_Xx`;
    case 3:
      return `${second}${random.int(1, 9999)}`;
    case 4:
      return `[${first.slice(0, 3).toUpperCase()}] ${second}`;
    default:
      return `${first}.${second}`;
  }
}

/** A vanity name, unique by its number. */
export function vanityFor(random: Random, index: number): string {
  return `${random.pick(FIRST)}-${random.pick(SECOND)}-${index}`;
}
