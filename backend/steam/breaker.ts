import type { Clock } from '#backend/platform/clock.ts';
import { SECOND } from '#backend/platform/clock.ts';

/** Consecutive failures that open the circuit, and how long it then stays open, ms. */
const FAILURES = 5;
const OPEN_FOR = 30 * SECOND;

/**
 * Stops asking a service that keeps failing, and one that asked us to wait. Plain data without I/O, so on Cloudflare
 * all requests of an isolate share one.
 */
export interface Breaker {
  /** What `admit` would say, without being counted as the one call that tries an open circuit. */
  wouldAdmit(): boolean;
  /** Whether a call may go out now. After an open spell exactly one may, until it ends. */
  admit(): 'yes' | 'open' | { pausedFor: number };
  succeeded(): void;
  failed(): void;
  /** The service asked for `ms` of silence. */
  pause(ms: number): void;
  readonly state: 'closed' | 'open' | 'paused';
}

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let openUntil = 0;
  let probing = false;
  let pausedUntil = 0;
  return {
    wouldAdmit() {
      const now = clock.now();
      return now >= pausedUntil && (failures < FAILURES || (now >= openUntil && !probing));
    },
    admit() {
      const now = clock.now();
      if (now < pausedUntil) return { pausedFor: pausedUntil - now };
      if (failures < FAILURES) return 'yes';
      if (now < openUntil || probing) return 'open';
      probing = true;
      return 'yes';
    },
    succeeded() {
      failures = 0;
      probing = false;
    },
    failed() {
      failures++;
      probing = false;
      if (failures >= FAILURES) openUntil = clock.now() + OPEN_FOR;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      probing = false;
    },
    get state() {
      const now = clock.now();
      if (now < pausedUntil) return 'paused';
      return failures >= FAILURES ? 'open' : 'closed';
    },
  };
}
