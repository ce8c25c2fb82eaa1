// @vitest-environment jsdom
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { steamIdFromAccountId } from '#shared/steam/steam-id.ts';
import { createCallLog } from '../calls.ts';
import { createFaults } from '../faults.ts';
import { ROLES, type Role } from '../world/people.ts';
import { nameAt, profileUrl } from '../world/view.ts';
import { createWorld } from '../world/world.ts';
import { communityApp } from './app.ts';
import { stagingOf } from './layout.ts';
import { PAGE_SCRIPT } from './page-script.ts';

const world = createWorld({ seed: 1, people: 3000, now: Date.UTC(2026, 0, 1) });
const calls = createCallLog();
const app = communityApp({ world, calls, faults: createFaults(), closing: new AbortController().signal });

/** GET as a browser would: redirects followed. */
async function get(path: string): Promise<Response> {
  let response = await app.request(`https://steamcommunity.com${path}`);
  for (let hops = 0; response.status === 302 && hops < 5; hops++) {
    response = await app.request(new URL(response.headers.get('location') ?? '', 'https://steamcommunity.com').href);
  }
  return response;
}
const parse = (text: string): Document => new DOMParser().parseFromString(text, 'text/html');
/** The markup an AJAX answer carries in one of its fields. */
const htmlIn = (answer: unknown, field: string): string =>
  z
    .record(z.string(), z.unknown())
    .transform((fields) => z.string().parse(fields[field]))
    .parse(answer);
const page = async (path: string): Promise<Document> => parse(await (await get(path)).text());
const profile = (role: Role, rest = '/'): string => `/profiles/${world.named(role).steamId}${rest}`;
const idsOf = (elements: Iterable<Element>, attribute: string): (string | null)[] =>
  [...elements].map((element) => element.getAttribute(attribute));
/** The object assigned to g_rgProfileData, read as the extension would. */
const profileData = (document: Document): unknown => {
  const text =
    [...document.scripts]
      .map((script) => script.textContent ?? '')
      .find((script) => script.includes('g_rgProfileData')) ?? '';
  return JSON.parse(/g_rgProfileData = (\{.*\});/.exec(text)?.[1] ?? 'null');
};

describe('profile', () => {
  it('carries name, ID, level and actions where the real page has them', async () => {
    const document = await page(profile('veteran'));
    const person = world.named('veteran');
    expect(document.querySelector('.profile_page:not(.private_profile) .actual_persona_name')?.textContent).toBe(
      'Old Hand',
    );
    expect(document.querySelector('.playerAvatar[data-miniprofile]')).not.toBeNull();
    expect(document.querySelector('.profile_header .playerAvatar')?.getAttribute('data-miniprofile')).toBe(
      String(person.accountId),
    );
    expect(document.querySelector('.persona_level .friendPlayerLevelNum')?.textContent).toBe('48');
    for (const selector of ['.profile_header_actions', '.responsive_status_info', '.profile_rightcol'])
      expect(document.querySelector(selector), selector).not.toBeNull();
    expect(document.querySelector('.profile_ban_status')).toBeNull();
    expect(profileData(document)).toEqual({
      url: 'https://steamcommunity.com/id/old-hand/',
      steamid: person.steamId,
      personaname: 'Old Hand',
      summary: person.summary,
    });
  });

  it('sets g_steamID to the viewer, not to the person shown', async () => {
    const document = await page(profile('smurf'));
    const text = [...document.scripts].map((script) => script.textContent).join();
    expect(text).toContain(`g_steamID = "${world.named('viewer').steamId}"`);
  });

  it('leads from the ID to the vanity address, and there whatever its case', async () => {
    const response = await app.request(`https://steamcommunity.com${profile('veteran', '?xml=1')}`);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/id/old-hand/?xml=1']);
    expect((await page('/id/OLD-HAND')).querySelector('.actual_persona_name')?.textContent).toBe('Old Hand');
  });

  it.each([
    [
      'multiBan',
      ['Multiple VAC bans on record', '1 game ban on record', 'Currently trade banned'],
      '30 day(s) since last ban',
    ],
    ['bannedToday', ['1 game ban on record'], '0 day(s) since last ban'],
    ['bannedPrivate', ['1 VAC ban on record'], '40 day(s) since last ban'],
  ] as const)('shows the bans of %s', async (role, lines, since) => {
    const status = (await page(profile(role))).querySelector('.profile_ban_status');
    const shown = [...(status?.querySelectorAll('.profile_ban') ?? [])].map((line) =>
      line.textContent?.split('|')[0]?.trim(),
    );
    expect(shown).toEqual(lines);
    expect(status?.textContent).toContain(since);
  });

  it.each(['freshPrivate', 'friendsOnly', 'unconfigured'] as const)('hides what %s hides', async (role) => {
    const document = await page(profile(role));
    expect(document.querySelector('.private_profile .profile_private_info')?.textContent?.trim()).not.toBe('');
    for (const selector of ['.friendPlayerLevelNum', '.recent_games', '.profile_topfriends', '.commentthread_area'])
      expect(document.querySelector(selector), selector).toBeNull();
  });

  it('shows no games of who hides them', async () => {
    const document = await page(profile('hiddenGames'));
    expect(document.querySelector('.recent_games')).toBeNull();
    expect(document.querySelector('.profile_topfriends')).not.toBeNull();
  });

  it.each(['/profiles/76561198000000001', '/profiles/1', '/id/nobody-has-this-name'])(
    '%s could not be found',
    async (path) => {
      expect((await page(path)).body.textContent).toContain('The specified profile could not be found.');
    },
  );

  it('treats the deleted as nobody', async () => {
    expect((await page(profile('deleted'))).body.textContent).toContain('The specified profile could not be found.');
  });

  it('lists earlier names', async () => {
    const names: unknown = await (await get(profile('nameChanger', '/ajaxaliases/'))).json();
    expect(names).toHaveLength(5);
    expect(names).toContainEqual({ newname: 'name no. 5', timechanged: expect.any(String) });
  });
});

