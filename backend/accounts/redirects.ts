/**
 * Which addresses a sign-in may end at: those that only an extension receives. `patterns` are `https://host/` with `*` for
 * one whole label of the host, as in `https://*.chromiumapp.org/`.
 */
export function redirectTest(patterns: readonly string[]): (redirectUri: string) => boolean {
  const tests = patterns.map((pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[a-z0-9-]+');
    return new RegExp(`^${source}$`);
  });
  return (redirectUri) => tests.some((test) => test.test(redirectUri));
}

/**
 * Whether a request's origin can be the extension that `redirectUri` belongs to. In Chromium both carry the extension's ID;
 * in Firefox the origin is made up anew by each installation, so the scheme is all there is to compare.
 */
export function originOwnsRedirect(origin: string, redirectUri: string): boolean {
  const host = URL.parse(redirectUri)?.hostname ?? '';
  const chromium = /^([a-z]{32})\.chromiumapp\.org$/.exec(host)?.[1];
  if (chromium !== undefined) return origin === `chrome-extension://${chromium}`;
  if (host.endsWith('.extensions.allizom.org')) return origin.startsWith('moz-extension://');
  return true;
}
