import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Bearer tokens as better-auth's bearer plugin makes them with `requireSignature`: a random token, a dot, and its HMAC.
 * Checked here rather than by the plugin, which turns "the database is locked" into "internal error". The database holds
 * only a hash of the token, and the key of the signature is not in the database: a copy of it opens nothing.
 */

/** What a person's browser sends, and what stands for it in the database. */
export interface MintedToken {
  bearer: string;
  hash: string;
}

export interface Bearers {
  mint(): MintedToken;
  /** The hash to look for, or undefined when the signature is not ours: then the database is not even asked. */
  hashOf(bearer: string): string | undefined;
}

const FORM = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** `key`: the operator's `HASH_KEY`; the signing key is derived from it, so that neither can stand for the other. */
export function createBearers(key: string): Bearers {
  const secret = createHmac('sha256', key).update('signature of bearer tokens').digest();
  const sign = (token: string) => createHmac('sha256', secret).update(token).digest();
  return {
    mint() {
      const token = randomBytes(32).toString('base64url');
      return { bearer: `${token}.${sign(token).toString('base64url')}`, hash: hashToken(token) };
    },
    hashOf(bearer) {
      const [, token = '', signature = ''] = FORM.exec(bearer) ?? [];
      const given = Buffer.from(signature, 'base64url');
      const right = sign(token);
      return given.length === right.length && timingSafeEqual(given, right) ? hashToken(token) : undefined;
    },
  };
}
