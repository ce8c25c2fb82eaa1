import { COMMAND, eventPackets, frame } from '#sandbox/replays/demo-file.ts';

/**
 * Makes a demo as long as a match out of a short real one: its packets come again and again with later ticks, so a parser has
 * the work of a real stream of entities, and the events of another real match are put between them. It has the one player of
 * the short demo; that player's ID stands for everybody in the events, so that there are view angles around every shot.
 */

/** Numbers of our kinds of events, above those the demo has. */
const FIRST_ID = 5000;

interface Frame {
  command: number;
  tick: number;
  content: Buffer;
}

/** Frames of a demo behind its head of 16 bytes. */
function framesOf(demo: Buffer): Frame[] {
  const frames: Frame[] = [];
  let at = 16;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = demo[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < demo.length) {
    const [command, tick, size] = [varint(), varint(), varint()];
    frames.push({ command, tick, content: demo.subarray(at, at + size) });
    at += size;
  }
  return frames;
}

const isPacket = ({ command }: Frame) => (command & ~64) === COMMAND.packet;

/**
 * `events` as a parser gives them. Each packet stands there `times` times, so that there are as many bytes a tick as ten players
 * make: a short demo of one person has a third of them.
 */
export function lengthen(demo: Buffer, events: Readonly<Record<string, unknown>>, times = 3): Buffer {
  const frames = framesOf(demo);
  const first = frames.findIndex(isPacket);
  const packets = frames.filter(isPacket);
  const [from, to] = [packets[0]?.tick ?? 0, packets.at(-1)?.tick ?? 0];
  const span = to - from + 1;
  const { list, ticks } = eventPackets(events, FIRST_ID);
  const end = ticks.at(-1)?.tick ?? 0;
  const parts = frames.slice(0, first).map(({ command, tick, content }) => frame(command, tick, content));
  parts.push(frame(COMMAND.signOn, 0xffff_ffff, list));
  let next = 0;
  for (let offset = 0; offset + from <= end; offset += span) {
    // The first one makes every entity; once is enough.
    for (const { command, tick, content } of offset === 0 ? packets : packets.slice(1)) {
      const first = offset === 0 && tick === from;
      for (let i = 0; i < (first ? 1 : times); i += 1) parts.push(frame(command, tick + offset, content));
      for (let own = ticks[next]; own && own.tick <= tick + offset; own = ticks[++next]) {
        parts.push(frame(COMMAND.packet, tick + offset, own.content));
      }
    }
  }
  parts.push(frame(COMMAND.stop, end + span, Buffer.alloc(0)));
  const body = Buffer.concat(parts);
  const head = Buffer.from(demo.subarray(0, 16));
  head.writeInt32LE(16 + body.length, 8);
  head.writeInt32LE(16 + body.length, 12);
  const info = frames.find(({ command }) => command === COMMAND.info);
  return Buffer.concat([head, body, info ? frame(COMMAND.info, end + span, info.content) : Buffer.alloc(0)]);
}

/** The same events with other people in them. */
export function withPlayers(
  events: Readonly<Record<string, unknown>>,
  nameOf: (id: string) => string,
): Record<string, unknown> {
  return JSON.parse(JSON.stringify(events), (key, value: unknown) =>
    key.endsWith('_steamid') && typeof value === 'string' ? nameOf(value) : value,
  );
}
