import type { Happening, Person, Summary } from '#extension/app/dashboard/view.ts';
import type { Activity, DashboardSummary } from '#shared/api/dashboard.ts';
import type { BansSince } from '#shared/match-history/bans-since.ts';

// What the backend says of the dashboard, as this app shows it.

type Said = DashboardSummary['changes']['bans']['items'][number];

const KINDS = ['vac', 'game'] as const satisfies readonly BansSince['kinds'][number][];

const personOf = ({ steamId, name, entry }: Pick<Said, 'steamId' | 'name' | 'entry'>): Person => ({
  steamId,
  name,
  entry,
});

const banOf = (ban: Said) => ({
  ...personOf(ban),
  at: ban.at,
  kinds: KINDS.filter((kind) => ban[kind] > 0),
  // The backend noticed it itself, between two looks.
  certain: true,
  lastMetAt: ban.lastMetAt,
});

export function summaryFrom({ since, changes, totals }: DashboardSummary): Summary {
  return {
    since,
    changes: { ...changes, bans: { count: changes.bans.count, items: changes.bans.items.map(banOf) } },
    totals: { ...totals, banned: totals.bannedSinceMet },
  };
}

export function happeningFrom(activity: Activity): Happening {
  if (activity.kind === 'ban') return { kind: 'ban', ...banOf(activity) };
  return activity;
}
