/**
 * Whether demos get lost or counted twice when workers die: `npm run bench:demo-queue -- [--demos 1000] [--workers 4] [--kill-ms 1000]`.
 * Real worker processes on one database, real downloads, parsers and `kill -9`; one worker is killed every second and
 * another takes its place.
 */
import { parseArgs } from 'node:util';
import { runFleet } from '#tests/api/demos/fleet.ts';

const { values } = parseArgs({
  options: {
    demos: { type: 'string', default: '1000' },
    workers: { type: 'string', default: '4' },
    'kill-ms': { type: 'string', default: '1000' },
  },
});
const [demos, workers, killMs] = [values.demos, values.workers, values['kill-ms']].map(Number);
if (!demos || !workers || !killMs) throw new RangeError('--demos, --workers and --kill-ms are whole numbers above 0');

const result = await runFleet({
  ...{ demos, workers },
  killNow: ({ ms }) => ms >= killMs,
  mostMs: 3 * 3_600_000,
  onRound(left, kills) {
    if (kills % 20 === 0) console.error(`  ${demos - left} of ${demos} ended, ${kills} workers killed`);
  },
});
console.log(`${demos} demos, ${workers} workers, one killed every ${killMs} ms:`);
for (const [end, count] of Object.entries(result.states)) console.log(`  ${String(count).padStart(6)}  ${end}`);
console.log(`  ${result.kills} workers killed, ${result.seconds.toFixed(0)} s`);
console.log(`  lost ${result.lost}, ended twice ${result.twice}, rows of evidence wrong ${result.wrongEvidence}`);
console.log(JSON.stringify(result));
if (result.lost + result.twice + result.wrongEvidence > 0) process.exitCode = 1;
