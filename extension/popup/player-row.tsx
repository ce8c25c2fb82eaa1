import { useEffect, useRef, useState } from 'preact/hooks';
import type { PlayerDetails, PlayerView } from '#extension/messages.ts';
import { createLimiter } from '#extension/popup/limiter.ts';
import { remember } from '#extension/popup/use-lookup.ts';
import type { OwnReport } from '#extension/reports/report.ts';
import { HereButton, ReportButton, type RowOpen, RowPart } from '#extension/reports/row.tsx';
import { markText } from '#extension/reports/state.tsx';
import type { Settings } from '#extension/settings.ts';
import { BandBadge, bandOf } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { ReasonText, reasonsOf } from '#extension/ui/contributions.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Names and reasons are fetched for the rows that are seen, a few at a time, so that scores are never kept waiting. */
const limited = createLimiter(3);

function useSeen() {
  const ref = useRef<HTMLLIElement>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (seen || !ref.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((each) => each.isIntersecting)) setSeen(true);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [seen]);
  return { ref, seen };
}

function useDetails(steamId: SteamId, wanted: boolean, knownName: string | undefined): PlayerDetails | undefined {
  const [details, setDetails] = useState<PlayerDetails>();
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    limited(() => (gone ? Promise.resolve(undefined) : send('details', { steamId }))).then(
      (answer) => {
        if (gone || !answer) return;
        setDetails(answer);
        const name = answer.state === 'ok' ? answer.facts.profile?.name : undefined;
        if (name !== undefined && name !== knownName) remember([steamId], name);
      },
      // The row then shows the ID alone; the score is what was asked for.
      (error: unknown) => console.warn('details of a row could not be had', error),
    );
    return () => {
      gone = true;
    };
  }, [steamId, wanted, knownName]);
  return details;
}

/** One player of a list: number, name, strongest reason. The row opens the details; beside it, a report and the card in place. */
export function PlayerRow({
  steamId,
  view,
  kind,
  name: knownName,
  own,
  onReport,
}: {
  steamId: SteamId;
  view: PlayerView | undefined;
  kind: Settings['headline'];
  name?: string | undefined;
  /** One's own report on this player. */
  own: OwnReport | undefined;
  /** Something about one's reports has changed. */
  onReport: () => void;
}) {
  const words = useWords();
  const { ref, seen } = useSeen();
  const details = useDetails(steamId, seen && view?.entry !== undefined, knownName);
  const answer = details?.state === 'ok' ? details : undefined;
  const strongest = answer?.assessment ? reasonsOf(answer.assessment).reasons.find((each) => each.nats > 0) : undefined;
  const { band, score, spoken } = face(view);
  const [open, setOpen] = useState<RowOpen>('nothing');
  const name = answer?.facts.profile?.name ?? knownName;
  const row = { steamId, name, own, open, onOpen: setOpen };
  return (
    <li ref={ref} class="row-with-actions">
      <button type="button" class="row" onClick={() => void send('openDetails', { steamId }).catch(console.error)}>
        <span aria-hidden="true">
          {view === undefined || (view.state === 'loading' && !view.entry) ? (
            <span class="band-badge waiting" data-band="not-enough-data" />
          ) : (
            <BandBadge band={band} score={score} />
          )}
        </span>
        <span class="row-words">
          <PlayerName name={name} steamId={steamId} />
          <span class="row-reason muted small">
            <span class={strongest ? 'sr' : ''}>{spoken} </span>
            {strongest && <ReasonText reason={strongest} />}
          </span>
          {own && <span class="own-mark small">{markText(words, own)}</span>}
        </span>
      </button>
      <span class="row-actions">
        <ReportButton {...row} />
        <HereButton {...row} />
      </span>
      <RowPart {...row} view={view} kind={kind} onChange={onReport} />
    </li>
  );

  function face(of: PlayerView | undefined) {
    const entry = of?.entry;
    if (!entry) {
      const state = of?.state ?? 'loading';
      const said =
        state === 'loading' || state === 'scored' ? words.t('card.loading') : words.t(`state.${state}.title`);
      return { band: 'not-enough-data' as const, score: null, spoken: said };
    }
    if (entry.score === null) {
      return { band: entry.band, score: null, spoken: words.t(`band.${entry.band}`) };
    }
    if (kind === 'rubric') {
      const spoken = words.t('score.rubricSpoken', { score: entry.rubric });
      return { band: bandOf(entry.rubric), score: entry.rubric, spoken };
    }
    const spoken = words.t('score.spoken', { score: entry.score, band: words.t(`band.${entry.band}`) });
    return { band: entry.band, score: entry.score, spoken };
  }
}
