import { account, type NamedSpec } from './named-spec.ts';

/** Named people whose names, real names or summaries break careless pages. */
export const ODD_PEOPLE = {
  cyrillic: {
    online: 'in-game',
    purpose: 'Cyrillic name and vanity link',
    name: 'Бабушка с винтовкой',
    ...account(900_000_029),
    vanity: 'babushka',
    country: 'RU',
    flags: { realName: 'Валентина' },
  },
  chinese: {
    online: 'in-game',
    purpose: 'Chinese name',
    name: '夜雨听风不眠人',
    ...account(900_000_030),
    country: 'CN',
  },
  rtl: {
    online: 'in-game',
    purpose: 'Arabic name with a right-to-left override',
    name: 'صقر \u202Eليل 99',
    ...account(900_000_031),
    country: 'SA',
  },
  emoji: { purpose: 'emoji joined by zero-width joiners', name: '👨‍👩‍👧‍👦 family 🏳️‍🌈', ...account(900_000_032) },
  zalgo: { purpose: 'stacked combining marks', name: 'z̷̢̛̼͖̗̆̍ȧ̵̡̧͚̫͊l̶̨̛̰̝̓̏g̵̡̛̠̪̑̚o̶̧̝̬̅̽', ...account(900_000_033) },
  markup: {
    online: 'in-game',
    purpose: 'HTML in name, real name and summary',
    name: '<img src=x onerror="document.title=\'broken out\'">',
    ...account(900_000_034),
    flags: {
      realName: '<script>document.title="broken out"</script>',
      summary: '</div><iframe src="javascript:alert(1)"></iframe> & "quotes" \'single\'',
    },
  },
  longName: {
    online: 'in-game',
    purpose: 'one thousand characters',
    name: 'long'.repeat(250),
    ...account(900_000_035),
  },
  emptyName: { purpose: 'empty name', name: '', ...account(900_000_036) },
} satisfies Record<string, NamedSpec>;
