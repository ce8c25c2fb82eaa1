import { useCallback, useEffect, useState } from 'preact/hooks';
import type { MyReports, OwnReport } from '#extension/reports/report.ts';
import { isUnderWay } from '#extension/reports/use-report.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How often it is asked how far reports are while some are under way, ms. */
const POLL = 2_000;

export interface ReportsState {
  /** Absent until the background has answered. */
  mine: MyReports | undefined;
  byId: ReadonlyMap<SteamId, OwnReport>;
  /** The background does not answer. */
  failed: boolean;
  /** The backend has answered since the page opened: what is not there is not reported. */
  heard: boolean;
  /** The backend was asked and did not answer. */
  stale: boolean;
  reload: () => void;
  /** As `reload`, asking the backend. */
  renew: () => void;
}

/** All of one's own reports, for lists; `renew` asks the backend once at the start. */
export function useReports({ renew = false }: { renew?: boolean } = {}): ReportsState {
  const [mine, setMine] = useState<MyReports>();
  const [failed, setFailed] = useState(false);
  const [stale, setStale] = useState(false);
  const [heard, setHeard] = useState(false);
  const ask = useCallback(async (anew: boolean) => {
    try {
      const now = await send('myReports', { renew: anew });
      setMine(now);
      setFailed(false);
      if (now.fresh) setHeard(true);
      if (anew) setStale(!now.fresh && now.account !== 'off' && now.account !== 'signed-out');
    } catch (error) {
      console.warn('the reports could not be read', error);
      setFailed(true);
    }
  }, []);
  useEffect(() => {
    // What is known is there at once; the backend may take its time.
    void ask(false).then(() => (renew ? ask(true) : undefined));
  }, [ask, renew]);
  const underWay = mine?.reports.some(isUnderWay) ?? false;
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => void ask(false), POLL);
    return () => clearInterval(timer);
  }, [underWay, ask]);
  const [byId, setById] = useState<ReportsState['byId']>(new Map());
  useEffect(() => setById(new Map(mine?.reports.map((own) => [own.steamId, own]))), [mine]);
  const reload = useCallback(() => void ask(false), [ask]);
  const renewed = useCallback(() => void ask(true), [ask]);
  return { mine, byId, failed, heard, stale, reload, renew: renewed };
}
