import type { RequestMessage } from '#extension/messages.ts';
import type { Demo, DemoAnswer } from '#shared/api/demos.ts';
import { DEMO_DETECTORS, type DetectorFinding } from '#shared/demo/types.ts';

/** One's own demos in their states, and the findings of one, for the gallery. */

const NAMES = ['s1mple_fan_от_души', '李雷', 'p', 'A very long name that goes on and on and on and on'];

export function demosOf(now: number): Demo[] {
  const base: Demo = {
    ...{ id: 'd1', source: 'upload', state: 'done', reason: null, detail: null, matchId: null, map: 'de_mirage' },
    progress: { bytes: 0, total: null, percent: null },
    ...{ upload: null, attempts: 0, retryAt: null, requestedAt: now - 1_000_000, changedAt: now },
    ...{ finishedAt: now, scoredAt: now },
    file: { bytes: 1, sha256: 'a'.repeat(64), name: 'auto0-20260912-de_mirage-очень_длинное_имя_файла.dem.bz2' },
  };
  const none = { file: null, map: null, finishedAt: null, scoredAt: null };
  const fetched = { bytes: 84_000_000, total: 213_000_000, percent: 39 };
  const sent = { bytes: 50_000_000, total: 200_000_000, percent: 25 };
  return [
    base,
    { ...base, ...none, id: 'd2', source: 'replay-link', state: 'downloading', map: 'de_nuke', progress: fetched },
    {
      ...{ ...base, ...none, id: 'd3', state: 'requested', progress: sent },
      upload: { offset: sent.bytes, size: sent.total, chunkBytes: 4_194_304 },
    },
    { ...base, id: 'd4', state: 'failed', reason: 'unsupported-demo', detail: 'Error: IllegalPathOp' },
    { ...base, ...none, id: 'd5', source: 'share-code', state: 'locating', attempts: 3, retryAt: now + 240_000 },
  ];
}

function findingsOf(found: boolean): DetectorFinding[] {
  return DEMO_DETECTORS.map((detector, i): DetectorFinding => {
    const says = found && i < 2;
    const state = says ? 'found' : i < 4 ? 'clear' : i < 7 ? 'no-geometry' : 'not-enough-data';
    const moments = [
      { round: 3, tick: 20_412, enemy: 'p1', figures: { degrees: 31.5, ticks: 2 } },
      { round: 17, tick: 151_022, enemy: 'p3', figures: { degrees: 11, distance: 804 } },
    ];
    return {
      ...{ detector, state, count: says ? 9 : 0, opportunities: 21, typical: 0.01, nats: says ? 2.5 : 0 },
      moments: says ? moments : [],
    };
  });
}

/** What one of them says; `ids` of the players in it, by default nobody else's. */
export function demoAnswerOf(demo: Demo, ids: readonly string[] = NAMES.map((_, i) => `p${i}`)): DemoAnswer {
  return {
    demo,
    entries: {},
    report: {
      ...{ parser: 'demoparser2 0.42.0', map: demo.map, server: null, build: null, rounds: 22, dropped: 0 },
      state: 'judged',
      players: NAMES.map((name, i) => ({
        ...{ id: ids[i] ?? `p${i}`, name, kills: 20 - i, deaths: 10, assists: 3, rounds: 22, match: null },
      })),
      findings: {
        ...{ version: '1', map: 'de_mirage', tickRate: 64, rounds: 22, geometry: false },
        players: ids.map((id, i) => ({ id, detectors: findingsOf(i === 0) })),
      },
    },
  };
}

/** `undefined` for what is not about demos. */
export function demosAnswer(message: RequestMessage, none: boolean, now: number): unknown {
  const items = none ? [] : demosOf(now);
  const [first] = demosOf(now);
  switch (message.type) {
    case 'pollDemos':
      return { state: 'ok', value: { items, next: null } };
    case 'pollDemo':
      return { state: 'ok', value: items.find(({ id }) => id === message.id) ?? first };
    case 'demoFindings':
      return first && { state: 'ok', value: demoAnswerOf(first) };
    default:
      return undefined;
  }
}
