import { describe, expect, it } from 'vitest';
import { originOwnsRedirect, redirectTest } from '#backend/accounts/redirects.ts';
import { describeUserAgent } from '#backend/accounts/user-agent.ts';

describe('a user agent in a word each', () => {
  const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox', 'Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${CHROME}`, 'Chrome', 'Linux'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/156.0.0.0`, 'Edge', 'Windows'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} OPR/120.0`, 'Opera', 'macOS'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`, 'Chrome', 'ChromeOS'],
    ['Mozilla/5.0 (Android 14; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 'Firefox', 'Android'],
    ['curl/8', '', ''],
    ['', '', ''],
  ])('%s', (userAgent, browser, system) => {
    expect(describeUserAgent(userAgent)).toEqual({ browser, system });
  });
});

describe('where a sign-in may end', () => {
  const allowed = redirectTest(['https://*.chromiumapp.org/', 'https://abc.extensions.allizom.org/']);
  it('is one label of a host for each star, and nothing behind the slash', () => {
    expect(allowed('https://abcdef.chromiumapp.org/')).toBe(true);
    expect(allowed('https://abc.extensions.allizom.org/')).toBe(true);
    for (const other of [
      'https://def.extensions.allizom.org/',
      'https://chromiumapp.org/',
      'https://a.b.chromiumapp.org/',
      'https://abcdef.chromiumapp.org/x',
      'https://abcdef.chromiumappXorg/',
      'https://abcdef.chromiumapp.org/\n',
    ]) {
      expect(allowed(other), other).toBe(false);
    }
  });

  it('belongs to one extension in Chromium, and to some extension in Firefox', () => {
    const id = 'abcdefghijklmnopabcdefghijklmnop';
    expect(originOwnsRedirect(`chrome-extension://${id}`, `https://${id}.chromiumapp.org/`)).toBe(true);
    expect(originOwnsRedirect('chrome-extension://other', `https://${id}.chromiumapp.org/`)).toBe(false);
    expect(originOwnsRedirect('moz-extension://uuid', 'https://abc.extensions.allizom.org/')).toBe(true);
    expect(originOwnsRedirect('https://evil.example', 'https://abc.extensions.allizom.org/')).toBe(false);
  });
});
