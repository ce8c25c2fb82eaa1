import type { PlayerDetails } from '#extension/messages.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { CopyText } from '#extension/ui/copy-text.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import type { PlayerState } from '#extension/ui/use-player.ts';

export function CopySteamId({ steamId }: { steamId: string }) {
  const words = useWords();
  return <CopyText text={steamId} label={words.t('card.copy')} />;
}

/** Asks for a fresh look at Steam; disabled while one is under way. */
export function RefreshButton({ player }: { player: PlayerState & { load: (how: { refresh: true }) => void } }) {
  const words = useWords();
  const label = words.t(player.busy === 'refreshing' ? 'card.refreshing' : 'card.refresh');
  return (
    <button
      type="button"
      class="icon-button"
      // Not `disabled`: that would drop the focus of who just pressed it.
      aria-disabled={player.busy !== 'no'}
      data-busy={player.busy !== 'no'}
      aria-label={label}
      title={label}
      onClick={() => {
        if (player.busy === 'no') player.load({ refresh: true });
      }}
    >
      <Icon name="refresh" />
    </button>
  );
}

/** How the refresh is going or ended. Always in the page, so that screen readers hear it change. */
export function RefreshSaid({ player }: { player: PlayerState }) {
  const words = useWords();
  const now = useNow();
  return (
    <p role="status" class="refresh-said small" data-tone={refusal(player.details) ? 'warn' : 'plain'}>
      {said()}
    </p>
  );

  function said(): string {
    if (player.busy === 'refreshing') return words.t('card.refreshing');
    if (player.refreshed) return words.t('card.refreshed');
    const refused = refusal(player.details);
    if (player.error !== 'no' && player.details?.state === 'ok') return words.t('card.refreshFailed');
    if (!refused) return '';
    if (refused.state === 'failed') return words.t('card.refreshFailed');
    if (refused.retryAt === undefined) return words.t('card.refreshLimited');
    // Once it is possible again there is nothing left to say.
    return refused.retryAt > now ? words.t('card.refreshLimitedUntil', { when: words.ago(refused.retryAt, now) }) : '';
  }
}

function refusal(details: PlayerDetails | undefined) {
  return details?.state === 'ok' ? details.refused : undefined;
}
