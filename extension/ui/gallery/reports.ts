import type { PlayerDetails, RequestMessage } from '#extension/messages.ts';
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

const LONG = `${'Held every angle before anybody could know. '.repeat(18)}${'я'.repeat(120)} 👀 يراقب من خلال الدخان`;

/** `state` as in the table above, `form` for nothing reported yet. */
function reportViewOf(steamId: SteamId, state: string | null, now: number): ReportView {
  const change = state === null ? undefined : STATES[state]?.(now);
  const accounts: Record<string, ReportView['account']> = {
    out: 'signed-out',
    off: 'off',
    blocked: 'blocked',
    self: 'self',
  };
  return {
    account: accounts[state ?? ''] ?? 'active',
    matches: [1, 4, 30].map((days) => ({ playedAt: now - days * DAY, map: 'Mirage', mode: 'premier' })),
    ...(change && { own: own(steamId, undefined, change, now - 60_000) }),
  };
}

function galleryReports(players: readonly Answer[], how: string | null, now: number): MyReports {
  if (how === 'none') return { account: 'active', reports: [], fresh: true };
  if (how === 'off') return { account: 'off', reports: [], fresh: false };
  const reports = Object.values(STATES).flatMap((state, index): OwnReport[] => {
    const player = players[index % players.length];
    const steamId = player && (String(BigInt(player.steamId) + BigInt(index >= players.length ? 1000 : 0)) as SteamId);
    if (!steamId) return [];
    const report = own(steamId, player.facts.profile?.name, state(now), now - index * DAY);
    // The first says all there is room for, the third next to nothing.
    if (index === 0) {
      const evidence = [
        { kind: 'link', url: `https://example.org/${'a'.repeat(150)}?t=90` },
        { kind: 'demo-tick', code: 'CSGO-U6MWi-5cZMJ-VsXtM-yrOwD-g8BJJ', tick: 151_022 },
      ] as const;
      const name = 'ÜberlängeOhneLeerzeichenImNamen!';
      return [
        { ...report, name, request: { ...report.request, category: 'boosting', words: LONG, evidence: [...evidence] } },
      ];
    }
    return index === 2 ? [{ ...report, request: { category: 'aim', evidence: [], words: '' } }] : [report];
  });
  if (how === 'out') {
    const waiting = reports.slice(0, 3).map((each): OwnReport => ({ ...each, state: 'waiting', why: 'signed-out' }));
    return { account: 'signed-out', reports: waiting, fresh: false };
  }
  if (how === 'offline') return { account: 'active', reports: reports.slice(3, 11), fresh: false };
  return { account: how === 'blocked' ? 'blocked' : 'active', reports, fresh: true };
}

/**
 * What the background says of one's own reports; `undefined` for any other message. `?report=` is how far the report on a player
 * is, `form` none yet, `off`, `blocked` and `self` why there can be none; `?reports=` the list: `none`, `off`, `out` (nobody is
 * signed in), `offline` or `blocked`; `?taken=` what a report that is handed in is answered with.
 */
export function reportsAnswer(
  message: RequestMessage,
  parameters: URLSearchParams,
  players: readonly Answer[],
  now: number,
): unknown {
  const state = parameters.get('report');
  switch (message.type) {
    case 'reportView':
      return reportViewOf(message.steamId, state, now);
    case 'sendReport':
      return parameters.get('taken') === 'refused'
        ? { state: 'invalid', why: 'invalid', fields: ['category', 'playedAt', 'evidence', 'words'] }
        : { state: 'held', view: reportViewOf(message.steamId, 'held', now) };
    case 'undoReport':
    case 'withdrawReport':
      return { undone: true, view: reportViewOf(message.steamId, 'form', now) };
    case 'myReports': {
      // Rows of the popup show players one has not reported.
      const rows = parameters.has('fresh') || parameters.get('scene') === 'popup';
      return galleryReports(players, rows ? 'none' : parameters.get('reports'), now);
    }
    default:
      return undefined;
  }
}
