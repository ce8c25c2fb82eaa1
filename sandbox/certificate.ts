import { generate } from 'selfsigned';

/** Hosts whose HTTPS the sandbox plays. */
export const HOSTS = [
  'steamcommunity.com',
  'www.steamcommunity.com',
  'store.steampowered.com',
  'login.steampowered.com',
  'api.steampowered.com',
  'avatars.steamstatic.com',
  'leetify.com',
  'www.leetify.com',
  'api-public.cs-prod.leetify.com',
] as const;

/** A certificate for all of `HOSTS`, signed by itself and thrown away with the process; browsers must be told to ignore that. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'CStatSentry sandbox' }], {
    // An elliptic curve key is made in milliseconds, an RSA key in half a second.
    keyType: 'ec',
    algorithm: 'sha256',
    // A day back, for machines whose clocks disagree.
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...HOSTS.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
