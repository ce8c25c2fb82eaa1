/**
 * Writes demos: files a parser of Counter-Strike 2 reads, with the events it is given and nothing else. A real demo names
 * players by numbers that lead to their entities; these have no entities, so their events carry the fields that parsers make
 * of that (`user_steamid`) as they are. There are no positions and no view angles in them.
 */

type Value = string | number | boolean | null;
type Row = Readonly<Record<string, unknown>>;

export interface DemoScript {
  map: string;
  server?: string;
  /** The game's build number. */
  build?: number;
  /** Lists by name, each row with its `tick`. Values that are neither text, number nor truth are left out. */
  events: Readonly<Record<string, unknown>>;
}

export const COMMAND = {
  stop: 0,
  header: 1,
  info: 2,
  sync: 3,
  sendTables: 4,
  classes: 5,
  packet: 7,
  signOn: 8,
} as const;
const MESSAGE = { eventList: 205, event: 207 } as const;
const TYPE = { text: 1, float: 2, long: 3, truth: 6 } as const;
/** Before the first tick. */
const EARLY = 0xffff_ffff;

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  // Negative numbers have ten bytes, as in 64 bits.
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const whole = (field: number, value: number | bigint) => Buffer.concat([varint(field << 3), varint(value)]);
function bytes(field: number, value: Buffer | string): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}
function float(field: number, value: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), content]);
}

export const frame = (command: number, tick: number, content: Buffer) =>
  Buffer.concat([varint(command), varint(tick), varint(content.length), content]);

/** Messages of one packet: their numbers are written in bits, so nothing in it stands on whole bytes. */
function packet(messages: readonly { type: number; content: Buffer }[]): Buffer {
  const size = messages.reduce((sum, { content }) => sum + content.length + 16, 0);
  const out = Buffer.alloc(size);
  let at = 0;
  const put = (value: number, count: number) => {
    for (let bit = 0; bit < count; bit += 1, at += 1) {
      if ((value >> bit) & 1) out[at >> 3] = (out[at >> 3] ?? 0) | (1 << (at & 7));
    }
  };
  for (const { type, content } of messages) {
    if (type < 16) put(type, 6);
    else {
      put((type & 15) | 16, 6);
      put(type >> 4, 4);
    }
    for (const byte of varint(content.length)) put(byte, 8);
    for (const byte of content) put(byte, 8);
  }
  return bytes(3, out.subarray(0, Math.ceil(at / 8)));
}

interface Kind {
  id: number;
  name: string;
  keys: { name: string; type: number }[];
}

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(id: number, name: string, rows: readonly Row[]): Kind {
  const types = new Map<string, number>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      if (key === 'tick' || key === 'event_name' || !isValue(value) || value === null) continue;
      const type =
        typeof value === 'string'
          ? TYPE.text
          : typeof value === 'boolean'
            ? TYPE.truth
            : Number.isInteger(value)
              ? TYPE.long
              : TYPE.float;
      // A number that is whole in one row and not in another.
      if (type === TYPE.long && types.get(key) === TYPE.float) continue;
      types.set(key, type);
    }
  }
  return { id, name, keys: [...types].map(([key, type]) => ({ name: key, type })) };
}

function keyOf(type: number, value: unknown): Buffer {
  const text = (content: Buffer) => bytes(3, Buffer.concat([whole(1, type), content]));
  if (type === TYPE.text) return text(bytes(2, typeof value === 'string' ? value : ''));
  if (type === TYPE.truth) return text(whole(7, value === true ? 1 : 0));
  const number = typeof value === 'number' ? value : 0;
  return text(type === TYPE.float ? float(3, number) : whole(4, Math.trunc(number)));
}

/** Events as packets of a demo: the list of their kinds, and one packet for each tick, in order. */
export interface EventPackets {
  list: Buffer;
  ticks: { tick: number; content: Buffer }[];
}

/** `firstId`: numbers of the kinds begin there, where a demo has others of its own. */
export function eventPackets(events: DemoScript['events'], firstId = 1): EventPackets {
  const kinds: Kind[] = [];
  const byTick = new Map<number, Buffer[]>();
  for (const [name, list] of Object.entries(events)) {
    const rows = Array.isArray(list) ? list.filter(isRow) : [];
    if (rows.length === 0) continue;
    const kind = kindOf(firstId + kinds.length, name, rows);
    kinds.push(kind);
    for (const row of rows) {
      const tick = typeof row['tick'] === 'number' ? Math.max(0, Math.trunc(row['tick'])) : 0;
      const content = Buffer.concat([whole(2, kind.id), ...kind.keys.map((key) => keyOf(key.type, row[key.name]))]);
      const there = byTick.get(tick);
      if (there) there.push(content);
      else byTick.set(tick, [content]);
    }
  }
  const descriptors = kinds.map(({ id, name, keys }) => {
    const fields = keys.map((key) => bytes(3, Buffer.concat([whole(1, key.type), bytes(2, key.name)])));
    return bytes(1, Buffer.concat([whole(1, id), bytes(2, name), ...fields]));
  });
  return {
    list: packet([{ type: MESSAGE.eventList, content: Buffer.concat(descriptors) }]),
    ticks: [...byTick]
      .sort(([a], [b]) => a - b)
      .map(([tick, contents]) => ({
        tick,
        content: packet(contents.map((content) => ({ type: MESSAGE.event, content }))),
      })),
  };
}

/** The file, whole. */
export function writeDemo({ map, server = 'Sandbox', build = 14_160, events }: DemoScript): Buffer {
  const { list, ticks } = eventPackets(events);
  const last = (ticks.at(-1)?.tick ?? 0) + 64;
  const header = [
    bytes(1, 'PBDEMS2\0'),
    whole(2, build),
    bytes(3, server),
    bytes(4, 'SourceTV Demo'),
    bytes(5, map),
    bytes(6, '/game/csgo'),
  ];
  const body = Buffer.concat([
    frame(COMMAND.header, EARLY, Buffer.concat(header)),
    frame(COMMAND.sendTables, EARLY, bytes(1, varint(0))),
    frame(COMMAND.classes, EARLY, Buffer.alloc(0)),
    frame(COMMAND.signOn, EARLY, list),
    frame(COMMAND.sync, EARLY, Buffer.alloc(0)),
    ...ticks.map(({ tick, content }) => frame(COMMAND.packet, tick, content)),
    frame(COMMAND.stop, last, Buffer.alloc(0)),
  ]);
  const head = Buffer.alloc(16);
  head.write('PBDEMS2\0', 'latin1');
  head.writeInt32LE(head.length + body.length, 8);
  const info = Buffer.concat([float(1, last / 64), whole(2, last), whole(3, last)]);
  return Buffer.concat([head, body, frame(COMMAND.info, last, info)]);
}
