import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authenticationUrl, NONCE_WINDOW, type Refusal, readAssertion, saysValid } from '#backend/accounts/openid.ts';
import { STEAM_OPENID } from '#backend/platform/config.ts';

const RETURN_TO = 'https://api.example/v1/auth/steam/callback?state=abc';
const NOW = Date.parse('2026-03-01T12:00:00Z');
const ID = '76561197960287930';

const honest: Record<string, string> = {
  ns: 'http://specs.openid.net/auth/2.0',
  mode: 'id_res',
  op_endpoint: STEAM_OPENID,
  claimed_id: `https://steamcommunity.com/openid/id/${ID}`,
  identity: `https://steamcommunity.com/openid/id/${ID}`,
  return_to: RETURN_TO,
  response_nonce: '2026-03-01T12:00:00Zx1y2z3+/=',
  assoc_handle: '1234567890',
  signed: 'signed,op_endpoint,claimed_id,identity,return_to,response_nonce,assoc_handle',
  sig: 'W0u5DRbtHE1GG0ZKXjerUZDUGmc=',
};

function read(change: Record<string, string | undefined> = {}, extra = '', now = NOW) {
  const fields = Object.entries({ ...honest, ...change }).filter((entry): entry is [string, string] => !!entry[1]);
  const query = new URLSearchParams(fields.map(([name, value]) => [`openid.${name}`, value]));
  return readAssertion(new URLSearchParams(`state=abc&${query}${extra}`), RETURN_TO, now);
}

const id = (value: string) => ({ claimed_id: value, identity: value });
const without = (name: string) => ({
  signed: honest['signed']
    ?.split(',')
    .filter((each) => each !== name)
    .join(','),
});

describe('an assertion', () => {
  it('is read when every check holds, and asked about with every field as it came', () => {
    const result = read();
    if (!result.ok) throw new Error(result.refusal);
    expect(result.assertion).toMatchObject({ steamId: ID, nonce: honest['response_nonce'] });
    expect(Object.fromEntries(result.assertion.check)).toEqual({
      ...Object.fromEntries(Object.entries(honest).map(([name, value]) => [`openid.${name}`, value])),
      'openid.mode': 'check_authentication',
    });
  });

  it('may name the first and the last Steam account, whose number no longer begins with 7656119', () => {
    for (const steamId of ['76561197960265729', '76561202255233023']) {
      expect(read(id(`https://steamcommunity.com/openid/id/${steamId}`)).ok).toBe(true);
    }
  });

  it.each<[string, Record<string, string | undefined>, Refusal]>([
    ['cancelled at Steam', { mode: 'cancel' }, 'cancelled'],
    ['another mode', { mode: 'setup_needed' }, 'malformed'],
    ['no name space', { ns: undefined }, 'malformed'],
    ['OpenID 1.1', { ns: 'http://openid.net/signon/1.1' }, 'malformed'],
    ['another provider', { op_endpoint: 'https://evil.example/openid/login' }, 'wrong-provider'],
    ['the provider over http', { op_endpoint: 'http://steamcommunity.com/openid/login' }, 'wrong-provider'],
    ['a foreign return address', { return_to: 'https://evil.example/?state=abc' }, 'wrong-return'],
    ['a longer return address', { return_to: `${RETURN_TO}&x=1` }, 'wrong-return'],
    ['another state', { return_to: RETURN_TO.replace('abc', 'abd') }, 'wrong-return'],
    ['another identity than claimed', { identity: honest['identity']?.replace(/0$/, '1') }, 'wrong-identity'],
    ['an identity elsewhere', id(`https://evil.example/openid/id/${ID}`), 'wrong-identity'],
    ['an identity over http', id(`http://steamcommunity.com/openid/id/${ID}`), 'wrong-identity'],
    ['a host that only begins like Steam', id(`https://steamcommunity.com.evil/openid/id/${ID}`), 'wrong-identity'],
    ['a slash too many', id(`https://steamcommunity.com/openid/id/${ID}/`), 'wrong-identity'],
    ['a line break at the end', id(`https://steamcommunity.com/openid/id/${ID}\n`), 'malformed'],
    ['an ID below the range', id('https://steamcommunity.com/openid/id/76561197960265728'), 'wrong-identity'],
    ['an ID above the range', id('https://steamcommunity.com/openid/id/76561202255233024'), 'wrong-identity'],
    ['no signature', { sig: undefined }, 'malformed'],
    ['a nonce without a time', { response_nonce: 'x1y2z3' }, 'malformed'],
    ['a nonce of a day that does not exist', { response_nonce: '2026-13-01T12:00:00Zabc' }, 'malformed'],
    ['a nonce that is nothing but a time', { response_nonce: '2026-03-01T12:00:00Z' }, 'malformed'],
    ...['op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'].map(
      (name): [string, Record<string, string | undefined>, Refusal] => [
        `${name} not signed`,
        without(name),
        'unsigned',
      ],
    ),
  ])('is refused: %s', (_, change, refusal) => {
    expect(read(change)).toEqual({ ok: false, refusal });
  });

  it('is refused with a field twice, whichever comes first', () => {
    const again = `&openid.claimed_id=${encodeURIComponent('https://steamcommunity.com/openid/id/76561197960287931')}`;
    expect(read({}, again)).toEqual({ ok: false, refusal: 'malformed' });
    expect(read({}, '&openid.mode=id_res')).toEqual({ ok: false, refusal: 'malformed' });
  });

  it('is refused with fields Steam does not send', () => {
    expect(read({}, '&openid.ns.sreg=x')).toEqual({ ok: false, refusal: 'malformed' });
  });

  it('may be five minutes away, not more', () => {
    for (const sign of [-1, 1]) {
      expect(read({}, '', NOW + sign * NONCE_WINDOW).ok).toBe(true);
      expect(read({}, '', NOW + sign * (NONCE_WINDOW + 1))).toEqual({ ok: false, refusal: 'clock' });
      expect(read({}, '', NOW + sign * 3_600_000)).toEqual({ ok: false, refusal: 'clock' });
    }
  });

  it('is never believed after any change of one signed field', () => {
    fc.assert(
      fc.property(fc.constantFrom('op_endpoint', 'claimed_id', 'identity', 'return_to'), fc.string(), (name, value) => {
        fc.pre(value !== honest[name]);
        expect(read({ [name]: value }).ok).toBe(false);
      }),
    );
  });
});

