import { HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { DemoReason } from '#shared/api/demos.ts';

/** A step that could not be done. What it means for the demo is decided by `retryAfter`. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
  readonly reason: DemoReason;
  /** What whoever failed said; shown as it is. */
  readonly detail: string | null;
  /** How long the other side asked us to wait, ms. */
  readonly waitMs: number | undefined;

  constructor(reason: DemoReason, detail: string | null = null, waitMs?: number) {
    super(detail === null ? reason : `${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail?.slice(0, 500) ?? null;
    this.waitMs = waitMs;
  }
}

/** Attempts in one state for each reason that time may cure, and the pause after the first; it doubles each time. */
const RETRIES: Partial<Record<DemoReason, { tries: number; first: number }>> = {
  'game-coordinator-silent': { tries: 5, first: 2 * MINUTE },
  // A match that has just ended is not known at once, nor is its replay there.
  'match-unknown': { tries: 3, first: 20 * MINUTE },
  'no-replay': { tries: 3, first: HOUR },
  'replay-gone': { tries: 3, first: HOUR },
  'replay-unavailable': { tries: 6, first: MINUTE },
  'wrong-length': { tries: 3, first: MINUTE },
  'checksum-mismatch': { tries: 2, first: MINUTE },
  'disk-full': { tries: 6, first: 10 * MINUTE },
  // Of a machine that had too much to do, perhaps.
  'parser-crashed': { tries: 2, first: MINUTE },
  'parser-out-of-time': { tries: 2, first: 10 * MINUTE },
};
const LONGEST = 6 * HOUR;

/** How long to wait before the next attempt, ms; null: there is none. `attempts` made in this state, this one included. */
export function retryAfter(failure: DemoFailure, attempts: number): number | null {
  const rule = RETRIES[failure.reason];
  if (rule === undefined || attempts >= rule.tries) return null;
  return Math.max(failure.waitMs ?? 0, Math.min(LONGEST, rule.first * 2 ** (attempts - 1)));
}

/** Whether a failed demo is begun anew when somebody asks for it again: not when its file is what is wrong. */
const HOPELESS: ReadonlySet<DemoReason> = new Set<DemoReason>([
  'not-a-demo',
  'csgo-demo',
  'corrupt-archive',
  'unpacks-too-large',
  'truncated',
  'unsupported-demo',
  'another-match',
  'too-large',
  'checksum-mismatch',
  'upload-abandoned',
]);
export const isHopeless = (reason: DemoReason | null): boolean => reason !== null && HOPELESS.has(reason);

/** Whether a disk (or our share of it) was full, whichever call says so. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
