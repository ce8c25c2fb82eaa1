import { z } from 'zod';
import { analyseFile } from '#backend/demos/analyse.ts';
import { DemoFailure } from '#backend/demos/failure.ts';
import { parseDemo } from '#backend/demos/parse.ts';

/**
 * A child process that reads one demo and says what it found, in lines of JSON: `{"stage"}` when it goes on, and at the end
 * `{"report"}` or `{"failure"}`. Whatever else happens to it, its parent sees by how it ends.
 */
const { path, geometryFolder } = z
  .object({ path: z.string(), geometryFolder: z.string().optional() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const say = (message: unknown) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const parsed = parseDemo(path, geometryFolder);
  say({ stage: 'analysing' });
  say({ report: analyseFile(parsed) });
} catch (error) {
  if (!(error instanceof DemoFailure)) throw error;
  say({ failure: { reason: error.reason, detail: error.detail } });
}
