import type { Requests } from '#extension/messages.ts';
import { watchChanges } from '#extension/overlay/changes.ts';
import { steamIdOfBlock } from '#extension/pages/ids.ts';
import { gcpd } from '#extension/pages/steam/gcpd.ts';
import { readGcpdTime } from '#shared/match-history/time.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const MARK_TAG = 'cstatsentry-mark';
/** A match of the page: time on the left, scoreboard on the right. */
const MATCH = '.csgo_scoreboard_root > tbody > tr';

/** A pill at the right end of the name's cell. The host has no size, so no row grows. */
const STYLE = `
:host{all:initial!important;display:block!important;position:relative!important;float:right!important;width:0!important;height:0!important;z-index:3!important;direction:ltr!important}
span{position:absolute;right:4px;top:3px;padding:0 6px;border-radius:3px;border:1px solid #e0675f;background:#4a1714;color:#ffd9d5;white-space:nowrap;
font:600 11px/16px "Motiva Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
span[data-certain=false]{border-color:#6b5a26;background:#2b2410;color:#f0d78a}
@media (forced-colors:active){span{border-color:CanvasText;background:Canvas;color:CanvasText}}
`;

type Met = Requests['bansSince']['in']['met'][number];

export interface BanMarksDeps {
  document: Document;
  bansSince(met: Met[]): Promise<Requests['bansSince']['out']>;
  nextFrame(work: () => void): void;
  report(error: unknown): void;
  signal: AbortSignal;
}

/** Marks on the user's own match history who was banned since each match. Elsewhere it does nothing at all. */
export function startBanMarks({ document, bansSince, nextFrame, report, signal }: BanMarksDeps): void {
  if (!gcpd.matches(new URL(document.location.href))) return;
  const asked = new WeakSet<Element>();
  const hosts = new Set<Element>();

  const timeOf = (match: Element): number | undefined => {
    for (const cell of match.querySelectorAll('.csgo_scoreboard_inner_left td')) {
      const time = readGcpdTime(cell.textContent?.trim() ?? '');
      if (time !== undefined) return time;
    }
    return undefined;
  };

  const mark = (cell: Element, { text, short, certain }: Requests['bansSince']['out'][number]) => {
    const host = document.createElement(MARK_TAG);
    const root = host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    const label = document.createElement('span');
    // The cell is narrow and the name's badge stands in it, too.
    label.textContent = short;
    label.title = text;
    label.role = 'img';
    label.ariaLabel = text;
    label.dataset['certain'] = String(certain);
    root.append(style, label);
    cell.prepend(host);
    hosts.add(host);
  };

  const look = () => {
    const cells = new Map<string, Element>();
    const met: Met[] = [];
    for (const match of document.querySelectorAll(MATCH)) {
      if (asked.has(match)) continue;
      const at = timeOf(match);
      if (at === undefined) continue;
      asked.add(match);
      for (const cell of match.querySelectorAll(gcpd.selector)) {
        const steamId: SteamId | undefined = steamIdOfBlock(cell);
        if (!steamId) continue;
        met.push({ steamId, at });
        cells.set(`${steamId} ${at}`, cell);
      }
    }
    if (met.length === 0) return;
    bansSince(met).then((found) => {
      if (signal.aborted) return;
      for (const each of found) {
        const cell = cells.get(`${each.steamId} ${each.at}`);
        if (cell?.isConnected) mark(cell, each);
      }
    }, report);
  };

  look();
  watchChanges(document.documentElement, nextFrame, look, signal);
  signal.addEventListener(
    'abort',
    () => {
      for (const host of hosts) host.remove();
    },
    { once: true },
  );
}