describe('xml', () => {
  const xml = async (path: string) => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toContain('text/xml');
    const parsed: unknown = new XMLParser({ parseTagValue: false }).parse(await response.text());
    return parsed;
  };

  it('gives the public facts', async () => {
    const given = await xml(profile('veteran', '?xml=1'));
    expect(given).toMatchObject({
      profile: {
        steamID64: world.named('veteran').steamId,
        steamID: 'Old Hand',
        onlineState: 'in-game',
        privacyState: 'public',
        visibilityState: '3',
        vacBanned: '0',
        tradeBanState: 'None',
        isLimitedAccount: '0',
        customURL: 'old-hand',
        memberSince: 'October 7, 2011',
        location: 'Germany',
        mostPlayedGames: { mostPlayedGame: expect.anything() },
      },
    });
  });

  it('gives bans but no dates, games or membership of private profiles', async () => {
    const given = await xml(profile('bannedPrivate', '?xml=1'));
    expect(given).toMatchObject({ profile: { vacBanned: '1', privacyState: 'private', visibilityState: '1' } });
    for (const field of ['memberSince', 'hoursPlayed2Wk', 'mostPlayedGames', 'location'])
      expect(given).not.toHaveProperty(`profile.${field}`);
    expect(await xml(profile('friendsOnly', '?xml=1'))).toMatchObject({ profile: { privacyState: 'friendsonly' } });
    expect(await xml(profile('unconfigured', '?xml=1'))).toMatchObject({
      profile: { privacyMessage: expect.any(String) },
    });
  });

  it('has no most played games and zero hours for hidden ones', async () => {
    const given = await xml(profile('hiddenGames', '?xml=1'));
    expect(given).toMatchObject({ profile: { hoursPlayed2Wk: '0.0' } });
    expect(given).not.toHaveProperty('profile.mostPlayedGames');
  });

  it.each([profile('deleted', '?xml=1'), '/profiles/76561198000000001?xml=1', '/id/nobody-has-this-name?xml=1'])(
    '%s is an error, with status 200',
    async (path) => {
      expect((await get(path)).status).toBe(200);
      expect(await xml(path)).toEqual({ '?xml': '', response: { error: 'The specified profile could not be found.' } });
    },
  );

  it('is well-formed whatever the name', async () => {
    for (const person of world.people.slice(0, 400)) {
      if (person.deleted) continue;
      expect(await xml(`${new URL(profileUrl(person)).pathname}?xml=1`)).toMatchObject({
        profile: { steamID64: person.steamId },
      });
    }
    world.rename(world.named('emoji').steamId, 'a ]]> b <!-- \u0000 &amp; c');
    expect(await xml(profile('emoji', '?xml=1'))).toMatchObject({ profile: { steamID: 'a ]]> b <!--  &amp; c' } });
    world.reset();
  });
});

