import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemo } from '#sandbox/replays/demo-file.ts';
import { scriptMatch } from '#sandbox/replays/match-script.ts';
import { replayLink } from '#sandbox/replays/server.ts';
import { shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import type { DemoReason } from '#shared/api/demos.ts';
import { type Pipeline, startPipeline } from '#tests/api/demos/pipeline.ts';
import { freshId } from '#tests/api/fake-steam.ts';

/** Everything that can be wrong with a demo ends in a state of its own, and the worker goes on to the next one. */

let running: Pipeline | undefined;
const pipeline = (): Pipeline => {
  if (!running) throw new Error('not started');
  return running;
};
beforeAll(async () => {
  running = await startPipeline({ mostMb: 20 });
});
afterAll(() => running?.stop());

const MB = 1024 * 1024;
const TEN = Array.from({ length: 10 }, freshId);
/** Room for a few demos of these tests. */
const QUOTA = 300_000;
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
const bzip2 = (bytes: Uint8Array) => spawnSync('bzip2', ['-c'], { input: bytes, maxBuffer: 1 << 30 }).stdout;
const demo = (map = 'de_nuke') => writeDemo({ map, events: scriptMatch(7, TEN, 12) });

/** Asks for a replay with these bytes and lets it be worked on to its end. */
async function fetched(bytes: Uint8Array | undefined, fault?: Parameters<Pipeline['replays']['spoil']>[1]) {
  const link = pipeline().link();
  if (bytes) pipeline().replays.put(link, bytes);
  if (fault) pipeline().replays.spoil(link, fault);
  const { id } = await pipeline().request({ replayUrl: link });
  await pipeline().work();
  return pipeline().demo(id);
}
const failed = (reason: DemoReason, detail?: RegExp) => ({
  state: 'failed',
  reason,
  ...(detail && { detail: expect.stringMatching(detail) }),
});

describe('a file that is no demo', () => {
  const cases: [string, () => Uint8Array, DemoReason][] = [
    ['anything else', () => Buffer.from('<html>Service unavailable</html>'), 'not-a-demo'],
    ['anything else, packed', () => bzip2(Buffer.from('hello '.repeat(1000))), 'not-a-demo'],
    ['a demo of CS:GO', () => bzip2(Buffer.concat([Buffer.from('HL2DEMO\0'), Buffer.alloc(2000)])), 'csgo-demo'],
    ['the head of a demo and no more', () => Buffer.from('PBDEMS2\0'), 'truncated'],
    ['a demo that ends in the middle', () => bzip2(demo().subarray(0, 30_000)), 'truncated'],
    ['bzip2 that ends in the middle', () => half(bzip2(demo())), 'corrupt-archive'],
    [
      'bzip2 with a bit turned',
      () => bzip2(demo()).map((byte, at) => (at === 1000 ? byte ^ 1 : byte)),
      'corrupt-archive',
    ],
    ['gzip that ends in the middle', () => half(gzipSync(demo())), 'corrupt-archive'],
    ['zstd that ends in the middle', () => half(zstdCompressSync(demo())), 'corrupt-archive'],
    ['a bomb of bzip2', () => bzip2(Buffer.alloc(60 * MB)), 'unpacks-too-large'],
    ['a bomb of gzip', () => gzipSync(Buffer.alloc(60 * MB)), 'unpacks-too-large'],
    [
      'a demo with nonsense inside',
      () => Buffer.concat([demo().subarray(0, 16), Buffer.alloc(500_000, 0x5a)]),
      'unsupported-demo',
    ],
  ];
  it.each(cases)('%s', async (_, bytes, reason) => {
    expect(await fetched(bytes())).toMatchObject(failed(reason));
  });

  it.each([
    ['a bomb of bzip2', () => bzip2(Buffer.alloc(60 * MB)), 'unpacks-too-large'],
    ['bzip2 that ends in the middle', () => half(bzip2(demo())), 'corrupt-archive'],
    ['bzip2', () => bzip2(demo()), null],
  ] as const)('where the bzip2 program is missing: %s', async (_, bytes, reason) => {
    const { id } = await pipeline().upload(bytes());
    await pipeline().work({ bzip2Program: false });
    expect(await pipeline().demo(id)).toMatchObject(reason === null ? { state: 'done' } : failed(reason));
  });
});

describe('a replay host that', () => {
  it('knows no such replay is asked a few times, for replays come late', async () => {
    const link = pipeline().link();
    const { id } = await pipeline().request({ replayUrl: link });
    await pipeline().work();
    expect(await pipeline().demo(id)).toMatchObject(failed('replay-gone', /404/));
    expect(pipeline().replays.asked.filter(({ path }) => link.endsWith(path))).toHaveLength(3);
  });

  it('is overloaded for a while gets the time it asks for', async () => {
    expect(await fetched(bzip2(demo()), { status: 503, retryAfter: 1, times: 2 })).toMatchObject({ state: 'done' });
  });

  it('stays overloaded', async () => {
    expect(await fetched(bzip2(demo()), { status: 503 })).toMatchObject(failed('replay-unavailable', /503/));
  });

  it('breaks off now and then is asked for the rest', async () => {
    const bytes = bzip2(demo());
    const link = pipeline().link();
    pipeline().replays.put(link, bytes);
    pipeline().replays.spoil(link, { cutAfter: 500, times: 3 });
    const { id } = await pipeline().request({ replayUrl: link });
    await pipeline().work();
    expect(await pipeline().demo(id)).toMatchObject({ state: 'done', file: { bytes: bytes.length } });
    const ranges = pipeline()
      .replays.asked.filter(({ path }) => link.endsWith(path))
      .map(({ range }) => range);
    expect(ranges).toEqual([undefined, 'bytes=500-', 'bytes=1000-', 'bytes=1500-']);
  });

  it('breaks off and knows no ranges is read from the beginning', async () => {
    expect(await fetched(bzip2(demo()), { cutAfter: 500, wholeOnly: true, times: 1 })).toMatchObject({
      state: 'done',
    });
  });

  it('announces more than it sends', async () => {
    const bytes = bzip2(demo());
    expect(
      await fetched(bytes, { announce: bytes.length + 5000, cutAfter: bytes.length, wholeOnly: true }),
    ).toMatchObject(failed('wrong-length'));
  });

  it('announces 2 GB', async () => {
    expect(await fetched(bzip2(demo()), { announce: 2 * 1024 * MB })).toMatchObject(failed('too-large', /2147483648/));
  });

  it('never ends', async () => {
    expect(await fetched(bzip2(demo()), { endless: true })).toMatchObject(failed('too-large'));
  });

  it('sends nothing', async () => {
    expect(await fetched(bzip2(demo()), { hang: true })).toMatchObject(failed('replay-unavailable', /nothing came/));
  });

  it('names another checksum than that of what it sends', async () => {
    const header = ['repr-digest', `sha-256=:${Buffer.alloc(32).toString('base64')}:`] as const;
    expect(await fetched(bzip2(demo()), { header })).toMatchObject(failed('checksum-mismatch'));
  });

  it.each([
    ['leads to this machine', 'http://127.0.0.1:1/730/1_1.dem.bz2'],
    ['leads to another host', 'http://replay1.valve.net.example.org/730/1_1.dem.bz2'],
    ['leads to another port', 'http://replay1.valve.net:81/730/1_1.dem.bz2'],
    ['leads to a file', 'file:///etc/passwd'],
    ['leads nowhere', ''],
  ])('%s is not followed', async (_, location) => {
    const before = pipeline().replays.asked.length;
    expect(await fetched(bzip2(demo()), { location })).toMatchObject(failed('address-refused'));
    expect(pipeline().replays.asked.length - before).toBe(1);
  });

  it('leads to another replay host of Valve is followed', async () => {
    const there = pipeline().link();
    pipeline().replays.put(there, bzip2(demo()));
    expect(await fetched(undefined, { location: there })).toMatchObject({ state: 'done' });
  });

  it('has a name that means this machine is not asked', async () => {
    const link = pipeline().link();
    const { id } = await pipeline().request({ replayUrl: link });
    const before = pipeline().replays.asked.length;
    await pipeline().work({ replaysAt: undefined, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(await pipeline().demo(id)).toMatchObject(failed('address-refused', /not on the open internet/));
    expect(pipeline().replays.asked.length).toBe(before);
  });
});

describe('the Game Coordinator', () => {
  const codeOf = (index: number) => {
    const code = shareCodesOf(pipeline().world).at(-1 - index);
    if (!code) throw new Error('too few matches');
    return code;
  };
  const asked = async (index: number, answer: Pipeline['gc']['answer']) => {
    pipeline().gc.answer = answer;
    const { id } = await pipeline().request({ shareCode: codeOf(index).code });
    await pipeline().work();
    return pipeline().demo(id);
  };

  it.each([
    ['is silent', 'failed', 'game-coordinator-silent', 5],
    ['knows no such match', 'not-found', 'match-unknown', 3],
    ['knows no replay', 'no-replay', 'no-replay', 3],
  ] as const)('%s: it is asked a few times', async (_, answer, reason, times) => {
    const before = pipeline().gc.asked;
    expect(await asked(0, answer)).toMatchObject(failed(reason));
    expect(pipeline().gc.asked - before).toBe(times);
  });

  it('answers the next time somebody asks, and is asked no more once it has', async () => {
    const before = pipeline().gc.asked;
    expect(await asked(0, 'ok')).toMatchObject({ state: 'done', source: 'share-code' });
    expect(pipeline().gc.asked - before).toBe(1);
  });

  it('leads to the demo of another match', async () => {
    pipeline().replays.put(replayLink(codeOf(1).match.replay), bzip2(demo()));
    expect(await asked(1, 'ok')).toMatchObject(failed('another-match', /0 of 10|0 of 4/));
  });
});

describe('this machine', () => {
  it('has no space left on the disk', async () => {
    const link = pipeline().link();
    pipeline().replays.put(link, bzip2(demo()));
    const { id } = await pipeline().request({ replayUrl: link });
    // The one file that is always full.
    symlinkSync('/dev/full', pipeline().files.path(id, 'part'));
    await pipeline().work();
    expect(await pipeline().demo(id)).toMatchObject(failed('disk-full'));
  });

  it('gives demos no more than their share of the disk, and takes away what nobody needs first', async () => {
    const named = (i: number) => writeDemo({ map: `de_${i}`, events: scriptMatch(i, TEN, 12) });
    const small = await startPipeline({ quota: QUOTA });
    try {
      const first = await small.upload(named(0));
      await small.work();
      for (let i = 1; i < 12; i++) {
        const { id } = await small.upload(named(i));
        await small.work();
        expect(await small.demo(id)).toMatchObject({ state: 'done', file: { bytes: named(i).length } });
      }
      // Done all the same, and its findings are kept; the file gave way to those that came later.
      expect(await small.demo(first.id)).toMatchObject({ state: 'done', file: null });
      expect(await small.files.used()).toBeLessThanOrEqual(QUOTA);
    } finally {
      await small.stop();
    }
  });

  it('has too little memory or time for the parser, and says which', async () => {
    const analysis = { cpuSeconds: 30, wallMs: 60_000, memoryMb: 1500 };
    const limits = {
      mostPackedBytes: 20 * MB,
      mostDemoBytes: 20 * MB,
      download: { idleMs: 500, mostMs: 20_000 },
      unpack: analysis,
    };
    const late = await pipeline().upload(demo('de_train'));
    await pipeline().work({ limits: { ...limits, analysis: { ...analysis, wallMs: 1 } } });
    expect(await pipeline().demo(late.id)).toMatchObject(failed('parser-out-of-time'));
    const big = await pipeline().upload(demo('de_ancient'));
    await pipeline().work({ limits: { ...limits, analysis: { ...analysis, memoryMb: 300 } } });
    expect(await pipeline().demo(big.id)).toMatchObject(failed('parser-out-of-memory'));
  });
});

const REAL = join('..', 'shared', 'data', 'demos');
describe.skipIf(!existsSync(REAL))('real demos', () => {
  it.each(['14065', '14155', '14160'])('%s runs through and says that there is not enough in it', async (name) => {
    const who = pipeline().someone();
    const { id } = await pipeline().upload(readFileSync(join(REAL, `${name}.dem`)), who);
    await pipeline().work();
    expect(await pipeline().demo(id)).toMatchObject({ state: 'done', reason: null });
    const { report } = await pipeline().demos.findings(who, id);
    expect(report).toMatchObject({ state: 'not-enough-data', build: name, players: [] });
  });

  it.each(['14090', '14150_ag2'])('%s is refused in the words of the parser, once', async (name) => {
    const { id } = await pipeline().upload(readFileSync(join(REAL, `${name}.dem`)));
    await pipeline().work();
    expect(await pipeline().demo(id)).toMatchObject(failed('unsupported-demo', /demoparser2 .*IllegalPathOp/));
  });
});
if (!existsSync(REAL)) console.warn(`skipped: there are no real demos at ${REAL}`);
