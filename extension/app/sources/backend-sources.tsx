import { useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import { ShareCodes } from '#extension/app/sources/share-codes.tsx';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import { useNow, useWords, When } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import type { SyncReason, SyncSource, SyncStatus } from '#shared/api/matches.ts';

const askSync = () => send('matchSync', {});
const isBusy = (answer: AccountAnswer<SyncStatus>) =>
  answer.state === 'ok' && answer.value.sources.some(({ state }) => state === 'running' || state === 'queued');

/** What only the person can set right. */
const TO_FIX: readonly (SyncReason | null)[] = ['auth-code-refused', 'share-code-expired'];

/** A run due within this time is about to begin, ms; the page's clock moves in steps. */
const SOON_MS = 60_000;

type Source = SyncStatus['sources'][number];

/** What the backend brings by itself, `alone` without one: each source with its state, and the codes it takes. */
export function BackendSources({ alone }: { alone: boolean }) {
  const words = useWords();
  if (!alone) return <Synced />;
  return (
    <section class="source" aria-labelledby="source-backend">
      <h2 id="source-backend">{words.t('sources.backend')}</h2>
      <NoBackend />
    </section>
  );
}

/** Nothing comes from a backend where there is none. */
export function NoBackend() {
  const words = useWords();
  return (
    <Notice title={words.t('account.off.title')}>
      <p>{words.t('account.off.text')}</p>
      <a href="#/settings">{words.t('settings.title')}</a>
    </Notice>
  );
}

function Synced() {
  const words = useWords();
  const polled = usePolled(askSync, isBusy);
  const { value: answer, failed, take, reload } = polled;
  return (
    <section class="source" aria-labelledby="source-backend">
      <h2 id="source-backend">{words.t('sources.backend')}</h2>
      <p class="muted small">{words.t('sources.backend.text')}</p>
      {failed && <Silent onRetry={reload} />}
      {!answer && !failed && <Loading lines={4} />}
      {answer?.state === 'expired' && (
        <Notice title={words.t('sources.signedOut')} live>
          <a href="#/sign-in">{words.t('account.signIn')}</a>
        </Notice>
      )}
      {(answer?.state === 'unreachable' || answer?.state === 'refused') && (
        <Failed state={answer.state} retry={reload} />
      )}
      {answer?.state === 'ok' && <Sources status={answer.value} take={take} />}
    </section>
  );
}

function Sources({
  status,
  take,
}: {
  status: SyncStatus;
  take: (answer: Promise<AccountAnswer<SyncStatus>>) => Promise<void>;
}) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const usable = status.sources.some(({ state }) => state !== 'off');
  const sync = (sources?: SyncSource[]) => {
    if (asking) return;
    setAsking(true);
    void take(send('syncMatches', sources ? { sources } : {})).finally(() => setAsking(false));
  };
  const codes = status.sources.find(({ source }) => source === 'share-codes');
  return (
    <>
      <ul class="source-list">
        {status.sources.map((source) => (
          <li key={source.source}>
            <SourceRow source={source} />
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" aria-disabled={asking || !usable} onClick={() => usable && sync()}>
          {words.t('sources.syncNow')}
        </button>
      </div>
      {codes && codes.reason !== 'no-steam-key' && (
        <ShareCodes
          codes={status.shareCodes}
          wrong={TO_FIX.includes(codes.reason) ? codes.reason : null}
          onAnswer={take}
        />
      )}
    </>
  );
}

/** One source: its state in a word with a shape, how far it is, when it ran and runs, and what is in its way. */
function SourceRow({ source: { source, state, done, total, reason, nextRunAt, finishedAt } }: { source: Source }) {
  const words = useWords();
  const now = useNow();
  const running = state === 'running';
  return (
    <>
      <div class="source-line">
        <h3>{words.t(`sources.name.${source}`)}</h3>
        <span class="source-state small" data-state={state} role="status">
          {words.t(`sources.state.${state}`, { done, total })}
        </span>
      </div>
      {running && <progress aria-label={words.t(`sources.name.${source}`)} value={done} max={Math.max(1, total)} />}
      {reason && <p class="small">{words.t(`sources.reason.${reason}`)}</p>}
      <p class="small muted">
        {finishedAt !== null && (
          <>
            {words.t('sources.lastRun')} <When time={Math.min(finishedAt, now)} />
          </>
        )}
        {finishedAt !== null && nextRunAt !== null && !running && ' · '}
        {nextRunAt !== null && !running && (
          <>
            {words.t('sources.nextRun')}{' '}
            {nextRunAt <= now + SOON_MS ? words.t('sources.soon') : <When time={nextRunAt} />}
          </>
        )}
      </p>
    </>
  );
}