describe('lists of people', () => {
  it('has a row per friend with ID, link and name', async () => {
    const person = world.named('viewer');
    const document = await page('/my/friends/');
    const rows = [...document.querySelectorAll('.friends_content .selectable.friend_block_v2.persona[data-steamid]')];
    expect(rows).toHaveLength(world.friendsOf(person).length);
    expect(new Set(idsOf(rows, 'data-steamid'))).toEqual(
      new Set(world.friendsOf(person).map((friend) => friend.person.steamId)),
    );
    for (const row of rows) {
      expect(steamIdFromAccountId(row.getAttribute('data-miniprofile') ?? '')).toBe(row.getAttribute('data-steamid'));
      expect(row.querySelector('a.selectable_overlay')?.getAttribute('href')).toMatch(
        /^https:\/\/steamcommunity\.com\/(id|profiles)\//,
      );
      expect(row.querySelector('.player_avatar img')).not.toBeNull();
      expect(row.querySelector('.friend_block_content')).not.toBeNull();
    }
  });

  it('has more than 2 000 rows for somebody who knows everybody', { timeout: 30_000 }, async () => {
    const rows = (await page(profile('manyFriends', '/friends/'))).querySelectorAll('.friend_block_v2[data-steamid]');
    expect(rows.length).toBeGreaterThanOrEqual(2000);
  });

  it('keeps friends of private profiles to itself', async () => {
    expect((await page(profile('freshPrivate', '/friends/'))).querySelector('.friend_block_v2')).toBeNull();
  });

  it('groups whom the viewer met by sitting', async () => {
    const document = await page('/my/friends/coplay/');
    expect(document.querySelectorAll('#friends_list .coplayGroup').length).toBeGreaterThan(3);
    const met = idsOf(document.querySelectorAll('.coplayGroup .friend_block_v2.persona[data-steamid]'), 'data-steamid');
    expect(met).toContain(world.named('rageAimbot').steamId);
    expect(met).not.toContain(world.named('deleted').steamId);
  });

  it('pages a group by 51 members', async () => {
    const sizes: number[] = [];
    const seen = new Set<string | null>();
    for (let p = 1; p <= 4; p++) {
      const blocks = [
        ...(await page(`/groups/sandbox-regulars/members?p=${p}`)).querySelectorAll('#memberList .member_block'),
      ];
      sizes.push(blocks.length);
      for (const block of blocks) {
        expect(block.querySelector('.member_block_content a.linkFriend')).not.toBeNull();
        seen.add(block.querySelector('.playerAvatar [data-miniprofile]')?.getAttribute('data-miniprofile') ?? null);
      }
    }
    expect(sizes).toEqual([51, 51, 51, 7]);
    expect(seen.size).toBe(160);
    expect(
      (await page('/groups/sandbox-regulars/members')).querySelector('.rank_icon[title="Group Owner"]'),
    ).not.toBeNull();
  });

  it('has a group without members and no group of a made-up name', async () => {
    expect((await page('/groups/empty-room/members')).querySelector('.member_block')).toBeNull();
    expect((await page('/groups/no-such-group/members')).body.textContent).toContain('No group could be retrieved');
  });

  it('finds people by AJAX, twenty a page', async () => {
    expect((await page('/search/users/')).querySelector('#search_results .search_row')).toBeNull();
    const answer: unknown = await (
      await get('/search/SearchCommunityAjax?text=otter&filter=users&sessionid=x&steamid_user=false&page=2')
    ).json();
    expect(answer).toMatchObject({ success: 1, search_page: 2, html: expect.any(String) });
    const fragment = parse(htmlIn(answer, 'html'));
    expect(fragment.querySelectorAll('.search_row')).toHaveLength(20);
    expect(fragment.querySelector('.search_row .mediumHolder_default[data-miniprofile]')).not.toBeNull();
    expect(fragment.querySelector('.searchPersonaInfo a.searchPersonaName[href]')).not.toBeNull();
    expect(await (await get('/search/SearchCommunityAjax?text=')).json()).toMatchObject({ search_result_count: 0 });
  });

  it('pages comments by AJAX', async () => {
    const person = world.named('veteran');
    const first = await page(profile('veteran'));
    const shown = [...first.querySelectorAll('.commentthread_comment')].map((comment) => comment.id);
    expect(shown).toHaveLength(6);
    expect(first.querySelector('.commentthread_comment_avatar a[data-miniprofile]')).not.toBeNull();
    const answer = await app.request(`https://steamcommunity.com/comment/Profile/render/${person.steamId}/-1/`, {
      method: 'POST',
      body: new URLSearchParams({ start: '6', count: '6' }),
    });
    const body: unknown = await answer.json();
    expect(body).toMatchObject({ success: true, start: 6, total_count: 40 });
    const next = [...parse(htmlIn(body, 'comments_html')).querySelectorAll('.commentthread_comment')].map(
      (comment) => comment.id,
    );
    expect(next).toHaveLength(6);
    expect(next.some((id) => shown.includes(id))).toBe(false);
    const none = await app.request(
      `https://steamcommunity.com/comment/Profile/render/${world.named('freshPrivate').steamId}/-1/`,
      { method: 'POST' },
    );
    expect(await none.json()).toMatchObject({ success: false });
  });

  it('has a page that only links to profiles and one without anybody', async () => {
    const guide = await page('/sharedfiles/filedetails/?id=1');
    expect(guide.querySelectorAll('.guide a[href*="/profiles/"], .guide a[href*="/id/"]').length).toBeGreaterThan(5);
    expect(guide.querySelector('[data-miniprofile], [data-steamid]')).toBeNull();
    const market = await page('/market/');
    expect(market.querySelector('[data-miniprofile], [data-steamid], a[href*="/profiles/"]')).toBeNull();
  });
});

