import type { ScoreRow } from '#extension/cache/rows.ts';
import type { Note } from '#extension/notes/note.ts';
import type { BanMet, PersonRow } from '#extension/sync/rows.ts';
import { plainName } from '#extension/ui/player-name.tsx';
import type { ListedPlayer } from '#shared/api/players-list.ts';
import type { BanState } from '#shared/match-history/bans-since.ts';
import type { Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Why a player is in the list: where this browser knows them from, or that the backend named them. */
export const ORIGINS = ['met', 'noted', 'looked-up', 'seen', 'backend'] as const;
export type Origin = (typeof ORIGINS)[number];

/** One player, with everything that filters, sorts and columns ask for. */
export interface KnownPlayer {
  steamId: SteamId;
  /** One line without control characters; empty when nobody said a name. */
  name: string;
  /** The name as it is searched: see `foldName`. */
  folded: string;
  /** Absent when there never was an assessment. */
  band: Band | undefined;
  /** Calibrated, 0–100; null is not enough data. */
  score: number | null;
  rubric: number;
  confidence: number;
  /** ms; 0 without an assessment. */
  assessedAt: number;
  /** When the score goes stale, ms. */
  freshUntil: number;
  scoredBy: 'backend' | 'local' | undefined;
  /** ms; 0 when never met. */
  metAt: number;
  bans: Pick<BanState, 'vac' | 'game' | 'community' | 'economy' | 'lastBanAt'> | undefined;
  /** The newest ban that came after a meeting. */
  banSince: BanMet | undefined;
  note: Note | undefined;
  origins: ReadonlySet<Origin>;
}

/** Most names are this, and need no more work; 50 000 of the others would take a while. */
const SIMPLE = /^[!-~]+(?: [!-~]+)*$/;

/** A name as it is searched and sorted: without accents, in lower case, however it was composed. */
export function foldName(name: string): string {
  if (SIMPLE.test(name)) return name.toLowerCase();
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

interface Parts {
  score?: ScoreRow;
  person?: PersonRow;
  note?: Note;
  banSince?: BanMet;
  /** As seen when looked up. */
  recentName?: string;
  recent?: boolean;
}

/** Puts together what several places of this browser know of one player. The name last met, else looked up, else noted. */
function knownPlayer(steamId: SteamId, { score, person, note, banSince, recent, recentName }: Parts): KnownPlayer {
  const given = person?.name || recentName || note?.name || banSince?.name || '';
  const name = given.length <= 32 && SIMPLE.test(given) ? given : plainName(given);
  const entry = score?.entry;
  const origins = new Set<Origin>();
  if (person) origins.add('met');
  if (note) origins.add('noted');
  if (recent) origins.add('looked-up');
  if (score) origins.add('seen');
  return {
    steamId,
    name,
    folded: foldName(name),
    band: entry?.band,
    score: entry?.score ?? null,
    rubric: entry?.rubric ?? 0,
    confidence: entry?.confidence ?? 0,
    assessedAt: entry?.assessedAt ?? 0,
    freshUntil: score?.stale || score?.state === 'failed' ? 0 : (score?.expiresAt ?? 0),
    scoredBy: entry && score?.origin,
    metAt: person?.lastMetAt ?? 0,
    bans: person?.bans,
    banSince,
    note,
    origins,
  };
}

/** Collects rows of several tables, in any order, into players. */
export function createGathering() {
  const parts = new Map<SteamId, Parts>();
  const of = (steamId: SteamId): Parts => {
    let held = parts.get(steamId);
    if (!held) {
      held = {};
      parts.set(steamId, held);
    }
    return held;
  };
  return {
    score: (row: ScoreRow) => {
      // An account that Steam does not know is no player.
      if (row.state !== 'not-found') of(row.steamId).score = row;
    },
    person: (row: PersonRow) => {
      of(row.steamId).person = row;
    },
    note: (note: Note) => {
      of(note.steamId).note = note;
    },
    banSince: (ban: BanMet) => {
      const held = of(ban.steamId);
      if (!held.banSince || held.banSince.noticedAt < ban.noticedAt) held.banSince = ban;
    },
    recent: ({ steamId, name }: { steamId: SteamId; name?: string | undefined }) => {
      const held = of(steamId);
      held.recent = true;
      if (name !== undefined) held.recentName = name;
    },
    /** One at a time, so that whoever takes them can let others work in between. */
    *players(): Generator<KnownPlayer, void> {
      for (const [steamId, held] of parts) yield knownPlayer(steamId, held);
    },
  };
}

/** A player with a note as it is now; without one where it said nothing any more. */
export function withNote(player: KnownPlayer, note: Note | undefined): KnownPlayer {
  const origins = new Set(player.origins);
  if (note) origins.add('noted');
  else origins.delete('noted');
  return { ...player, note, origins };
}

/** A player of the backend's list, with the note that only this browser has. */
export function listedPlayer(listed: ListedPlayer, note: Note | undefined): KnownPlayer {
  const { steamId, entry, bans, met } = listed;
  const name = plainName(listed.name ?? note?.name ?? '');
  const origins = new Set<Origin>(['backend']);
  if (met) origins.add('met');
  if (note) origins.add('noted');
  return {
    steamId,
    name,
    folded: foldName(name),
    band: entry?.band,
    score: entry?.score ?? null,
    rubric: entry?.rubric ?? 0,
    confidence: entry?.confidence ?? 0,
    assessedAt: entry?.assessedAt ?? 0,
    freshUntil: Number.POSITIVE_INFINITY,
    scoredBy: entry ? 'backend' : undefined,
    metAt: met?.last ?? 0,
    bans: bans
      ? {
          vac: bans.vac,
          game: bans.game,
          community: bans.community,
          economy: bans.economy,
          ...(bans.lastBanAt !== null && { lastBanAt: bans.lastBanAt }),
        }
      : undefined,
    banSince: undefined,
    note,
    origins,
  };
}
