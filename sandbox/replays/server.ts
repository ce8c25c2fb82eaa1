import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { isSteamId } from '#shared/steam/steam-id.ts';
import type { World } from '../world/world.ts';
import { writeDemo } from './demo-file.ts';
import { scriptMatch } from './match-script.ts';

/** What is wrong with a replay; every part may be combined. `times` answers, then it is as it should be; for ever without. */
interface ReplayFault {
  status?: number;
  /** Seconds. */
  retryAfter?: number;
  /** Sends that many bytes, then drops the connection. */
  cutAfter?: number;
  /** The length it announces, whatever it sends. */
  announce?: number;
  /** Sends for ever, without a length. */
  endless?: true;
  /** Sends the head of the answer and then nothing. */
  hang?: true;
  /** Does not know what a range is. */
  wholeOnly?: true;
  /** Leads there instead. */
  location?: string;
  /** A header more. */
  header?: readonly [string, string];
  times?: number;
}

export interface Replays {
  /** Plays every replayNNN.valve.net, over plain HTTP on loopback; which one is told by the Host header. */
  url: string;
  /** Has these bytes under a link of Valve's, instead of a made-up match. */
  put(link: string, bytes: Uint8Array): void;
  spoil(link: string, fault: ReplayFault): void;
  /** Everything asked for, in order. */
  readonly asked: { host: string; path: string; range: string | undefined }[];
  stop(): Promise<void>;
}

/** The replay is gone after this, ms. */
const KEPT = 30 * 86_400_000;

/** As on the real host; without the program it comes unpacked under the same name. */
function packed(demo: Buffer): Buffer {
  const { status, stdout } = spawnSync('bzip2', ['-c'], { input: demo, maxBuffer: 1 << 30 });
  return status === 0 ? stdout : demo;
}

/** The link of a match's replay, as the Game Coordinator and the match history tell it. */
export const replayLink = ({
  host,
  match,
  reservation,
}: {
  host: number;
  match: string;
  reservation: string;
}): string => `http://replay${host}.valve.net/730/${match}_${reservation}.dem.bz2`;

export async function startReplays(world: World, port = 0): Promise<Replays> {
  const files = new Map<string, Uint8Array>();
  const faults = new Map<string, ReplayFault & { left: number }>();
  const asked: Replays['asked'] = [];
  const keyOf = (link: string) => new URL(link).pathname;

  /** The replay of one of the viewer's matches. Only its pathname counts, as on hosts that share their files. */
  function fileOf(path: string): Uint8Array | undefined {
    const there = files.get(path);
    if (there) return there;
    const match = world.matches.find(({ replay }) => keyOf(replayLink(replay)) === path);
    if (!match || match.at < world.now - KEPT) return undefined;
    const players = match.teams
      .flat()
      .map(({ person }) => person.steamId)
      .filter(isSteamId);
    const events = scriptMatch(match.at, players, match.rounds[0] + match.rounds[1]);
    const made = packed(writeDemo({ map: mapCode(match.map), events }));
    files.set(path, made);
    return made;
  }

  function take(path: string): ReplayFault | undefined {
    const fault = faults.get(path);
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) faults.delete(path);
    return fault;
  }

  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    const { range } = request.headers;
    asked.push({ host: request.headers.host ?? '', path, range });
    const fault = take(path) ?? {};
    if (fault.location !== undefined) return response.writeHead(302, { location: fault.location }).end();
    if (fault.status !== undefined) {
      const wait = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return response.writeHead(fault.status, wait).end('sandbox fault');
    }
    const file = fileOf(path);
    if (!file) return response.writeHead(404).end();
    const from = fault.wholeOnly ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (from > 0 && from >= file.length)
      return response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    const part = file.subarray(from);
    const length = fault.endless ? {} : { 'content-length': String(fault.announce ?? part.length) };
    const more = fault.header ? { [fault.header[0]]: fault.header[1] } : {};
    response.writeHead(from > 0 ? 206 : 200, {
      'content-type': 'application/octet-stream',
      ...length,
      ...more,
      ...(from > 0 && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    });
    if (fault.hang) return response.flushHeaders();
    if (fault.endless) return pour(response);
    if (fault.cutAfter !== undefined) {
      return response.write(part.subarray(0, fault.cutAfter), () => response.socket?.end(() => response.destroy()));
    }
    return response.end(part);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    put: (link, bytes) => {
      files.set(keyOf(link), bytes);
    },
    spoil: (link, fault) => {
      faults.set(keyOf(link), { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `Dust II` as the game calls it. */
const mapCode = (name: string): string => `de_${name.toLowerCase().replace(' ii', '2').replaceAll(' ', '')}`;

/** Bytes until whoever listens has enough. */
function pour(response: http.ServerResponse): void {
  const piece = Buffer.alloc(1 << 16);
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}
