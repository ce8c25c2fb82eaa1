import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface Limits {
  /** Of the processor, and by the clock. */
  cpuSeconds: number;
  wallMs: number;
  /** Memory the process may have for itself; a mapped file does not count. */
  memoryMb: number;
}

/** How a child ended: by itself with a code, or by whom it was ended. */
type ChildEnd =
  | { how: 'exited'; code: number; stderr: string }
  | { how: 'out-of-time'; stderr: string }
  | { how: 'out-of-memory'; stderr: string }
  | { how: 'stopped'; stderr: string }
  | { how: 'missing'; stderr: string }
  | { how: 'crashed'; signal: string; stderr: string };

export interface Child {
  stdin: Writable;
  stdout: Readable;
  ended: Promise<ChildEnd>;
  kill(): void;
}

/** How much of what a child complains is kept, characters. */
const STDERR_KEPT = 4000;

/**
 * Starts a program with limits that the system enforces where there is a POSIX shell (processor time and memory); time by
 * the clock is enforced from here everywhere. The child is a group of its own and dies with `signal`.
 */
export function startChild(
  command: string,
  args: readonly string[],
  limits: Limits,
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Child {
  const { cpuSeconds, wallMs, memoryMb } = limits;
  // Soft below hard, so that running out of time has a signal of its own.
  const ulimits = `ulimit -H -t ${cpuSeconds + 2}; ulimit -S -t ${cpuSeconds}; ulimit -d ${memoryMb * 1024}; exec "$@"`;
  const [program, all] =
    process.platform === 'win32' ? [command, args] : ['/bin/sh', ['-c', ulimits, 'sh', command, ...args]];
  const child = spawn(program, all, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Nothing of ours: neither keys nor addresses.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-STDERR_KEPT);
  });
  // A child that ends early closes its input: said by how it ended.
  child.stdin.on('error', () => undefined);
  let killedFor: 'out-of-time' | 'stopped' | undefined;
  const kill = (why: 'out-of-time' | 'stopped') => {
    killedFor ??= why;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => kill('out-of-time'), wallMs);
  const onAbort = () => kill('stopped');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const ended = endOf(child).then(({ code, by, missing }): ChildEnd => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    if (missing || code === 127) return { how: 'missing', stderr };
    if (killedFor !== undefined) return { how: killedFor, stderr };
    if (by === 'SIGXCPU' || by === 'SIGKILL')
      return { how: by === 'SIGXCPU' ? 'out-of-time' : 'out-of-memory', stderr };
    if (/out of memory|allocation (of \d+ bytes )?failed|Cannot allocate memory|Failed to reserve/i.test(stderr)) {
      return { how: 'out-of-memory', stderr };
    }
    return by === null ? { how: 'exited', code: code ?? 0, stderr } : { how: 'crashed', signal: by, stderr };
  });
  return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => kill('stopped') };
}

/** Resolves when the process is gone and its output is read; also when it could not be started. */
function endOf(child: ChildProcess): Promise<{ code: number | null; by: NodeJS.Signals | null; missing: boolean }> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, by: null, missing: 'code' in error && error.code === 'ENOENT' });
    });
    child.once('close', (code, by) => resolve({ code, by, missing: false }));
  });
}
