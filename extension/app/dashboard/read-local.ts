import { z } from 'zod';
import { EMPTY, type LocalData, type LocalMatch, type LocalReport } from '#extension/app/dashboard/local.ts';
import type { Tables } from '#extension/cache/database.ts';
import { scoreRowSchema } from '#extension/cache/rows.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import type { RiseStore } from '#extension/notifications/store.ts';
import { banMetSchema, matchRowSchema } from '#extension/sync/rows.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Of each row only what the dashboard shows is read, in portions, so that the page stays quick however much there is. */
const MATCHES = 100;
const SCORES = 500;
const DETAILS = 40;

const matchSchema = z.object({
  id: matchRowSchema.shape.id,
  mode: matchRowSchema.shape.mode,
  map: matchRowSchema.shape.map,
  mapCode: matchRowSchema.shape.mapCode,
  playedAt: matchRowSchema.shape.playedAt,
  rounds: matchRowSchema.shape.rounds,
  viewer: steamIdSchema,
  players: z.array(
    z.object({ steamId: steamIdSchema, name: z.string(), team: z.union([z.literal(0), z.literal(1)]).nullable() }),
  ),
});
const scoreSchema = z.object({ steamId: steamIdSchema, entry: scoreRowSchema.shape.entry });
const reasonsSchema = z.object({
  response: z.object({
    assessment: z
      .object({ contributions: z.array(z.object({ key: z.string(), block: z.string(), nats: z.number() })) })
      .nullable(),
  }),
});

export interface LocalSources {
  /** One's own reports, as this browser knows them; null where it cannot say. */
  reports(): Promise<readonly LocalReport[] | null>;
  database: Pick<Tables, 'matches' | 'scores' | 'details' | 'bansMet'>;
  notes: Pick<NoteStore, 'all'>;
  rises: Pick<RiseStore, 'all'>;
}

/** Rows that are what they should be; others are of another version, and left out. */
const readable = <S extends z.ZodType>(rows: readonly unknown[], schema: S): z.infer<S>[] =>
  rows.flatMap((row) => {
    const read = schema.safeParse(row);
    return read.success ? [read.data] : [];
  });

/** How many of these people each reason counts against. */
async function readReasons(details: Tables['details'], people: ReadonlySet<SteamId>, gone: () => boolean) {
  const keys = (await details.toCollection().primaryKeys()).filter((key) => people.has(key as SteamId));
  const reasons = new Map<string, number>();
  for (let start = 0; start < keys.length && !gone(); start += DETAILS) {
    for (const { response } of readable(await details.bulkGet(keys.slice(start, start + DETAILS)), reasonsSchema)) {
      for (const { key, block, nats } of response.assessment?.contributions ?? []) {
        if (nats > 0 && block !== 'prior' && block !== 'limit') reasons.set(key, (reasons.get(key) ?? 0) + 1);
      }
    }
  }
  return reasons;
}

/**
 * Reads what this browser holds, newest first, and hands on what it has: after the first matches, and at the end. Rejects
 * where the browser keeps nothing for the extension.
 */
export async function readLocal(
  { database, notes, rises, reports }: LocalSources,
  onData: (data: LocalData, complete: boolean) => void,
  gone: () => boolean,
): Promise<void> {
  const [bans, risen, held, reported] = await Promise.all([
    database.bansMet.orderBy('noticedAt').reverse().toArray(),
    rises.all(),
    notes.all(),
    reports(),
  ]);
  const data: LocalData = {
    ...EMPTY,
    bans: readable(bans, banMetSchema),
    rises: risen,
    reports: reported,
    watched: held.filter(({ watched }) => watched).length,
  };
  const matches: LocalMatch[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let first = true; !gone(); first = false) {
    const rows = await database.matches.where('playedAt').below(before).reverse().limit(MATCHES).toArray();
    const read = readable(rows, matchSchema);
    matches.push(...read);
    if (first) onData({ ...data, matches: [...matches] }, false);
    const last = read.at(-1)?.playedAt;
    if (rows.length < MATCHES || last === undefined) break;
    before = last;
  }
  const people = new Set<SteamId>();
  for (const { players, viewer } of matches) {
    for (const { steamId } of players) if (steamId !== viewer) people.add(steamId);
  }
  for (const { steamId } of [...data.bans, ...data.rises]) people.add(steamId);
  const scores = new Map<SteamId, NonNullable<z.infer<typeof scoreSchema>['entry']>>();
  const ids = [...people];
  for (let start = 0; start < ids.length && !gone(); start += SCORES) {
    const rows = await database.scores.bulkGet(ids.slice(start, start + SCORES));
    for (const { steamId, entry } of readable(rows, scoreSchema)) if (entry) scores.set(steamId, entry);
  }
  if (gone()) return;
  const reasons = await readReasons(database.details, people, gone);
  if (!gone()) onData({ ...data, matches, scores, reasons }, true);
}
