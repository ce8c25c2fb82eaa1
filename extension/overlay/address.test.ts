// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchAddress } from '#extension/overlay/address.ts';

let stop: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  window.history.replaceState(null, '', '/start');
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  Reflect.deleteProperty(window, 'navigation');
});

it('notices a move without the Navigation API, and stops with the signal', () => {
  const moved = vi.fn();
  watchAddress(window, moved, stop.signal);
  vi.advanceTimersByTime(2_000);
  expect(moved).not.toHaveBeenCalled();
  window.history.pushState(null, '', '/elsewhere');
  vi.advanceTimersByTime(2_000);
  expect(moved).toHaveBeenCalledTimes(1);
  stop.abort();
  expect(vi.getTimerCount()).toBe(0);
});

it('listens where there is the Navigation API, and takes no timer', () => {
  const navigation = new EventTarget();
  Object.defineProperty(window, 'navigation', { value: navigation, configurable: true });
  const moved = vi.fn();
  watchAddress(window, moved, stop.signal);
  expect(vi.getTimerCount()).toBe(0);
  // An entry may change without its address, by `replaceState`.
  navigation.dispatchEvent(new Event('currententrychange'));
  expect(moved).not.toHaveBeenCalled();
  window.history.pushState(null, '', '/elsewhere');
  navigation.dispatchEvent(new Event('currententrychange'));
  expect(moved).toHaveBeenCalledTimes(1);
});
