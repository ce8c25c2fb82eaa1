import { z } from 'zod';

/** One task of a page's main thread. Times in ms; `cpuMs` is what it had of a processor, whoever else was busy. */
export interface Task {
  /** Of the thread. */
  thread: string;
  /** By the clock of the trace. */
  at: number;
  wallMs: number;
  cpuMs: number;
}

const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.looseObject({ name: z.unknown().optional() }).optional(),
});

/** Categories a trace needs to be read by `readTasks`: next to nothing, so that tracing costs next to nothing. */
export const TASK_CATEGORIES = ['toplevel', 'loading', 'blink.user_timing'];

/** All tasks of the main threads of all pages, and by thread when its first content was painted after its last navigation. */
export function readTasks(trace: Uint8Array): { tasks: Task[]; paints: Map<string, { from: number; to: number }> } {
  const { traceEvents } = z
    .looseObject({ traceEvents: z.array(z.unknown()) })
    .parse(JSON.parse(new TextDecoder().decode(trace)));
  const events = traceEvents.flatMap((event) => eventSchema.safeParse(event).data ?? []);
  const threadOf = ({ pid, tid }: { pid: number; tid: number }) => `${pid}/${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = events.flatMap((event): Task[] => {
    const { name, ts, dur, tdur = 0 } = event;
    if (dur === undefined || !/(?:^|::)RunTask$/.test(name) || !main.has(threadOf(event))) return [];
    return [{ thread: threadOf(event), at: ts / 1000, wallMs: dur / 1000, cpuMs: tdur / 1000 }];
  });
  const paints = new Map<string, { from: number; to: number }>();
  for (const paint of events.filter(({ name }) => name === 'firstContentfulPaint')) {
    const begun = events.filter(
      (event) => event.name === 'navigationStart' && event.pid === paint.pid && event.ts < paint.ts,
    );
    const from = Math.max(...begun.map(({ ts }) => ts));
    if (Number.isFinite(from)) paints.set(threadOf(paint), { from: from / 1000, to: paint.ts / 1000 });
  }
  return { tasks, paints };
}
