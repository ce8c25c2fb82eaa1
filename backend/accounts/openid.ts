import { STEAM_OPENID } from '#backend/platform/config.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/**
 * Steam's OpenID 2.0, the relying party's half, without any I/O. Steam speaks the stateless form: an assertion comes with
 * the browser, and only asking Steam itself (`check_authentication`) says whether it is real. Section numbers are those of
 * OpenID Authentication 2.0.
 */

const NS = 'http://specs.openid.net/auth/2.0';
const IDENTIFIER_SELECT = 'http://specs.openid.net/auth/2.0/identifier_select';
const CLAIMED_ID = /^https:\/\/steamcommunity\.com\/openid\/id\/(\d{17})$/;

/** How far Steam's clock and ours may differ, ms; a nonce from further away is refused. */
export const NONCE_WINDOW = 5 * 60_000;

/** What must be under the signature for an assertion to mean anything (11.3, and 10.1 for the list). */
const MUST_BE_SIGNED = ['op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'];

/** Every field Steam sends; anything else in the `openid.` name space is not Steam's doing. */
const FIELDS = new Set([
  'ns',
  'mode',
  'op_endpoint',
  'claimed_id',
  'identity',
  'return_to',
  'response_nonce',
  'assoc_handle',
  'signed',
  'sig',
]);

/** Longest field, characters; Steam's longest is the return address. */
const MAX_FIELD = 1024;

/** Why an assertion is not believed. `clock` is told apart because the operator can mend it. */
export type Refusal =
  | 'malformed'
  | 'cancelled'
  | 'wrong-provider'
  | 'wrong-return'
  | 'wrong-identity'
  | 'unsigned'
  | 'clock';

/** Where to send the browser: Steam asks the person and comes back to `returnTo`. */
export function authenticationUrl(returnTo: string, realm: string): string {
  const url = new URL(STEAM_OPENID);
  url.search = new URLSearchParams({
    'openid.ns': NS,
    'openid.mode': 'checkid_setup',
    'openid.return_to': returnTo,
    'openid.realm': realm,
    'openid.identity': IDENTIFIER_SELECT,
    'openid.claimed_id': IDENTIFIER_SELECT,
  }).toString();
  return url.href;
}

/** An assertion that looks right so far; Steam has not been asked yet. */
export interface Assertion {
  steamId: SteamId;
  nonce: string;
  /** The body of the request that asks Steam whether it said so. */
  check: URLSearchParams;
}

/** The time in a nonce (10.1: RFC 3339 in UTC without fractions, then anything printable), ms; undefined when it is none. */
function nonceTime(nonce: string): number | undefined {
  const text = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)[\x21-\x7e]{1,200}$/.exec(nonce)?.[1];
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Reads what came back with the browser. `query` is the raw query of the callback, `returnTo` the exact address that was
 * given to Steam for this sign-in, `now` in ms.
 */
export function readAssertion(
  query: URLSearchParams,
  returnTo: string,
  now: number,
): { ok: true; assertion: Assertion } | { ok: false; refusal: Refusal } {
  const refused = (refusal: Refusal) => ({ ok: false as const, refusal });
  const fields = new Map<string, string>();
  for (const [name, value] of query) {
    if (!name.startsWith('openid.')) continue;
    const field = name.slice('openid.'.length);
    // Twice the same field: the checker might read one and Steam the other.
    if (!FIELDS.has(field) || fields.has(field) || value.length > MAX_FIELD || /[\r\n\0]/.test(value)) {
      return refused(fields.get('mode') === 'cancel' ? 'cancelled' : 'malformed');
    }
    fields.set(field, value);
  }
  const field = (name: string) => fields.get(name) ?? '';
  if (field('ns') !== NS) return refused('malformed');
  if (field('mode') === 'cancel') return refused('cancelled');
  if (field('mode') !== 'id_res' || [...FIELDS].some((name) => field(name) === '')) return refused('malformed');
  if (field('op_endpoint') !== STEAM_OPENID) return refused('wrong-provider');
  if (field('return_to') !== returnTo) return refused('wrong-return');
  const steamId = CLAIMED_ID.exec(field('claimed_id'))?.[1];
  if (field('identity') !== field('claimed_id') || !isSteamId(steamId)) return refused('wrong-identity');
  const signed = field('signed').split(',');
  if (MUST_BE_SIGNED.some((name) => !signed.includes(name))) return refused('unsigned');
  const nonce = field('response_nonce');
  const time = nonceTime(nonce);
  if (time === undefined) return refused('malformed');
  if (Math.abs(now - time) > NONCE_WINDOW) return refused('clock');
  const check = new URLSearchParams([...fields].map(([name, value]) => [`openid.${name}`, value]));
  check.set('openid.mode', 'check_authentication');
  return { ok: true, assertion: { steamId, nonce, check } };
}

/**
 * Whether Steam's answer to `check_authentication` says yes: key-value form (4.1.1) with exactly the two lines that Steam
 * sends. More or other lines are refused: a yes that is not plainly Steam's is no.
 */
export function saysValid(answer: string): boolean {
  const lines = answer.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.length === 2 && lines.includes(`ns:${NS}`) && lines.includes('is_valid:true');
}
