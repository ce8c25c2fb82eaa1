import { createGathering, type KnownPlayer } from '#extension/app/players/known-player.ts';
import type { ScoreRow } from '#extension/cache/rows.ts';
import type { Note } from '#extension/notes/note.ts';
import type { BanMet, PersonRow } from '#extension/sync/rows.ts';
import type { Band } from '#shared/score/assessment.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** For tests: rows as they lie in the database, and the players they make. */

export const NOW = 1_800_000_000_000;
export const DAY = 86_400_000;

export function idOf(account: number): SteamId {
  const steamId = steamIdFromAccountId(account);
  if (!steamId) throw new Error(`${account} is no account`);
  return steamId;
}

export const scoreRow = (
  steamId: SteamId,
  score: number | null,
  band: Band,
  more: Partial<ScoreRow> = {},
): ScoreRow => ({
  steamId,
  state: 'scored',
  entry: { score, rubric: 20, band, confidence: 60, assessedAt: NOW - DAY },
  origin: 'backend',
  fetchedAt: NOW,
  expiresAt: NOW + DAY,
  ...more,
});

export const personRow = (
  steamId: SteamId,
  name: string,
  lastMetAt: number,
  more: Partial<PersonRow> = {},
): PersonRow => ({
  steamId,
  name,
  lastMetAt,
  bansCheckedAt: 0,
  ...more,
});

export const noteOf = (steamId: SteamId, more: Partial<Note> = {}): Note => ({
  steamId,
  watched: false,
  trusted: false,
  text: '',
  tags: [],
  updatedAt: NOW,
  ...more,
});

export const banMet = (steamId: SteamId, more: Partial<BanMet> = {}): BanMet => ({
  id: `${steamId}-vac`,
  steamId,
  name: 'banned',
  kinds: ['vac'],
  certain: true,
  bannedAt: NOW - 2 * DAY,
  metAt: NOW - 10 * DAY,
  match: null,
  noticedAt: NOW - DAY,
  seen: false,
  ...more,
});

/** Anna 92, Борис 40, 王 without enough data, somebody with 0 and no name, and Zoë who was never scored. */
export const ANNA = idOf(11);
export const BORIS = idOf(12);
export const WANG = idOf(13);
export const NOBODY = idOf(14);
export const ZOE = idOf(15);

export function somePlayers(): KnownPlayer[] {
  const gathering = createGathering();
  gathering.score(scoreRow(ANNA, 92, 'near-certain'));
  gathering.person(
    personRow(ANNA, 'Anna', NOW - 3 * DAY, {
      bans: { observedAt: NOW, vac: 1, counted: true, game: 0, lastBanAt: NOW - 2 * DAY },
    }),
  );
  gathering.banSince(banMet(ANNA));
  gathering.score(scoreRow(BORIS, 40, 'suspicious'));
  gathering.person(
    personRow(BORIS, 'Борис', NOW - 40 * DAY, {
      bans: { observedAt: NOW, vac: 0, counted: true, game: 0 },
    }),
  );
  gathering.note(noteOf(BORIS, { watched: true, tags: ['prefire'] }));
  gathering.score(scoreRow(WANG, null, 'not-enough-data'));
  gathering.recent({ steamId: WANG, name: '王' });
  gathering.score(scoreRow(NOBODY, 0, 'unlikely'));
  gathering.person(personRow(ZOE, 'Zoë', NOW - 400 * DAY));
  gathering.note(noteOf(ZOE, { trusted: true, text: 'a friend' }));
  return [...gathering.players()];
}
