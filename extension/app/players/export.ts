import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import { toCsv } from '#extension/ui/download.ts';

/** One player as they leave in a file; the field names are part of the format. */
function exported({
  steamId,
  name,
  band,
  score,
  rubric,
  confidence,
  assessedAt,
  scoredBy,
  metAt,
  bans,
  banSince,
  note,
}: KnownPlayer) {
  const assessed = band !== undefined;
  const day = (time: number | undefined) => (time === undefined || time === 0 ? null : new Date(time).toISOString());
  return {
    steamId,
    name: name === '' ? null : name,
    score,
    rubric: assessed ? rubric : null,
    band: band ?? null,
    confidence: assessed ? confidence : null,
    assessedAt: day(assessedAt),
    scoredBy: scoredBy ?? null,
    lastMetAt: day(metAt),
    vacBans: bans?.vac ?? null,
    gameBans: bans?.game ?? null,
    lastBanAt: day(banSince?.bannedAt ?? bans?.lastBanAt),
    bannedSinceMet: banSince ? banSince.kinds.join('; ') : null,
    watched: note?.watched ?? false,
    trusted: note?.trusted ?? false,
    tags: note?.tags ?? [],
    note: note?.text ?? '',
  };
}

export function playersToJson(players: readonly KnownPlayer[], now: number): string {
  const file = {
    format: 'cstatsentry-players',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    players: players.map(exported),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

export function playersToCsv(players: readonly KnownPlayer[]): string {
  const rows = players.map(exported);
  const columns = [
    'steamId',
    'name',
    'score',
    'rubric',
    'band',
    'confidence',
    'assessedAt',
    'scoredBy',
    'lastMetAt',
    'vacBans',
    'gameBans',
    'lastBanAt',
    'bannedSinceMet',
    'watched',
    'trusted',
    'tags',
    'note',
  ] as const;
  const text = (value: string | number | boolean | null | readonly string[]) =>
    value === null
      ? ''
      : typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : typeof value === 'object'
          ? value.join('; ')
          : String(value);
  return toCsv([columns, ...rows.map((row) => columns.map((column) => text(row[column])))]);
}
