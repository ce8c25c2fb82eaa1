import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { OwnReport, ReportView } from '#extension/reports/report.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How often it is asked how far a report is, ms. */
const POLL = 1_000;

export interface ReportState {
  /** Absent until the background has answered. */
  view: ReportView | undefined;
  /** The background does not answer. */
  failed: boolean;
  take: (view: ReportView) => void;
  reload: () => void;
}

/** Whether something about this report will change by itself before long. */
export const isUnderWay = (own: OwnReport | undefined): boolean =>
  own !== undefined && own.state !== 'sent' && own.state !== 'refused';

/** One's own report on a player, and what a new one would need; followed while it is under way. */
export function useReport(steamId: SteamId): ReportState {
  const [view, setView] = useState<ReportView>();
  const [failed, setFailed] = useState(false);
  // Of several answers only the last question's counts.
  const turn = useRef(0);
  const take = useCallback((now: ReportView) => {
    turn.current++;
    setView(now);
    setFailed(false);
  }, []);
  const reload = useCallback(() => {
    const mine = ++turn.current;
    send('reportView', { steamId }).then(
      (now) => mine === turn.current && take(now),
      () => mine === turn.current && setFailed(true),
    );
  }, [steamId, take]);
  useEffect(() => {
    reload();
    return () => {
      turn.current++;
    };
  }, [reload]);
  const underWay = isUnderWay(view?.own);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(reload, POLL);
    return () => clearInterval(timer);
  }, [underWay, reload]);
  return { view, failed, take, reload };
}
