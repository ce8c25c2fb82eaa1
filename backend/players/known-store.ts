import { DAY } from '#backend/platform/clock.ts';
import type { Statement } from '#backend/platform/database.ts';
import { nameKey } from '#backend/players/name-key.ts';
import type { PlayerRecord } from '#backend/players/record.ts';
import { type Assessment, BANDS } from '#shared/score/assessment.ts';
import { SOURCES } from '#shared/score/facts.ts';

/** From this place in `BANDS` on a score is news; `not-enough-data` stands behind them all. */
const HIGH = BANDS.indexOf('highly-suspicious');
const UNKNOWN = BANDS.indexOf('not-enough-data');
/** A score that goes up and down around the edge of a band is news once in this time, ms. */
const SAME_NEWS = 30 * DAY;

/** More bans than at the look before. A ban that was there at the first look is none: nobody knows since when we could have known. */
const NEWS_OF_BANS = `
  INSERT INTO player_change (steam_id, at, kind, vac, game)
  SELECT j.value->>'id', ?2, 'ban', j.value->>'vac', j.value->>'game'
  FROM json_each(?1) AS j JOIN known_player AS k ON k.steam_id = j.value->>'id'
  WHERE k.vac IS NOT NULL AND (j.value->>'vac') + (j.value->>'game') > k.vac + k.game`;

/** A score in a higher band than before. Not one that another version of the engine made of the same facts: that says nothing new of the player. */
const NEWS_OF_SCORES = `
  INSERT INTO player_change (steam_id, at, kind, score_from, score_to, band)
  SELECT j.value->>'id', ?2, 'score', k.score, j.value->>'score', j.value->>'band'
  FROM json_each(?1) AS j LEFT JOIN known_player AS k ON k.steam_id = j.value->>'id'
  WHERE j.value->>'band' >= ${HIGH} AND j.value->>'band' < ${UNKNOWN}
    AND (k.band IS NULL OR k.band = ${UNKNOWN} OR k.band < j.value->>'band')
    AND NOT EXISTS (SELECT 1 FROM player AS p WHERE p.steam_id = j.value->>'id'
      AND p.assessment->>'engine' <> j.value->>'engine')
    AND NOT EXISTS (SELECT 1 FROM player_change AS c WHERE c.steam_id = j.value->>'id' AND c.kind = 'score'
      AND c.at > ?2 - ${SAME_NEWS} AND c.band >= j.value->>'band')`;

const SAVE = `
  INSERT INTO known_player (steam_id, name, name_key, avatar_url, score, band, confidence, assessed_at, vac, game, community,
    economy, last_ban_at, sources, reasons)
  SELECT value->>'id', value->>'name', value->>'nameKey', value->>'avatar', value->>'score', value->>'band',
    value->>'confidence', value->>'assessedAt', value->>'vac', value->>'game', value->>'community', value->>'economy',
    value->>'lastBanAt', value->>'sources', value->>'reasons'
  FROM json_each(?1) WHERE true
  ON CONFLICT (steam_id) DO UPDATE SET
    ban_noticed_at = CASE WHEN excluded.vac + excluded.game > vac + game THEN ?2
      WHEN excluded.vac + excluded.game > 0 THEN ban_noticed_at END,
    name = excluded.name, name_key = excluded.name_key, avatar_url = excluded.avatar_url, score = excluded.score,
    band = excluded.band, confidence = excluded.confidence, assessed_at = excluded.assessed_at, vac = excluded.vac,
    game = excluded.game, community = excluded.community, economy = excluded.economy,
    last_ban_at = excluded.last_ban_at, sources = excluded.sources, reasons = excluded.reasons`;

const REMOVE = 'DELETE FROM known_player WHERE steam_id IN (SELECT value FROM json_each(?1))';

/** Keys of what counts against a player; bookkeeping is no reason. */
function reasonsAgainst({ contributions }: Assessment): string[] {
  return contributions.flatMap(({ key, nats, block }) =>
    nats > 0 && block !== 'prior' && block !== 'limit' ? [key] : [],
  );
}

function rowOf({ steamId, facts, sources, assessment }: PlayerRecord) {
  const { profile, bans } = facts;
  const shown = new Set(sources.flatMap(({ source, state }) => (state === 'ok' ? [source] : [])));
  return {
    id: steamId,
    name: profile?.name ?? null,
    nameKey: nameKey(profile?.name ?? ''),
    avatar: profile?.avatarUrl ?? null,
    engine: assessment?.engine ?? null,
    score: assessment?.score ?? null,
    band: assessment ? BANDS.indexOf(assessment.band) : null,
    confidence: assessment?.confidence ?? null,
    assessedAt: assessment?.assessedAt ?? null,
    vac: bans?.vac ?? null,
    game: bans?.game ?? null,
    community: bans ? Number(bans.community) : null,
    economy: bans?.economy ?? null,
    lastBanAt: bans?.lastBanAt ?? null,
    sources: SOURCES.reduce((bits, source, place) => bits | (Number(shown.has(source)) << place), 0),
    reasons: JSON.stringify(assessment ? reasonsAgainst(assessment) : []),
  };
}

/**
 * Keeps the list of players as these records are, and what of it is news, in the transaction that stores the records and
 * before them: what is news is told from what was there.
 */
export function knownStatements(records: readonly PlayerRecord[], now: number): Statement[] {
  const rows = JSON.stringify(records.filter(({ missing }) => !missing).map(rowOf));
  const gone = records.filter(({ missing }) => missing).map(({ steamId }) => steamId);
  return [
    ...[NEWS_OF_BANS, NEWS_OF_SCORES, SAVE].map((sql) => ({ sql, args: [rows, now] })),
    ...(gone.length > 0 ? [{ sql: REMOVE, args: [JSON.stringify(gone)] }] : []),
  ];
}
