import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMemberSince, readProfileXml } from '#extension/lookup/profile-xml.ts';
import { readXml } from '#extension/lookup/xml.ts';
import { ANNA } from '#extension/pages/fixtures.ts';

const NOW = Date.UTC(2026, 10, 20);
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const profile = (inner: string) => `${HEAD}<profile>\r\n\t<steamID64>${ANNA}</steamID64>${inner}\r\n</profile>`;
const PUBLIC = `<steamID><![CDATA[Anna]]></steamID><privacyState>public</privacyState><visibilityState>3</visibilityState>
<avatarMedium><![CDATA[https://avatars.example/a_medium.jpg]]></avatarMedium><vacBanned>0</vacBanned><tradeBanState>None</tradeBanState>
<isLimitedAccount>0</isLimitedAccount><memberSince>September 12, 2003</memberSince><location><![CDATA[Berlin]]></location>
<mostPlayedGames><mostPlayedGame><gameName><![CDATA[Other]]></gameName><gameLink><![CDATA[https://steamcommunity.com/app/7301]]></gameLink><hoursOnRecord>5</hoursOnRecord></mostPlayedGame>
<mostPlayedGame><gameName><![CDATA[Counter-Strike 2]]></gameName><gameLink><![CDATA[https://steamcommunity.com/app/730]]></gameLink><hoursPlayed>12.5</hoursPlayed><hoursOnRecord>1,234.5</hoursOnRecord></mostPlayedGame></mostPlayedGames>`;

describe('the XML reader', () => {
  it('reads elements, text, references and CDATA', () => {
    const root = readXml(
      `${HEAD}<a x="1"><!-- no --><b>1 &lt; 2 &amp;&#x41;&#66;&nope;</b><c/><d><![CDATA[<b>x</b>]]></d></a>`,
    );
    expect(root?.children.map(({ name, text }) => [name, text])).toEqual([
      ['b', '1 < 2 &AB&nope;'],
      ['c', ''],
      ['d', '<b>x</b>'],
    ]);
  });

  it.each([
    '',
    'plain',
    '<a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a></a><b></b>',
    '<!DOCTYPE html><html><br></html>',
    '<a><![CDATA[open</a>',
    '<a>'.repeat(50) + '</a>'.repeat(50),
  ])('refuses %j', (source) => {
    expect(readXml(source)).toBeUndefined();
  });

  it('never throws, and takes any text in CDATA as text', () => {
    fc.assert(fc.property(fc.string(), (source) => void readXml(source)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        if (name.includes(']]>')) return;
        expect(readXml(`<a><![CDATA[${name}]]></a>`)?.text).toBe(name);
      }),
    );
  });

  it('takes linear time on hostile input', () => {
    expect(readXml(`<a>${'<a '.repeat(100_000)}`)).toBeUndefined();
    expect(readXml(`<a>${'<![CDATA['.repeat(50_000)}`)).toBeUndefined();
  });
});

describe('a profile by its XML', () => {
  it('gives the public facts', () => {
    expect(readProfileXml(profile(PUBLIC), NOW)).toEqual({
      state: 'ok',
      steamId: ANNA,
      games: 'ok',
      facts: {
        profile: {
          observedAt: NOW,
          visibility: 'public',
          name: 'Anna',
          avatarUrl: 'https://avatars.example/a_medium.jpg',
          createdAt: Date.UTC(2003, 8, 12),
        },
        bans: { observedAt: NOW, vac: 0, game: 0, community: false, economy: 'none' },
        games: { observedAt: NOW, cs2Minutes: 74_070, cs2RecentMinutes: 750 },
      },
    });
  });

  it('takes hidden hours as unknown, not as none', () => {
    const hidden = readProfileXml(
      profile(
        '<steamID>x</steamID><privacyState>public</privacyState><vacBanned>1</vacBanned><tradeBanState>Banned</tradeBanState>',
      ),
      NOW,
    );
    expect(hidden).toMatchObject({ state: 'ok', games: 'unavailable', facts: { bans: { vac: 1, economy: 'banned' } } });
    expect(hidden).not.toHaveProperty('facts.games');
    expect(hidden).not.toHaveProperty('facts.profile.createdAt');
  });

  it('knows private and never configured profiles', () => {
    expect(
      readProfileXml(
        profile('<steamID><![CDATA[x]]></steamID><privacyState>private</privacyState><vacBanned>0</vacBanned>'),
        NOW,
      ),
    ).toMatchObject({ state: 'ok', games: 'private', facts: { profile: { visibility: 'private' } } });
    expect(
      readProfileXml(
        profile(
          '<privacyMessage><![CDATA[This user has not yet set up their Steam Community profile.<br />…]]></privacyMessage>',
        ),
        NOW,
      ),
    ).toMatchObject({ state: 'ok', facts: { profile: { unconfigured: true, visibility: 'private' } } });
  });

  it('is not fooled by a name that looks like markup', () => {
    const spoof = profile(
      `<steamID><![CDATA[</steamID><steamID64>76561198000000009</steamID64><vacBanned>0</vacBanned>]]></steamID><privacyState>public</privacyState><vacBanned>1</vacBanned>`,
    );
    expect(readProfileXml(spoof, NOW)).toMatchObject({ state: 'ok', steamId: ANNA, facts: { bans: { vac: 1 } } });
  });

  it('tells nobody from broken', () => {
    expect(
      readProfileXml(
        `${HEAD}<response><error><![CDATA[The specified profile could not be found.]]></error></response>`,
        NOW,
      ),
    ).toEqual({ state: 'not-found' });
    for (const broken of [
      '<!DOCTYPE html><html><body>An error occurred</body></html>',
      `${HEAD}<response><error><![CDATA[An error was encountered while processing your request]]></error></response>`,
      profile('').replace(ANNA, '123'),
      profile(PUBLIC).slice(0, 300),
      profile(''),
    ]) {
      expect(readProfileXml(broken, NOW)).toEqual({ state: 'broken' });
    }
  });

  it.each([
    ['September 12, 2003', Date.UTC(2003, 8, 12)],
    ['12 September, 2003', Date.UTC(2003, 8, 12)],
    ['March 5', Date.UTC(2026, 2, 5)],
    ['December 24', Date.UTC(2025, 11, 24)],
    ['September 12, 1999', undefined],
    ['January 1, 2099', undefined],
    ['', undefined],
    ['sometime', undefined],
  ])('reads "%s" as the day the account was made', (text, time) => {
    expect(readMemberSince(text, NOW)).toBe(time);
  });
});
