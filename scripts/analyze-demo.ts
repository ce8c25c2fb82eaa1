/**
 * What a demo says of its players: `npm run analyze-demo -- FILE [--json] [--geometry DIR]`. FILE is a demo, packed or not, or the
 * events of a match as the parser gives them (`.json`, `.json.gz`). Ends with 0 when it is done, and with 2 for a file that
 * failed, with its reason. The very path a demo takes on a server, without the server.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyseFile } from '#backend/demos/analyse.ts';
import { analyse } from '#backend/demos/analysis.ts';
import { DemoFailure } from '#backend/demos/failure.ts';
import { demoLimitsOf } from '#backend/demos/node.ts';
import { unpack } from '#backend/demos/unpack.ts';
import { readConfig } from '#backend/platform/config.ts';
import { loadMatch } from '#scripts/evaluation/matches.ts';
import { sentenceOf } from '#scripts/evaluation/words.ts';
import type { DemoReport } from '#shared/api/demos.ts';
import { assess } from '#shared/score/engine.ts';

type Result =
  | { file: string; state: 'done'; report: DemoReport }
  | { file: string; state: 'failed'; reason: string; detail: string | null };

function usage(): never {
  console.error('usage: npm run analyze-demo -- FILE [--json] [--geometry DIR]');
  process.exit(2);
}

async function reportOf(file: string, geometryFolder: string | undefined): Promise<DemoReport> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new DemoFailure('not-a-demo', 'there is no such file');
  if (/\.json(\.gz)?$/.test(file)) {
    const loaded = loadMatch(file, process.cwd());
    if (loaded.state !== 'ok') throw new DemoFailure('not-a-demo', loaded.reason);
    const nothing = { map: null, server: null, build: null, ticks: undefined };
    return analyseFile({ ...nothing, parser: 'events', events: loaded.match.events });
  }
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-demo-'));
  const limits = demoLimitsOf(readConfig({}));
  const { signal } = new AbortController();
  try {
    const demo = await unpack({
      ...{ path: file, signal, limits: limits.unpack, mostBytes: limits.mostDemoBytes },
      demoPath: join(folder, 'demo.dem'),
      partPath: join(folder, 'demo.part'),
      onProgress: async () => undefined,
      makeRoom: async () => undefined,
    });
    return await analyse({ path: demo.path, geometryFolder, limits: limits.analysis, signal });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FIGURES = { degrees: '°', ticks: ' ticks', milliseconds: ' ms', distance: ' units' } as const;
const isFigure = (name: string): name is keyof typeof FIGURES => name in FIGURES;

function show(report: DemoReport, now: number): void {
  const { map, build, rounds, players, findings, state } = report;
  console.log(
    `${map ?? 'map unknown'}, ${rounds} rounds, ${players.length} players${build === null ? '' : `, game build ${build}`}`,
  );
  if (state === 'not-enough-data') {
    console.log('\nNot enough data: nobody shoots at anybody in this demo.');
    return;
  }
  for (const { id, name, kills, deaths, assists, match } of players) {
    console.log(`\n${name === '' ? id : `${name} (${id})`}  ${kills}/${assists}/${deaths}`);
    const said = match === null ? undefined : assess([{ ...match, observedAt: now }], now);
    for (const { key, nats, figures } of said?.contributions.filter(({ block }) => block !== 'prior').slice(0, 5) ??
      []) {
      console.log(`  ${nats >= 0 ? '+' : '−'}${Math.abs(nats).toFixed(2)}  ${sentenceOf(key, figures)}`);
    }
    if (match === null) console.log('  Events: not enough players or shots to judge.');
    for (const finding of findings?.players.find((player) => player.id === id)?.detectors ?? []) {
      if (finding.state !== 'found') continue;
      console.log(`  ${finding.detector}: ${finding.count} of ${finding.opportunities}, +${finding.nats.toFixed(2)}`);
      for (const { round, tick, figures } of finding.moments) {
        const told = Object.entries(figures).map(([what, value]) =>
          isFigure(what) ? `${value}${FIGURES[what]}` : `${what} ${value}`,
        );
        console.log(`    round ${round}, demo_gototick ${tick}${told.length > 0 ? ` (${told.join(', ')})` : ''}`);
      }
    }
  }
}

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, geometry: { type: 'string' } },
    });
  } catch {
    return usage();
  }
})();
const [file] = positionals;
if (file === undefined || positionals.length > 1) usage();

let result: Result;
try {
  result = { file, state: 'done', report: await reportOf(file, values.geometry) };
} catch (error) {
  if (!(error instanceof DemoFailure)) {
    // Nothing of the file's: the disk, the memory of this machine.
    console.error(`analyze-demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
  result = { file, state: 'failed', reason: error.reason, detail: error.detail };
  process.exitCode = 2;
}
if (values.json) console.log(JSON.stringify(result));
else if (result.state === 'done') show(result.report, Date.now());
else console.log(`failed: ${result.reason.replaceAll('-', ' ')}${result.detail === null ? '' : ` (${result.detail})`}`);
