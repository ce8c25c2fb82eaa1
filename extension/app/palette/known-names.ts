import { z } from 'zod';
import { createDatabase } from '#extension/cache/database.ts';
import { send } from '#extension/ui/send.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const rowSchema = z.object({ steamId: steamIdSchema, name: z.string() });

/** Everybody this browser knows by name: watched or noted, looked up of late, met. Each once, in that order. */
export async function knownNames(): Promise<Map<SteamId, string>> {
  const names = new Map<SteamId, string>();
  const add = (steamId: SteamId, name: string | undefined) => {
    if (name && !names.has(steamId)) names.set(steamId, name);
  };
  for (const { steamId, name } of await send('notes', {})) add(steamId, name);
  for (const { steamId, name } of await send('recent', {})) add(steamId, name);
  const database = createDatabase('cstatsentry');
  try {
    for (const row of await database.people.toArray()) {
      const met = rowSchema.safeParse(row);
      if (met.success) add(met.data.steamId, met.data.name);
    }
  } finally {
    database.close();
  }
  return names;
}
