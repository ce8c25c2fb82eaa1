import { useState } from 'preact/hooks';
import { evidenceText } from '#extension/reports/evidence.tsx';
import { ReportActions, ReportHere } from '#extension/reports/here.tsx';
import type { OwnReport, StoredReport } from '#extension/reports/report.ts';
import { ReportStateText } from '#extension/reports/state.tsx';
import { useUndo } from '#extension/reports/use-undo.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { useToast } from '#extension/ui/toast.tsx';

/** One report of one's own: about whom, what was said, how far it is, what became of it, and what can be done. */
export function ReportItem({ own, onChange }: { own: OwnReport; onChange: () => void }) {
  const words = useWords();
  const toast = useToast();
  const sayTaken = useUndo(onChange);
  const [editing, setEditing] = useState(false);
  const { steamId, request, stored } = own;
  const name = own.name ?? stored?.name ?? undefined;
  const label = (name && plainName(name)) || steamId;
  const { playedAt, evidence, words: said } = request;
  return (
    <li class="report-item" data-state={own.state}>
      <h2>
        <a href={`#/players/${steamId}`}>
          <PlayerName name={name} steamId={steamId} />
        </a>
      </h2>
      <p class="report-item-what">
        <strong>{words.t(`report.category.${request.category}`)}</strong>
        {playedAt !== undefined && (
          <span class="muted small">
            {' · '}
            {words.date(playedAt)}
          </span>
        )}
        {stored?.playedTogether && <span class="muted small">{` · ${words.t('reports.together')}`}</span>}
      </p>
      <p class="report-item-state">
        <ReportStateText own={own} />
      </p>
      {stored?.ban && <Ban ban={stored.ban} />}
      {said !== '' && <p class="report-item-words">{said}</p>}
      {evidence.length > 0 && (
        <ul class="report-item-evidence small">
          {evidence.map((piece) => (
            <li key={JSON.stringify(piece)}>
              {piece.kind === 'link' ? (
                <a href={piece.url} target="_blank" rel="noreferrer noopener">
                  {piece.url}
                </a>
              ) : (
                evidenceText(words, piece)
              )}
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <ReportHere
          steamId={steamId}
          name={name}
          open
          onOpen={() => {
            setEditing(false);
            onChange();
          }}
          onTaken={({ own: now }) => now && sayTaken(now, label)}
        />
      ) : (
        <ReportActions
          own={own}
          onChange={() => setEditing(true)}
          take={({ own: now }) => now?.withdrawing && now.state === 'held' && sayTaken(now, label)}
          reload={onChange}
          onDone={(what) => {
            if (what === 'late') toast({ text: words.t('report.toast.late'), tone: 'warn' });
            if (what === 'undone' && !own.withdrawing) toast({ text: words.t('report.toast.draft') });
          }}
        />
      )}
    </li>
  );
}

/** Bans the player has, and whether they came after the report as far as Steam tells. */
function Ban({ ban }: { ban: NonNullable<StoredReport['ban']> }) {
  const words = useWords();
  const kinds = [
    ban.vac > 0 ? words.t('bans.vac', { count: ban.vac }) : '',
    ban.game > 0 ? words.t('bans.game', { count: ban.game }) : '',
  ].filter((kind) => kind !== '');
  if (kinds.length === 0) return null;
  return (
    <p class="report-item-ban small" data-since={ban.since}>
      <strong>{words.list(kinds)}</strong> {words.t(ban.since ? 'reports.ban.since' : 'reports.ban.before')}
      {ban.lastBanAt !== null && (
        <>
          {' · '}
          <When time={ban.lastBanAt} />
        </>
      )}
    </p>
  );
}