describe("Steam's answer", () => {
  const NS = 'ns:http://specs.openid.net/auth/2.0';
  it.each([`${NS}\nis_valid:true\n`, `${NS}\nis_valid:true`, `is_valid:true\n${NS}\n`])('says yes: %j', (text) => {
    expect(saysValid(text)).toBe(true);
  });

  it.each([
    `${NS}\nis_valid:false\n`,
    'is_valid:true',
    '',
    `${NS}\nis_valid:true \n`,
    `${NS}\n is_valid:true\n`,
    `${NS}\nis_valid:True\n`,
    `${NS}\nis_valid: true\n`,
    `${NS}\r\nis_valid:true\r\n`,
    `${NS}\nerror:not is_valid:true\n`,
    `${NS}\nis_valid:false is_valid:true\n`,
    `${NS}\nis_valid:true\nis_valid:false\n`,
    `${NS}\nis_valid:false\nis_valid:true\n`,
    `${NS}\nis_valid:true\nis_valid:true\n`,
    `${NS}\nis_valid:true\ninvalidate_handle:1234567890\n`,
    `${NS}\nis_valid:true\n\n`,
    `ns:http://specs.openid.net/auth/1.0\nis_valid:true\n`,
    '<html>is_valid:true</html>',
  ])('says no: %j', (text) => {
    expect(saysValid(text)).toBe(false);
  });
});

describe('the way to Steam', () => {
  it('asks Steam who it is, and to come back to exactly one address', () => {
    const url = new URL(authenticationUrl(RETURN_TO, 'https://api.example'));
    expect(url.origin + url.pathname).toBe(STEAM_OPENID);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'openid.ns': 'http://specs.openid.net/auth/2.0',
      'openid.mode': 'checkid_setup',
      'openid.return_to': RETURN_TO,
      'openid.realm': 'https://api.example',
      'openid.identity': 'http://specs.openid.net/auth/2.0/identifier_select',
      'openid.claimed_id': 'http://specs.openid.net/auth/2.0/identifier_select',
    });
  });
});
