/**
 * How many players one core assesses in a second, from ready evidence, and as a ratio to reading that same evidence from
 * JSON in the same run. `--json` prints one line for machines.
 */
import { assess } from '#shared/score/engine.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import { DAY } from '#shared/score/parameters.ts';

const NOW = Date.UTC(2026, 0, 1);
const PLAYERS = 2_000;
const ROUNDS = 15;
const ROUND_MS = 200;

/** Park and Miller's generator: the same players on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A public profile with everything but the rarer facts: level and trade history for some, lifetime results for most. */
function randomFacts(random: () => number): PlayerFacts {
  const upTo = (max: number) => Math.floor(random() * max);
  const observedAt = NOW - upTo(30) * DAY;
  const kills = 100 + upTo(20_000);
  const shots = kills * (10 + upTo(20));
  const isPublic = random() < 0.8;
  return {
    profile: {
      observedAt,
      visibility: isPublic ? 'public' : 'private',
      name: 'player',
      ...(isPublic ? { createdAt: NOW - upTo(5_000) * DAY } : {}),
    },
    bans: {
      observedAt,
      vac: random() < 0.1 ? 1 : 0,
      game: 0,
      community: false,
      economy: 'none',
      lastBanAt: NOW - upTo(3_000) * DAY,
    },
    ...(isPublic
      ? {
          games: { observedAt, owned: 1 + upTo(200), cs2Minutes: 600 + upTo(120_000) },
          stats: {
            observedAt,
            kills,
            deaths: Math.floor(kills * (0.5 + random())),
            headshotKills: Math.floor(kills * (0.3 + random() * 0.5)),
            shots,
            hits: Math.floor(shots * (0.1 + random() * 0.2)),
          },
        }
      : {}),
    ...(random() < 0.5 ? { level: { observedAt, level: upTo(60) } } : {}),
    ...(random() < 0.5 ? { history: { observedAt, since: NOW - upTo(400) * DAY, names: [], countries: [] } } : {}),
  };
}

/** Calls of `work` a second over one round; `work` gets the number of the call. */
function rate(work: (i: number) => unknown): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  let kept: unknown;
  while (elapsed < ROUND_MS) {
    for (let i = 0; i < PLAYERS; i++) kept = work(i);
    calls += PLAYERS;
    elapsed = performance.now() - start;
  }
  if (kept === undefined) throw new Error('the work gave nothing');
  return (calls / elapsed) * 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const random = randomNumbers(42);
const evidence = Array.from({ length: PLAYERS }, () => evidenceFrom(randomFacts(random), NOW));
const texts = evidence.map((items) => JSON.stringify(items));
const NONE: Evidence[] = [];

const assessments: number[] = [];
const baselines: number[] = [];
// Alternating, so that a disturbance of the machine meets both.
for (let round = 0; round < ROUNDS; round++) {
  assessments.push(rate((i) => assess(evidence[i] ?? NONE, NOW)));
  baselines.push(rate((i) => JSON.parse(texts[i] ?? '[]')));
}

const perSecond = Math.round(median(assessments));
const baseline = Math.round(median(baselines));
const result = {
  assessmentsPerSecond: perSecond,
  best: Math.round(Math.max(...assessments)),
  baseline: 'JSON.parse of the same evidence',
  baselinePerSecond: baseline,
  ratio: Math.round((perSecond / baseline) * 100) / 100,
  players: PLAYERS,
  evidencePerPlayer: Math.round((evidence.flat().length / PLAYERS) * 10) / 10,
};
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(result));
} else {
  console.log(
    `assess      ${perSecond.toLocaleString('en')} a second (median of ${ROUNDS} rounds, best ${result.best.toLocaleString('en')})`,
  );
  console.log(
    `JSON.parse  ${baseline.toLocaleString('en')} a second of the same evidence (${result.evidencePerPlayer} items a player)`,
  );
  console.log(`ratio       ${result.ratio}`);
}
