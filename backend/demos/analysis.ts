import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Limits, startChild } from '#backend/demos/child.ts';
import { DemoFailure } from '#backend/demos/failure.ts';
import { DEMO_REASONS, type DemoReport, demoReportSchema } from '#shared/api/demos.ts';

const MAIN = fileURLToPath(new URL('./analysis-main.ts', import.meta.url));

/** What the child says, line by line. */
const messageSchema = z.union([
  z.object({ stage: z.literal('analysing') }),
  z.object({ report: demoReportSchema }),
  z.object({ failure: z.object({ reason: z.enum(DEMO_REASONS), detail: z.string().nullable() }) }),
]);

export interface AnalysisOptions {
  path: string;
  /** Folder with `<map>.tri`, where the operator has one. */
  geometryFolder?: string | undefined;
  /** Where Node keeps what it has compiled of the child's code: it then starts in half the time. Only we may write there. */
  cacheFolder?: string;
  limits: Limits;
  signal: AbortSignal;
  /** Told when the parser is done and the judging begins. */
  onAnalysing?(): Promise<void>;
}

/** Reads and judges a demo in a process of its own. @throws DemoFailure for everything the file or its parser does. */
export async function analyse(options: AnalysisOptions): Promise<DemoReport> {
  const { path, geometryFolder, cacheFolder, limits, signal, onAnalysing } = options;
  const env = cacheFolder === undefined ? {} : { NODE_COMPILE_CACHE: cacheFolder };
  const child = startChild(process.execPath, [MAIN, JSON.stringify({ path, geometryFolder })], limits, signal, env);
  try {
    child.stdin.end();
    let report: DemoReport | undefined;
    let failure: DemoFailure | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const message = readLine(line);
      if (message === undefined) continue;
      if ('report' in message) report = message.report;
      else if ('failure' in message) failure = new DemoFailure(message.failure.reason, message.failure.detail);
      else await onAnalysing?.();
    }
    const end = await child.ended;
    if (end.how === 'stopped') throw signal.reason;
    if (failure) throw failure;
    if (report) return report;
    if (end.how === 'out-of-time') throw new DemoFailure('parser-out-of-time', `not done in ${limits.cpuSeconds} s`);
    if (end.how === 'out-of-memory') throw new DemoFailure('parser-out-of-memory', `more than ${limits.memoryMb} MB`);
    const how = end.how === 'crashed' ? end.signal : end.how === 'exited' ? `code ${end.code}` : end.how;
    throw new DemoFailure('parser-crashed', `${how}: ${lastWords(end.stderr)}`);
  } finally {
    child.kill();
    await child.ended;
  }
}

/** A line of the child; undefined for whatever a native library prints there. */
function readLine(line: string): z.infer<typeof messageSchema> | undefined {
  if (!line.startsWith('{')) return undefined;
  const read = messageSchema.safeParse(JSON.parse(line));
  if (!read.success) throw new DemoFailure('parser-crashed', 'its answer cannot be read');
  return read.data;
}

/** The line that names the error, without the stack below it. */
const lastWords = (stderr: string): string =>
  stderr
    .split('\n')
    .find((line) => /error|panic/i.test(line))
    ?.trim()
    .slice(0, 300) ?? 'nothing said';