describe('hostile names', () => {
  it('are text on every page', { timeout: 30_000 }, async () => {
    const paths = [
      ...ROLES.filter((role) => role !== 'deleted').map((role) => profile(role)),
      '/my/friends/',
      '/my/friends/coplay/',
      '/groups/sandbox-regulars/members',
      '/groups/quiet-lobby',
      '/sharedfiles/filedetails/?id=1',
      profile('manyFriends', '/friends/'),
    ];
    for (const path of paths) {
      const document = await page(path);
      expect(document.querySelector('[onerror], iframe, b'), path).toBeNull();
      // The frame's own scripts, and on profiles the one with the profile's data.
      const known = [...document.scripts].every(
        (script) =>
          script.getAttribute('src')?.startsWith('/__assets/') ||
          /g_sessionID|g_rgProfileData/.test(script.textContent ?? ''),
      );
      expect(known, path).toBe(true);
    }
  });

  it('come out as they went in', async () => {
    for (const role of ['markup', 'rtl', 'emoji', 'zalgo', 'cyrillic', 'chinese', 'longName', 'emptyName'] as const) {
      const document = await page(profile(role));
      const name = nameAt(world.named(role), world.now);
      expect(document.querySelector('.actual_persona_name')?.textContent).toBe(name);
      expect(profileData(document)).toMatchObject({ personaname: name });
    }
  });
});

it('says on every page that it is not Steam, and uses nobody’s assets', async () => {
  for (const path of ['/my/', '/my/friends/', '/market/', '/no/such/page', profile('deleted')]) {
    const text = await (await get(path)).text();
    expect(parse(text).querySelector('.sandbox_notice')?.textContent).toContain('not Steam');
    expect(text).not.toMatch(/akamai|steamstatic\.com\/public|valve_logo/);
  }
});

it('may not reach a backend on this machine from the page itself, as on the real site', async () => {
  expect((await get('/my/')).headers.get('content-security-policy')).toMatch(
    /connect-src 'self' https:\/\/api\.steampowered\.com/,
  );
});

describe('page script', () => {
  /** Shows a page in this test's window and runs its script. */
  const open = async (path: string) => {
    document.documentElement.innerHTML = (await page(path)).documentElement.innerHTML;
    Object.assign(window, { g_staging: stagingOf(new URL(path, 'https://steamcommunity.com')) });
    const rendered = new Promise<void>((resolve) => {
      document.addEventListener('sandbox:rendered', () => resolve(), { once: true });
    });
    new Function(PAGE_SCRIPT)();
    return { rendered };
  };
  const rows = () => [...document.querySelectorAll('.friend_block_v2')];

  it('replaces every row by a new one of the same person when told to render anew', async () => {
    await open('/id/the-viewer/friends/');
    const before = rows();
    before[0]?.append('something an extension added');
    document.getElementById('sandbox_rerender')?.click();
    expect(idsOf(rows(), 'data-steamid')).toEqual(idsOf(before, 'data-steamid'));
    expect(rows().some((row) => before.includes(row))).toBe(false);
    expect(rows()[0]?.textContent).not.toContain('something an extension added');
  });

  it('brings the parts later with ?late', async () => {
    const { rendered } = await open('/id/the-viewer/friends/?late=0');
    expect(rows()).toHaveLength(0);
    await rendered;
    expect(rows().length).toBeGreaterThan(30);
  });

  it('renders anew by itself with ?rerender', async () => {
    const { rendered } = await open('/id/the-viewer/friends/?rerender=0');
    const [first] = rows();
    await rendered;
    expect(first?.isConnected).toBe(false);
    expect(rows().length).toBeGreaterThan(30);
  });

  it('lets rows stand for somebody else, and leaves what others put there', async () => {
    await open('/id/the-viewer/friends/');
    const before = rows();
    const ids = idsOf(before, 'data-steamid');
    const added = document.createElement('span');
    before[0]?.prepend(added);
    document.dispatchEvent(new Event('sandbox:reuse'));
    expect(rows()).toEqual(before);
    expect(idsOf(rows(), 'data-steamid').sort()).toEqual([...ids].sort());
    expect(before[0]?.getAttribute('data-steamid')).not.toBe(ids[0]);
    expect(added.parentElement).toBe(before[0]);
    for (const row of before) {
      const person = world.find(row.getAttribute('data-steamid') ?? '');
      expect(person && row.querySelector('a.selectable_overlay')?.getAttribute('href')).toBe(
        person && profileUrl(person),
      );
      expect(row.querySelector('.friend_block_content')?.textContent).toContain(person && nameAt(person, world.now));
    }
  });
});
