import { z } from 'zod';

/** What one page load cost on the main thread, by Chromium's own trace. Times in ms. */
export interface MainThread {
  /** Time with the script on the stack, natives it called included. */
  scriptMs: number;
  /** The same within the task that has most of it. */
  longestShareMs: number;
  /** Time of the whole page's tasks, for comparison. */
  pageMs: number;
  /** Samples taken with the script on the stack, so that a figure from too few can be told. */
  samples: number;
}

const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  id: z.string().optional(),
  args: z.looseObject({ data: z.unknown().optional() }).optional(),
});
type TraceEvent = z.infer<typeof eventSchema>;

const chunkSchema = z.looseObject({
  cpuProfile: z
    .looseObject({
      nodes: z
        .array(
          z.looseObject({
            id: z.number(),
            parent: z.number().optional(),
            callFrame: z.looseObject({ url: z.string().optional() }),
          }),
        )
        .optional(),
      samples: z.array(z.number()).optional(),
    })
    .optional(),
  timeDeltas: z.array(z.number()).optional(),
});
const profileSchema = z.looseObject({ startTime: z.number() });

interface Sample {
  at: number;
  ms: number;
}

/** Times (µs) at which `script` was on the stack of one profile, by its samples. */
function samplesOf(start: number, chunks: readonly TraceEvent[], script: string): Sample[] {
  const parents = new Map<number, number | undefined>();
  const own = new Set<number>();
  const known = new Map<number, boolean>();
  const within = (id: number | undefined): boolean => {
    if (id === undefined) return false;
    const before = known.get(id);
    if (before !== undefined) return before;
    const result = own.has(id) || within(parents.get(id));
    known.set(id, result);
    return result;
  };
  const samples: Sample[] = [];
  let at = start;
  for (const chunk of [...chunks].sort((a, b) => a.ts - b.ts)) {
    const { cpuProfile, timeDeltas = [] } = chunkSchema.parse(chunk.args?.data ?? {});
    for (const { id, parent, callFrame } of cpuProfile?.nodes ?? []) {
      parents.set(id, parent);
      if (callFrame.url?.includes(script)) own.add(id);
    }
    const ids = cpuProfile?.samples ?? [];
    ids.forEach((id, index) => {
      at += timeDeltas[index] ?? 0;
      // A sample stands for the time until the next one.
      const next = timeDeltas[index + 1] ?? timeDeltas[index] ?? 0;
      if (within(id)) samples.push({ at, ms: next / 1000 });
    });
  }
  return samples;
}

/** Reads a trace with CPU profile samples: what the script whose address contains `script` cost the main thread. */
export function readTrace(trace: Uint8Array, script: string): MainThread {
  const { traceEvents } = z
    .looseObject({ traceEvents: z.array(z.unknown()) })
    .parse(JSON.parse(new TextDecoder().decode(trace)));
  const events = traceEvents.map((event) => eventSchema.safeParse(event).data).filter((event) => event !== undefined);
  const chunks = events.filter(({ name }) => name === 'ProfileChunk');
  const samples: (Sample & { pid: number; tid: number })[] = [];
  for (const profile of events.filter(({ name }) => name === 'Profile')) {
    const { startTime } = profileSchema.parse(profile.args?.data ?? {});
    const mine = chunks.filter(({ id, pid }) => id === profile.id && pid === profile.pid);
    for (const sample of samplesOf(startTime, mine, script)) {
      samples.push({ ...sample, pid: profile.pid, tid: profile.tid });
    }
  }
  const main = samples[0];
  const tasks = events.filter(
    ({ name, pid, tid, dur }) => name === 'RunTask' && pid === main?.pid && tid === main.tid && dur !== undefined,
  );
  const shares = tasks.map(({ ts, dur = 0 }) =>
    samples.filter(({ at }) => at >= ts && at < ts + dur).reduce((sum, { ms }) => sum + ms, 0),
  );
  return {
    scriptMs: samples.reduce((sum, { ms }) => sum + ms, 0),
    longestShareMs: Math.max(0, ...shares),
    pageMs: tasks.reduce((sum, { dur = 0 }) => sum + dur / 1000, 0),
    samples: samples.length,
  };
}
