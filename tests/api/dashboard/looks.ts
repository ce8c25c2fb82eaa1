import { playerResponseSchema } from '#shared/api/players.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { lookup, read } from '#tests/api/client.ts';
import { browserOf } from '#tests/api/dashboard/browser.ts';
import { type FakePerson, freshId } from '#tests/api/fake-steam.ts';
import { match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

export const DAY = 86_400_000;

/** Somebody whose figures and ban make the score high. */
export const SUSPICIOUS: FakePerson = {
  ...{ vac: 2, daysSinceLastBan: 3, level: 1, minutes: 6_000 },
  ...{ kills: 60_000, headshots: 57_000, createdAt: Math.floor(Date.now() / 1000) - 60 * 86_400 },
};

/** Looks at a player again, as somebody else would, when Steam says this of them. */
export async function look({ target }: Scene, who: Player, steamId: SteamId, person: FakePerson): Promise<void> {
  target.steam.people.set(steamId, person);
  // Scoring behind an upload may still be storing the player as it was.
  for (;;) {
    const sql = 'UPDATE player SET fresh_until = 1, checked_at = 1 WHERE steam_id = ?';
    await target.sql.execute({ sql, args: [steamId] });
    const answer = await who.ask('POST', `/v1/players/${steamId}/update`);
    if (answer.status === 429) continue;
    read(answer, playerResponseSchema);
    return;
  }
}

export async function runJobs({ target }: Scene, ...ids: string[]): Promise<void> {
  const sql = `UPDATE job SET run_at = 0, lease_until = 0 WHERE id IN (SELECT value FROM json_each(?))`;
  await target.sql.execute({ sql, args: [JSON.stringify(ids)] });
  await target.runJobs();
}

/** Somebody who met `met` twice, watches `watched`, and has nothing to do with `stranger`. */
export async function circle(scene: Scene) {
  const { target } = scene;
  const ann = await player(scene);
  const [met, watched, stranger] = [freshId(), freshId(), freshId()];
  for (const steamId of [met, watched, stranger]) target.steam.people.set(steamId, { name: `P${steamId.slice(-5)}` });
  await lookup(target.url, [met, watched, stranger]);
  const browser = browserOf(ann);
  await browser.send(browser.watch(watched, true, 1));
  const playedAt = Date.now() - 3 * DAY;
  await ann.upload(
    match([ann.steamId, met], { playedAt, rounds: [13, 7] }),
    match([ann.steamId, met], {
      ...{ playedAt: playedAt - 20 * DAY, rounds: [4, 13], mapCode: 'de_mirage', map: 'Mirage' },
    }),
  );
  return { ann, met, watched, stranger, playedAt };
}
