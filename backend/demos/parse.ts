import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import demoparser from '@laihoe/demoparser2';
import parserManifest from '@laihoe/demoparser2/package.json' with { type: 'json' };
import { z } from 'zod';
import type { ParsedFile } from '#backend/demos/analyse.ts';
import { DemoFailure } from '#backend/demos/failure.ts';
import { readTriangles } from '#shared/demo/geometry/triangles.ts';
import { DEMO_EVENTS, type Geometry, TICK_FIELDS } from '#shared/demo/types.ts';
import { wantedTicks } from '#shared/demo/windows.ts';
import { isRow } from '#shared/match/rows.ts';

/** Reads a demo by demoparser2. Synchronous and in native code: for a process of its own, with limits. */

const PARSER = `demoparser2 ${parserManifest.version}`;

const headerSchema = z.object({
  map_name: z.string().optional(),
  server_name: z.string().optional(),
  patch_version: z.string().optional(),
});

/** What demoparser2 says when the file is at fault and not its knowledge of the game. */
const REASONS = [
  [/UnknownFile|NotADemo/i, 'not-a-demo'],
  [/Source1Demo/i, 'csgo-demo'],
  [/DemoEndsEarly|OutOfBytes/i, 'truncated'],
] as const;

/** Runs one call of the parser; what it throws becomes the failure it means, with its own words. */
function asked(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const reason = REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'unsupported-demo';
    throw new DemoFailure(reason, `${PARSER}: ${words}`);
  }
}

/** The walls of a map from the operator's folder: `<map>.tri`. Undefined where there are none, or they cannot be read. */
function geometryOf(folder: string | undefined, map: string | null): Geometry | undefined {
  if (folder === undefined || map === null || !/^[\w-]{1,64}$/.test(map)) return undefined;
  const path = join(folder, `${map}.tri`);
  if (!existsSync(path)) return undefined;
  const reading = readTriangles(readFileSync(path));
  return reading.state === 'ok' ? reading.geometry : undefined;
}

/** The events of a demo, by name. @throws DemoFailure */
export function parseEvents(path: string): Record<string, unknown[]> {
  const rows = asked(() => demoparser.parseEvents(path, [...DEMO_EVENTS]));
  if (!Array.isArray(rows)) throw new DemoFailure('unsupported-demo', `${PARSER}: gave no list of events`);
  const events: Record<string, unknown[]> = {};
  for (const name of DEMO_EVENTS) events[name] = [];
  // A match has tens of thousands: sorted here, and read one by one by whoever needs them.
  for (const row of rows) if (isRow(row)) events[String(row['event_name'])]?.push(row);
  return events;
}

/** @throws DemoFailure */
function parseTicks(path: string, ticks: Int32Array): unknown {
  return asked(() => demoparser.parseTicks(path, [...TICK_FIELDS], [...ticks], null, true));
}

/** Everything that is wanted of a demo. @throws DemoFailure */
export function parseDemo(path: string, geometryFolder?: string): ParsedFile {
  const header = headerSchema.safeParse(asked(() => demoparser.parseHeader(path))).data ?? {};
  const map = header.map_name ?? null;
  const events = parseEvents(path);
  const geometry = geometryOf(geometryFolder, map);
  const ticks = wantedTicks(events, { geometry: geometry !== undefined });
  return {
    parser: PARSER,
    map,
    server: header.server_name ?? null,
    build: header.patch_version ?? null,
    events,
    ticks: ticks.length === 0 ? undefined : parseTicks(path, ticks),
    geometry,
  };
}
