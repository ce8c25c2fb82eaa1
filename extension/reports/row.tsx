import { useState } from 'preact/hooks';
import type { PlayerView } from '#extension/messages.ts';
import { ReportHere } from '#extension/reports/here.tsx';
import { PlayerHere } from '#extension/reports/player-here.tsx';
import type { OwnReport, ReportView } from '#extension/reports/report.ts';
import { markText } from '#extension/reports/state.tsx';
import { useUndo } from '#extension/reports/use-undo.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';
import './row.css';

/** What of a row is open below it. */
export type RowOpen = 'nothing' | 'report' | 'player';

interface RowProps {
  steamId: SteamId;
  name: string | undefined;
  /** One's own report on this player. */
  own: OwnReport | undefined;
  open: RowOpen;
  onOpen: (open: RowOpen) => void;
}

/** The name a button is labelled with. */
const labelOf = (name: string | undefined, steamId: SteamId) => (name && plainName(name)) || steamId;

/** Opens the report form of a row; says whether there is a report of one's own. */
export function ReportButton({ steamId, name, own, open, onOpen }: RowProps) {
  const words = useWords();
  const label = own ? markText(words, own) : words.t('report.of', { name: labelOf(name, steamId) });
  return (
    <button
      type="button"
      class="icon-button"
      data-reported={own !== undefined}
      aria-expanded={open === 'report'}
      aria-label={label}
      title={label}
      onClick={() => onOpen(open === 'report' ? 'nothing' : 'report')}
    >
      <Icon name="report" />
    </button>
  );
}

/** Opens what the hover card would say, below the row. */
export function HereButton({ steamId, name, open, onOpen }: Omit<RowProps, 'own'>) {
  const words = useWords();
  const shown = open === 'player';
  const label = words.t(shown ? 'here.close' : 'here.open', { name: labelOf(name, steamId) });
  return (
    <button
      type="button"
      class="icon-button here-button"
      aria-expanded={shown}
      aria-label={label}
      title={label}
      onClick={() => onOpen(shown ? 'nothing' : 'player')}
    >
      <Icon name="down" />
    </button>
  );
}

interface RowPartProps extends RowProps {
  /** The match the row is of, ms. */
  at?: number | undefined;
  view: PlayerView | undefined;
  kind: Settings['headline'];
  /** Something about one's reports has changed. */
  onChange: () => void;
}

/** What is open below a row, if anything. */
export function RowPart({ steamId, name, own, open, onOpen, at, view, kind, onChange }: RowPartProps) {
  if (open === 'player') {
    return (
      <div class="row-part">
        <PlayerHere steamId={steamId} name={name} view={view} kind={kind} onReport={onChange} />
      </div>
    );
  }
  if (open !== 'report') return null;
  return (
    <div class="row-part">
      <RowReport
        steamId={steamId}
        name={name}
        at={at}
        reported={own !== undefined}
        onChange={onChange}
        onClose={() => onOpen('nothing')}
      />
    </div>
  );
}

interface RowReportProps {
  steamId: SteamId;
  name: string | undefined;
  at: number | undefined;
  reported: boolean;
  onChange: () => void;
  onClose: () => void;
}

/** The report of a row: its form, or how far it is. Handed in, the row is as before and a toast can undo it. */
function RowReport({ steamId, name, at, reported, onChange, onClose }: RowReportProps) {
  const [form, setForm] = useState(!reported);
  const sayTaken = useUndo(onChange);
  const taken = ({ own }: ReportView) => {
    onChange();
    onClose();
    if (own) sayTaken(own, labelOf(name, steamId));
  };
  return (
    <ReportHere
      steamId={steamId}
      name={name}
      at={at}
      open={form}
      onOpen={(open) => {
        setForm(open);
        onChange();
        if (!open && !reported) onClose();
      }}
      onTaken={taken}
    />
  );
}
