import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import { ReportHere } from '#extension/reports/here.tsx';
import { ReportsAmount } from '#extension/reports/summary.tsx';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { Leetify } from '#extension/ui/leetify/leetify.tsx';
import { CopySteamId, RefreshButton, RefreshSaid } from '#extension/ui/player-actions.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { AssessedAt, PlayerPanel } from '#extension/ui/player-panel.tsx';
import { send } from '#extension/ui/send.ts';
import { usePlayer } from '#extension/ui/use-player.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface CardProps {
  steamId: SteamId;
  view: PlayerView;
  kind: Settings['headline'];
  /** Changes when the card should take the focus; 0 for not at all. */
  focusRequest: number;
  onClose: () => void;
}

/** A dialog that is not modal: the page stays usable, Tab goes round within, Escape is the mount's. */
export function Card({ steamId, view, kind, focusRequest, onClose }: CardProps) {
  const words = useWords();
  const id = useId();
  const player = usePlayer(steamId, view);
  const dialog = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [reporting, setReporting] = useState(false);
  const { details } = player;
  const name = details?.state === 'ok' ? details.facts.profile?.name : undefined;

  useEffect(() => {
    if (focusRequest > 0) dialog.current?.focus({ preventScroll: true });
  }, [focusRequest]);

  return (
    <div
      ref={dialog}
      class="card"
      role="dialog"
      aria-modal="false"
      aria-labelledby={`${id}-name`}
      aria-busy={player.busy !== 'no'}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Tab' && dialog.current) cycleFocus(event, dialog.current);
      }}
    >
      <div class="card-head">
        <h2 id={`${id}-name`}>
          <PlayerName name={name} steamId={steamId} />
        </h2>
        {details?.state !== 'not-found' && <RefreshButton player={player} />}
        <button
          type="button"
          class="icon-button"
          aria-label={words.t('card.close')}
          title={words.t('card.close')}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <RefreshSaid player={player} />
      {/* Scrolls, so it must be reachable without a pointer. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus to be scrolled by keyboard. */}
      <div ref={body} class="card-body" tabIndex={0}>
        <ReportHere steamId={steamId} name={name} open={reporting} onOpen={setReporting} />
        <PlayerPanel
          player={player}
          view={view}
          kind={kind}
          between={
            <>
              <ReportsAmount steamId={steamId} player={player} />
              <Leetify steamId={steamId} player={player} />
            </>
          }
        />
      </div>
      <div class="card-foot">
        <CopySteamId steamId={steamId} />
        <AssessedAt details={details} />
        {details?.state !== 'not-found' && (
          <button
            type="button"
            class="link-button"
            aria-expanded={reporting}
            onClick={() => {
              setReporting(!reporting);
              // The form stands at the top.
              if (body.current) body.current.scrollTop = 0;
            }}
          >
            <Icon name="report" />
            {words.t('report.action')}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          onClick={() => {
            send('openDetails', { steamId }).then(onClose, () => player.load());
          }}
        >
          {words.t('card.details')}
          <Icon name="open" />
        </button>
      </div>
    </div>
  );
}

const STOPS = 'button, summary, a[href], input, select, textarea, [tabindex="0"]';

/** Tab past the last goes to the first: the card stands at the end of the page, where going on would leave the page. */
function cycleFocus(event: KeyboardEvent, dialog: HTMLElement): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)];
  const root = dialog.getRootNode();
  const active = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  const first = stops[0];
  const last = stops.at(-1);
  const leaving = event.shiftKey ? active === first || active === dialog : active === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
