import type { LeetifyLive } from '#extension/messages.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { LeetifyFigures } from '#extension/ui/leetify/figures.tsx';
import { LeetifyScoreLine } from '#extension/ui/leetify/score.tsx';
import { type LeetifyState, useLeetify } from '#extension/ui/leetify/use-leetify.ts';
import type { PlayerState } from '#extension/ui/use-player.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What Leetify says of the player shown: live, as it gives it, with where it is from. Nothing while it is switched off. */
export function Leetify({
  steamId,
  player,
  roomy = false,
}: {
  steamId: SteamId;
  player: PlayerState;
  roomy?: boolean;
}) {
  const words = useWords();
  const { details, error } = player;
  const assessedAt = details?.state === 'ok' ? details.assessment?.assessedAt : undefined;
  const leetify = useLeetify(steamId, details !== undefined || error !== 'no', assessedAt);
  const { live, busy, failed, load } = leetify;
  if (live?.state === 'off' || (!live && !busy && !failed)) return null;
  const Heading = roomy ? 'h2' : 'h3';
  const shown = live?.state === 'ok' || live?.state === 'hidden';
  return (
    <section class="leetify" aria-busy={busy}>
      <div class="leetify-head">
        <Heading>{words.t('leetify.title')}</Heading>
        {shown && <FetchedAt at={live.fetchedAt} />}
        {shown && (
          <button
            type="button"
            class="icon-button"
            aria-disabled={busy}
            data-busy={busy}
            aria-label={words.t('leetify.renew')}
            title={words.t('leetify.renew')}
            onClick={() => {
              if (!busy) load({ renew: true });
            }}
          >
            <Icon name="refresh" />
          </button>
        )}
      </div>
      {live?.state === 'ok' && (
        <>
          {live.score && <LeetifyScoreLine score={live.score} roomy={roomy} />}
          {live.profile.privacy_mode !== 'public' && (
            <p class="small">{words.t('leetify.notPublic', { mode: live.profile.privacy_mode || '–' })}</p>
          )}
          <LeetifyFigures profile={live.profile} roomy={roomy} />
        </>
      )}
      <Said leetify={leetify} />
      {shown && (
        <p class="leetify-source small">
          {words.t('leetify.attribution')}{' '}
          <a href={`https://leetify.com/app/profile/${steamId}`} target="_blank" rel="noreferrer">
            {words.t('leetify.view')}
            <Icon name="open" />
          </a>
        </p>
      )}
    </section>
  );
}

function FetchedAt({ at }: { at: number }) {
  const words = useWords();
  const now = useNow();
  return <span class="muted small">{words.t('leetify.live', { when: words.ago(at, now) })}</span>;
}

/** Everything but figures. Always in the page, so that screen readers hear it change. */
function Said({ leetify: { live, busy, failed, load } }: { leetify: LeetifyState }) {
  const words = useWords();
  const now = useNow();
  const asks = !busy && !failed && live?.state === 'unasked';
  return (
    <div role="status" class="leetify-said small">
      {busy && live?.state !== 'ok' && <p class="muted">{words.t('card.loading')}</p>}
      {!busy && failed && <p>{words.t('error.background')}</p>}
      {!busy && !failed && live && <p>{said(live)}</p>}
      {asks && (
        <button type="button" onClick={() => load({ ask: true })}>
          {words.t('leetify.ask')}
        </button>
      )}
      {!busy && (failed || live?.state === 'failed') && (
        <button type="button" onClick={() => load({ ask: true })}>
          {words.t('card.retry')}
        </button>
      )}
    </div>
  );

  function said(answer: LeetifyLive): string {
    switch (answer.state) {
      case 'unasked':
        return words.t('leetify.unasked');
      case 'hidden':
        return words.t('leetify.hidden', { mode: answer.privacyMode || '–' });
      case 'not-found':
        return words.t('leetify.notFound');
      case 'key-refused':
        return words.t('leetify.keyRefused');
      case 'no-access':
        return words.t('leetify.noAccess');
      case 'limited':
        return words.t('leetify.limited', { when: words.ago(Math.max(answer.retryAt, now), now) });
      case 'failed':
        return words.t('leetify.failed');
      default:
        return '';
    }
  }
}
