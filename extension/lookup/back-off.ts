import { z } from 'zod';

/** Who is left alone for a while. */
const PEERS = ['backend', 'steam', 'leetify'] as const;
type Peer = (typeof PEERS)[number];

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

const pauseSchema = z.object({
  /** `limited`: it asked us to wait (429) · `unreachable`: no answer, or none that could be read. */
  kind: z.enum(['limited', 'unreachable']),
  until: z.number(),
  failures: z.int().min(0),
});
const stateSchema = z.partialRecord(z.enum(PEERS), pauseSchema);
type Pause = z.infer<typeof pauseSchema>;

export interface BackOff {
  /** The pause in force, if any. */
  pause(peer: Peer): Promise<Pause | undefined>;
  succeeded(peer: Peer): Promise<void>;
  /** Waits twice as long after each failure in a row, up to five minutes, with jitter. */
  failed(peer: Peer): Promise<Pause>;
  /** Waits as long as was asked; a minute when no time was given. */
  limited(peer: Peer, retryAfterMs: number | undefined): Promise<Pause>;
  /** A new address, or the person wants it tried now. */
  forget(peer: Peer): Promise<void>;
}

export interface BackOffDeps {
  /** Where the state outlives the service worker. What it reads may be anything. */
  load(): Promise<unknown>;
  save(state: unknown): Promise<void>;
  now(): number;
  random(): number;
}

export function createBackOff({ load, save, now, random }: BackOffDeps): BackOff {
  let state: Promise<Partial<Record<Peer, Pause>>> | undefined;
  const read = () => {
    state ??= load().then((stored) => stateSchema.safeParse(stored).data ?? {});
    return state;
  };
  const write = async (peer: Peer, pause: Pause | undefined) => {
    const current = await read();
    if (pause) current[peer] = pause;
    else delete current[peer];
    await save(current);
  };
  const after = async (peer: Peer, kind: Pause['kind'], wait: number) => {
    const failures = ((await read())[peer]?.failures ?? 0) + 1;
    const pause: Pause = { kind, until: now() + wait, failures };
    await write(peer, pause);
    return pause;
  };

  return {
    async pause(peer) {
      const pause = (await read())[peer];
      // A clock that was set back must not make the wait endless.
      return pause && pause.until > now() && pause.until <= now() + 60 * 60_000 ? pause : undefined;
    },
    async succeeded(peer) {
      if ((await read())[peer]) await write(peer, undefined);
    },
    async failed(peer) {
      const before = (await read())[peer];
      // Requests that failed together are one failure.
      if (before?.kind === 'unreachable' && before.until > now()) return before;
      const failures = before?.failures ?? 0;
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10));
      return after(peer, 'unreachable', wait * (0.5 + random() / 2));
    },
    limited: (peer, retryAfterMs) => after(peer, 'limited', Math.min(retryAfterMs ?? 60_000, 60 * 60_000)),
    forget: (peer) => write(peer, undefined),
  };
}

/** `Retry-After` in ms: seconds or an HTTP date; `undefined` when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,6}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
