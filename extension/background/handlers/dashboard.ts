import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const dashboardSummary = ({ dashboard }: BackgroundContext): Out<'dashboardSummary'> => dashboard.summary();
export const dashboardRecent = (
  { dashboard }: BackgroundContext,
  { cursor }: Requests['dashboardRecent']['in'],
): Out<'dashboardRecent'> => dashboard.recent(cursor);
export const dashboardStatistics = (
  { dashboard }: BackgroundContext,
  query: Requests['dashboardStatistics']['in'],
): Out<'dashboardStatistics'> => dashboard.statistics(query);
export const dashboardSeen = (
  { dashboard }: BackgroundContext,
  { until }: Requests['dashboardSeen']['in'],
): Out<'dashboardSeen'> => dashboard.seen(until);
