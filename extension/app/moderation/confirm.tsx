import { useRef } from 'preact/hooks';
import { Changed } from '#extension/app/moderation/changed.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Dialog } from '#extension/ui/dialog.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import type { CaseResponse, ModerationAction } from '#shared/api/moderation.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';

/** A decision once more in full, before it takes effect. */
export function Confirm({
  action,
  held: { name, steamId, names },
  changed,
  onYes,
  onNo,
}: {
  action: Exclude<ModerationAction, { type: 'note' }>;
  held: CaseResponse;
  changed: readonly ModerationEvent[];
  onYes: () => void;
  onNo: () => void;
}) {
  const words = useWords();
  const yes = useRef<HTMLButtonElement>(null);
  const who = (name !== null && plainName(name)) || steamId;
  const until = 'expiresAt' in action && action.expiresAt !== null ? action.expiresAt : undefined;
  return (
    <Dialog
      title={words.t(`moderation.confirm.${action.type}`, { name: who })}
      onClose={onNo}
      first={yes}
      buttons={
        <>
          <button type="button" class="primary" ref={yes} onClick={onYes}>
            {words.t(`moderation.do.${action.type}`)}
          </button>
          <button type="button" onClick={onNo}>
            {words.t('moderation.confirm.back')}
          </button>
        </>
      }
    >
      {changed.length > 0 && <Changed events={changed} names={names} />}
      <p>
        {words.t(`moderation.effect.${action.type}`)}
        {'expiresAt' in action &&
          ` ${until === undefined ? words.t('moderation.effect.noEnd') : words.t('moderation.effect.until', { when: words.date(until) })}`}
      </p>
      <blockquote class="case-said">{action.reason}</blockquote>
    </Dialog>
  );
}
