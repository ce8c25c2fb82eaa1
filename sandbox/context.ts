import type { CallLog } from './calls.ts';
import type { Faults } from './faults.ts';
import type { World } from './world/world.ts';

/** What every part of the sandbox's servers works with. */
export interface SandboxContext {
  world: World;
  calls: CallLog;
  faults: Faults;
  /** Aborted when the sandbox stops: answers that wait or hang end then. */
  closing: AbortSignal;
}
