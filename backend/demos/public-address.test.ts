import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, literalAddress, refusedTarget } from '#backend/demos/public-address.ts';

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00::1',
    '::ffff:8.8.8.8',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.255',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ...['192.0.0.1', '192.168.0.1', '198.18.0.1', '203.0.113.5', '224.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd12:3456::1',
      'ff02::1',
      '2001:db8::1',
      '2001::1',
      '64:ff9b:1::1',
    ],
    // IPv4 in disguise.
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::10.0.0.1', '2002:a00:1::', '2002:7f00:1::1'],
    ...['', 'localhost', '1.2.3', '1.2.3.256', '1.2.3.4.5', '12345::', ':::', '1::2::3', 'g::1'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it('is judged the same in every way of writing it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        return (
          isPublicAddress(address) === isPublicAddress(hex) &&
          isPublicAddress(hex) === isPublicAddress(`::ffff:${address}`)
        );
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const host = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname;
        return isPublicAddress(literalAddress(host) ?? '') === isPublicAddress(address);
      }),
    );
  });
});

it('names in links are taken for what they are, however they are written', () => {
  expect(refusedTarget('https://hooks.example.org/x')).toBeUndefined();
  expect(refusedTarget('https://HOOKS.example.org./x')).toBeUndefined();
  for (const url of [
    'http://017700000001/',
    'http://127.1/',
    'http://[::]/',
    'http://a.localhost/',
    'http://nas.local./',
    'http://10.0.0.1:80/',
  ])
    expect(refusedTarget(url), url).toBe('is not on the open internet');
});
