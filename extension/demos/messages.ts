import type { AccountAnswer, Page } from '#extension/answers.ts';
import type { Demo, DemoRequest } from '#shared/api/demos.ts';

/** Why something asked of the backend was not done, with more than whether. Times in ms. */
export type DemoRefusal =
  /** Nobody is signed in there any more. */
  | { state: 'expired' }
  /** `full`: it says that it has no room, or takes no files · `limited` too much at once · `unreachable` no answer. */
  | { state: 'unreachable' | 'full' | 'limited'; retryAt?: number }
  /** `status` as HTTP has it; `offset` where the next piece of an upload begins instead. */
  | { state: 'refused'; status: number; detail: string; offset?: number };

export type DemoAnswerTo<T> = { state: 'ok'; value: T } | DemoRefusal;

/** Messages about one's own demos, all for who is signed in. */
export interface DemoRequests {
  /** Bytes an upload may have; null where the backend takes none. */
  demoLimits: { in: Record<never, never>; out: DemoAnswerTo<{ mostBytes: number | null }> };
  /** The newest ones, by the query of the API. Cheap to ask again and again: what did not change is not sent. */
  pollDemos: { in: { query: Record<string, string> }; out: AccountAnswer<Page<Demo>> };
  pollDemo: { in: { id: string }; out: DemoAnswerTo<Demo> };
  requestDemo: { in: { request: DemoRequest }; out: DemoAnswerTo<{ demo: Demo; joined: boolean }> };
  /** Sends the piece that was left under this number (see `pieces.ts`), which is gone then. */
  sendDemoPiece: { in: { id: string; offset: number; piece: number }; out: DemoAnswerTo<{ offset: number }> };
  completeDemo: { in: { id: string }; out: DemoAnswerTo<Demo> };
  removeDemo: { in: { id: string }; out: DemoAnswerTo<{ removed: boolean }> };
}
