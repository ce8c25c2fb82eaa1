import { describe, expect, it } from 'vitest';
import { dependence, groupDependence } from '#shared/reports/dependence.ts';

const strangers = { sameOrigin: false, sameParty: false, shared: 0, expected: 0, comparable: 0 };

describe('dependence of two reporters', () => {
  it('is full on the same device or address, at least half in a party, and none between strangers', () => {
    expect(dependence({ ...strangers, sameOrigin: true })).toBe(1);
    expect(dependence({ ...strangers, sameParty: true })).toBe(0.5);
    expect(dependence({ ...strangers, sameParty: true, shared: 9 })).toBe(1);
    expect(dependence(strangers)).toBe(0);
  });

  it('takes one common target for chance and three for a habit', () => {
    const by = [1, 2, 3].map((shared) => dependence({ ...strangers, shared }));
    expect(by).toEqual([0, 0.5, 1]);
  });

  it('expects people who meet the same cheaters to report the same ones', () => {
    expect(dependence({ ...strangers, shared: 5, expected: 4, comparable: 12 })).toBe(0);
    expect(dependence({ ...strangers, shared: 12, expected: 4, comparable: 12 })).toBe(1);
  });
});

describe('dependence of a group', () => {
  it('shows where no pair stands out', () => {
    expect(groupDependence({ shared: 60, expected: 8, pairs: 190 })).toBeCloseTo(0.233, 3);
  });

  it('allows for what is expected and more, and for groups without pairs', () => {
    expect(groupDependence({ shared: 12, expected: 8, pairs: 190 })).toBe(0);
    expect(groupDependence({ shared: 0, expected: 0, pairs: 0 })).toBe(0);
  });
});
