import { createHmac, randomBytes } from 'node:crypto';
import type { Behaviour } from './behaviour.ts';

export const NS = 'http://specs.openid.net/auth/2.0';
const ENDPOINT = 'https://steamcommunity.com/openid/login';
const ELSEWHERE = 'https://evil.example';
const SIGNED = ['signed', 'op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'];

type Fields = Record<string, string>;

/** Signs and remembers, as the provider of one sandbox. */
export interface Signer {
  /** The query that sends somebody back, ready to be put behind the return address. */
  assert(who: { steamId: string; other: string }, returnTo: string, now: number, behaviour: Behaviour): URLSearchParams;
  /** Whether these fields carry our signature and a nonce that was not asked about before. */
  confirm(fields: URLSearchParams): boolean;
}

const identityOf = (steamId: string, host = 'https://steamcommunity.com') => `${host}/openid/id/${steamId}`;

/** Changes before signing: what a provider would sign that is not the one it should be, or is careless. */
const BEFORE: Partial<Record<Behaviour, (fields: Fields, other: string) => Fields>> = {
  'foreign-return-to': (fields) => ({ ...fields, return_to: `${ELSEWHERE}/callback?state=x` }),
  'other-identity': (fields, other) => ({ ...fields, identity: identityOf(other) }),
  'foreign-identity': (fields, other) => {
    const identity = identityOf(other, ELSEWHERE);
    return { ...fields, claimed_id: identity, identity };
  },
  'unsigned-identity': (fields) => withoutSigned(fields, ['claimed_id', 'identity']),
  'unsigned-return-to': (fields) => withoutSigned(fields, ['return_to']),
  'unsigned-nonce': (fields) => withoutSigned(fields, ['response_nonce']),
  'other-endpoint': (fields) => ({ ...fields, op_endpoint: `${ELSEWHERE}/openid/login` }),
};

/** Changes after signing: what somebody in between would do. */
const AFTER: Partial<Record<Behaviour, (fields: Fields, other: string) => Fields>> = {
  'wrong-signature': (fields) => ({ ...fields, sig: Buffer.from(randomBytes(20)).toString('base64') }),
  'swapped-identity': (fields, other) => ({ ...fields, claimed_id: identityOf(other), identity: identityOf(other) }),
};

function withoutSigned(fields: Fields, names: string[]): Fields {
  return { ...fields, signed: SIGNED.filter((name) => !names.includes(name)).join(',') };
}

export function createSigner(): Signer {
  const key = randomBytes(20);
  const asked = new Set<string>();
  let lastNonce: string | undefined;
  // 6.1: the signed fields in their order, as key-value form.
  const signatureOf = (field: (name: string) => string) =>
    createHmac('sha1', key)
      .update(
        field('signed')
          .split(',')
          .map((name) => `${name}:${field(name)}\n`)
          .join(''),
      )
      .digest('base64');
  return {
    assert({ steamId, other }, returnTo, now, behaviour) {
      const made = behaviour === 'old-nonce' ? now - 3_600_000 : now;
      const time = new Date(made).toISOString().replace(/\.\d+Z$/, 'Z');
      const nonce =
        behaviour === 'replayed-nonce' && lastNonce !== undefined
          ? lastNonce
          : `${time}${randomBytes(15).toString('base64')}`;
      lastNonce = nonce;
      const plain: Fields = {
        ns: NS,
        mode: 'id_res',
        op_endpoint: ENDPOINT,
        claimed_id: identityOf(steamId),
        identity: identityOf(steamId),
        return_to: returnTo,
        response_nonce: nonce,
        assoc_handle: '1234567890',
        signed: SIGNED.join(','),
      };
      const changed = BEFORE[behaviour]?.(plain, other) ?? plain;
      const signed = { ...changed, sig: signatureOf((name) => changed[name] ?? '') };
      const sent = AFTER[behaviour]?.(signed, other) ?? signed;
      const query = new URLSearchParams(Object.entries(sent).map(([name, value]) => [`openid.${name}`, value]));
      if (behaviour === 'doubled-identity') query.append('openid.claimed_id', identityOf(other));
      return query;
    },
    confirm(fields) {
      const field = (name: string) => fields.get(`openid.${name}`) ?? '';
      const nonce = field('response_nonce');
      if (asked.has(nonce)) return false;
      asked.add(nonce);
      return field('sig') === signatureOf(field);
    },
  };
}
