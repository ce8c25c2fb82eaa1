/**
 * What the engine says of everybody in a match file: `npm run score -- FILE… [--json]`. A file is a demo's events as the
 * parser gives them (`.json`, `.json.gz`); one match says little, so no score here can pass 60.
 */
import { parseArgs } from 'node:util';
import { loadMatch } from '#scripts/evaluation/matches.ts';
import { sentenceOf } from '#scripts/evaluation/words.ts';
import { readMatch } from '#shared/match/read.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import { matchEvidence } from '#shared/score/match-evidence.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  console.error('usage: npm run score -- FILE… [--json]');
  process.exit(2);
}

interface PlayerResult {
  id: string;
  kills: number;
  deaths: number;
  assists: number;
  rounds: number;
  assessment: Assessment;
}

type FileResult =
  | { file: string; state: 'ok'; players: PlayerResult[] }
  | { file: string; state: 'unreadable'; reason: string };

function scoreFile(file: string, now: number): FileResult {
  const loaded = loadMatch(file, process.cwd());
  if (loaded.state !== 'ok') return { file, state: 'unreadable', reason: loaded.reason };
  const reading = readMatch(loaded.match.events);
  if (reading.state !== 'ok') return { file, state: 'unreadable', reason: reading.reason };
  const origin = { source: file, observedAt: now, provenance: 'demo', confirmations: 0 } as const;
  const evidence = matchEvidence(reading.players, 'events', origin, MATCH_PARAMETERS);
  const players = reading.players.map(({ id, kills, deaths, assists, rounds }): PlayerResult => {
    const said = evidence.get(id);
    return { id, kills, deaths, assists, rounds, assessment: assess(said === undefined ? [] : [said], now) };
  });
  return {
    file,
    state: 'ok',
    players: players.sort((a, b) => (b.assessment.logOdds ?? -99) - (a.assessment.logOdds ?? -99)),
  };
}

function show(result: FileResult): void {
  console.log(`\n${result.file}`);
  if (result.state === 'unreadable') {
    console.log(`  unreadable: ${result.reason}`);
    return;
  }
  for (const { id, kills, deaths, assists, rounds, assessment } of result.players) {
    const { score, band, confidence, contributions } = assessment;
    console.log(
      `\n${String(score ?? '–').padStart(3)}  ${band.replaceAll('-', ' ')}  ${id}  ${kills}/${assists}/${deaths} in ${rounds} rounds, confidence ${confidence} of 100`,
    );
    for (const { key, nats, figures } of contributions.filter(({ block }) => block !== 'prior').slice(0, 6)) {
      console.log(`     ${nats >= 0 ? '+' : '−'}${Math.abs(nats).toFixed(2)}  ${sentenceOf(key, figures)}`);
    }
  }
}

const now = Date.now();
const results = positionals.map((file) => scoreFile(file, now));
if (values.json) console.log(JSON.stringify(results, null, 2));
else {
  console.log(
    'Suspicion scores, 0–100: a reason to look closer, never a verdict. Signed figures are nats for (+) and against (−).',
  );
  results.forEach(show);
}
if (results.some(({ state }) => state === 'unreadable')) process.exitCode = 1;
