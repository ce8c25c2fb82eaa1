import type { RequestMessage } from '#extension/messages.ts';
import type { Demo, DemoAnswer } from '#shared/api/demos.ts';
import { DEMO_DETECTORS, type DetectorFinding } from '#shared/demo/types.ts';

/** One's own demos in their states, and the findings of one, for the gallery. */

const NAMES = ['s1mple_fan_от_души', '李雷', 'p', 'ÜberlängeOhneLeerzeichenImNamen!', 'مرحبا بالعالم', '👀🔥'];
const MEGABYTE = 1024 * 1024;

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
    { ...base, ...none, id: 'd6', source: 'share-code', state: 'requested' },
    { ...base, id: 'd7', map: 'de_dust2', file: { bytes: 1, sha256: 'b'.repeat(64), name: `${'x'.repeat(90)}.dem` } },
    { ...base, ...none, id: 'd8', source: 'replay-link', state: 'failed', reason: 'replay-gone', map: 'de_nuke' },
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
  const enough = demo.id !== 'd7';
  return {
    demo,
    entries: {},
    report: {
      ...{ parser: 'demoparser2 0.42.0', map: demo.map, server: null, build: null, rounds: 22, dropped: 0 },
      state: enough ? 'judged' : 'not-enough-data',
      players: NAMES.map((name, i) => ({
        ...{ id: ids[i] ?? `p${i}`, name, kills: 20 - i, deaths: 10, assists: 3, rounds: 22, match: null },
      })),
      findings: enough
        ? {
            ...{ version: '1', map: 'de_mirage', tickRate: 64, rounds: 22, geometry: false },
            players: ids.map((id, i) => ({ id, detectors: findingsOf(i === 0) })),
          }
        : null,
    },
  };
}

/** Bytes of the file that is brought in the gallery, with those it begins with. */
const SIZE = 4 * MEGABYTE + 8;

/** A demo of which no byte has come. */
const begun = (now: number, size: number): Demo => ({
  ...{ id: 'new', source: 'upload', state: 'requested', reason: null, detail: null, matchId: null, map: null },
  progress: { bytes: 0, total: size, percent: 0 },
  upload: { offset: 0, size, chunkBytes: 4 * MEGABYTE },
  ...{ attempts: 0, retryAt: null, requestedAt: now, changedAt: now, finishedAt: null, scoredAt: null, file: null },
});

/**
 * `undefined` for what is not about demos. `?demos=` `expired`, `refused` or `unreachable`: what all questions are answered with;
 * `?upload=` how far a file comes: into its second piece, or `unreachable`, `full`, `none` where the backend takes no files.
 */
export function demosAnswer(message: RequestMessage, parameters: URLSearchParams, now: number): unknown {
  const items = parameters.has('fresh') ? [] : demosOf(now);
  const refused = parameters.get('demos');
  if (refused !== null && ['pollDemos', 'pollDemo', 'demoFindings'].includes(message.type)) {
    return { state: refused, status: 403, detail: 'The account is blocked.' };
  }
  const upload = parameters.get('upload');
  switch (message.type) {
    case 'pollDemos':
      return { state: 'ok', value: { items, next: null } };
    case 'demoLimits':
      return { state: 'ok', value: { mostBytes: upload === 'none' ? null : 8 * MEGABYTE } };
    case 'requestDemo':
      if (upload === 'unreachable' || upload === 'full') return { state: upload, retryAt: now + 90_000 };
      return { state: 'ok', value: { demo: begun(now, SIZE), joined: false } };
    case 'sendDemoPiece':
      // What is under way stays so.
      return message.offset > 0 ? new Promise(() => {}) : { state: 'ok', value: { offset: 2 * MEGABYTE } };
    case 'removeDemo':
      return { state: 'ok', value: { removed: true } };
    case 'pollDemo': {
      const one = [...items, begun(now, SIZE)].find(({ id }) => id === message.id);
      return one ? { state: 'ok', value: one } : { state: 'refused', status: 404, detail: '' };
    }
    case 'demoFindings': {
      const one = items.find(({ id }) => id === message.id);
      return one && { state: 'ok', value: demoAnswerOf(one) };
    }
    default:
      return undefined;
  }
}
