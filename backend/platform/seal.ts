/**
 * Encryption at rest of the few secrets users entrust to us, AES-256-GCM with a key derived from the operator's: a copy of
 * the database opens nothing. WebCrypto, which both platforms have.
 */
export interface Seal {
  /** `about` is bound to the text: what was sealed for one user opens for nobody else. */
  close(text: string, about: string): Promise<string>;
  /** Undefined when it was not sealed with this key and for this. */
  open(sealed: string, about: string): Promise<string | undefined>;
}

const NONCE = 12;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** `purpose`: what was sealed for one opens for no other. */
export function createSeal(key: string, purpose: string): Seal {
  const derived = (async () => {
    const raw = await crypto.subtle.importKey('raw', bytesOf(key), 'HKDF', false, ['deriveKey']);
    const info = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytesOf(purpose) };
    return crypto.subtle.deriveKey(info, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  })();
  // Whoever uses it first sees the failure; nobody else needs to.
  derived.catch(() => undefined);

  return {
    async close(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(about) };
      const body = new Uint8Array(await crypto.subtle.encrypt(algorithm, await derived, bytesOf(text)));
      return Buffer.concat([iv, body]).toString('base64url');
    },
    async open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= NONCE) return undefined;
      const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, NONCE), additionalData: bytesOf(about) };
      try {
        return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await derived, bytes.subarray(NONCE)));
      } catch {
        // WebCrypto has one error for everything that does not fit.
        return undefined;
      }
    },
  };
}
