import type { PlayerDetails } from '#extension/messages.ts';
import type { MyReports, OwnReport, ReportView } from '#extension/reports/report.ts';
import type { MyReport } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** One's own reports in every state they can be in, for the gallery. */

type Answer = Extract<PlayerDetails, { state: 'ok' }>;
const DAY = 86_400_000;

const STATES: Record<string, (now: number) => Partial<OwnReport>> = {
  held: (now) => ({ state: 'held', dueAt: now + 10_000 }),
  withdrawing: (now) => ({ state: 'held', withdrawing: true, dueAt: now + 10_000 }),
  waiting: () => ({ state: 'waiting' }),
  unreachable: (now) => ({ state: 'waiting', why: 'unreachable', dueAt: now + 150_000 }),
  limited: (now) => ({ state: 'waiting', why: 'limited', dueAt: now + 3_000_000 }),
  signedOut: () => ({ state: 'waiting', why: 'signed-out' }),
  sending: () => ({ state: 'sending' }),
  refused: () => ({ state: 'refused', why: 'invalid', fields: ['playedAt'] }),
  noPlayer: () => ({ state: 'refused', why: 'no-player' }),
  sent: () => ({ state: 'sent' }),
  upheld: () => ({ state: 'sent', stored: stored('upheld') }),
  rejected: () => ({ state: 'sent', stored: stored('rejected') }),
  banned: () => ({ state: 'sent', stored: stored('banned') }),
};

function stored(outcome: MyReport['outcome']): NonNullable<OwnReport['stored']> {
  const now = Date.now();
  const bans = { vac: 1, game: 1, lastBanAt: now - DAY, noticedAt: now - DAY / 2, since: true };
  return {
    steamId: '76561197960265730' as SteamId,
    category: 'aim',
    evidence: [],
    words: '',
    reportedAt: now - 9 * DAY,
    editedAt: null,
    outcome,
    outcomeAt: now - DAY / 2,
    playedTogether: true,
    state: 'decided',
    ban: outcome === 'banned' ? bans : null,
  };
}

function own(steamId: SteamId, name: string | undefined, change: Partial<OwnReport>, at: number): OwnReport {
  return {
    steamId,
    ...(name !== undefined && { name }),
    state: 'sent',
    withdrawing: false,
    at,
    request: {
      category: 'wall',
      playedAt: at - 3_600_000,
      evidence: [{ kind: 'link', url: 'https://example.org/clip/17' }],
      words: 'Followed me through the smoke in round 7.\nAnd again in round 12.',
    },
    ...change,
  };
}

/** `state` as in the table above, `form` for nothing reported yet. */
export function reportViewOf(steamId: SteamId, state: string | null, now: number): ReportView {
  const change = state === null ? undefined : STATES[state]?.(now);
  return {
    account: state === 'out' ? 'signed-out' : 'active',
    matches: [1, 4, 30].map((days) => ({ playedAt: now - days * DAY, map: 'Mirage', mode: 'premier' })),
    ...(change && { own: own(steamId, undefined, change, now - 60_000) }),
  };
}

export function galleryReports(players: readonly Answer[], none: boolean, now: number): MyReports {
  if (none) return { account: 'active', reports: [], fresh: true };
  const reports = Object.values(STATES).flatMap((state, index) => {
    const player = players[index % players.length];
    const steamId = player && (String(BigInt(player.steamId) + BigInt(index >= players.length ? 1000 : 0)) as SteamId);
    return steamId ? [own(steamId, player.facts.profile?.name, state(now), now - index * DAY)] : [];
  });
  return { account: 'active', reports, fresh: true };
}
