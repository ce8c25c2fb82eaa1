import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import type { DemoAnswerTo, DemoRefusal } from '#extension/demos/messages.ts';
import { DemoState, isBusy } from '#extension/demos/state.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import type { Demo } from '#shared/api/demos.ts';
import './demos.css';

const isMoving = (answer: DemoAnswerTo<Demo | undefined>) =>
  answer.state === 'ok' && answer.value !== undefined && isBusy(answer.value);

/**
 * The demo of a match of one's own: how far it is, or the button that has it fetched by the replay link of its row. Nothing is
 * shown where there is neither. `matchId` is the backend's.
 */
export function MatchDemo({
  matchId,
  replayUrl,
  onDone,
}: {
  matchId: string | undefined;
  replayUrl: string | null;
  onDone: () => void;
}) {
  const words = useWords();
  const [asked, setAsked] = useState<Demo>();
  const [refused, setRefused] = useState<DemoRefusal>();
  const [busy, setBusy] = useState(false);
  const id = asked?.id;
  const ask = useCallback(async (): Promise<DemoAnswerTo<Demo | undefined>> => {
    if (id !== undefined) return send('pollDemo', { id });
    if (matchId === undefined) return { state: 'ok', value: undefined };
    const answer = await send('pollDemos', { query: { matchId, limit: '1' } });
    if (answer.state === 'refused') return { state: 'refused', status: 403, detail: '' };
    if (answer.state === 'ok') return { state: 'ok', value: answer.value.items[0] };
    return { state: answer.state === 'expired' ? 'expired' : 'unreachable' };
  }, [id, matchId]);
  const { value: answer, failed, reload } = usePolled(ask, isMoving);
  // What is known stays while nothing newer can be had, unless it is known to be gone.
  const known = useRef<Demo>(undefined);
  const gone = answer?.state === 'refused' && answer.status === 404;
  if (gone) known.current = undefined;
  else if (answer?.state === 'ok') known.current = answer.value;
  const demo = known.current ?? (gone ? undefined : asked);
  // Then it is not said that it was not analysed.
  const unknown = !demo && !gone && (failed || answer?.state !== 'ok');
  const done = demo?.state === 'done';
  const told = useRef(onDone);
  told.current = onDone;
  useEffect(() => {
    if (done) told.current();
  }, [done]);
  const request = () => {
    if (replayUrl === null || busy) return;
    setBusy(true);
    send('requestDemo', { request: { replayUrl, ...(matchId !== undefined && { matchId }) } }).then(
      (answer) => {
        setBusy(false);
        setRefused(answer.state === 'ok' ? undefined : answer);
        if (answer.state === 'ok') {
          setAsked(answer.value.demo);
          reload();
        }
      },
      () => {
        setBusy(false);
        setRefused({ state: 'unreachable' });
      },
    );
  };
  if (!demo && replayUrl === null) return null;
  const again = demo?.state === 'failed' && replayUrl !== null;
  return (
    <section class="panel match-demo">
      <h2>{words.t('demos.ofMatch')}</h2>
      <div role="status">{demo && <DemoState demo={demo} />}</div>
      {!demo && !unknown && <p class="muted">{words.t('demos.ofMatch.none')}</p>}
      {!demo && !answer && !failed && <Loading lines={1} />}
      {!demo && failed && <Silent onRetry={reload} />}
      {unknown && !failed && answer && answer.state !== 'ok' && !refused && (
        <RefusedNotice refused={answer} onRetry={reload} />
      )}
      {refused && <RefusedNotice refused={refused} />}
      <p class="demo-buttons">
        {((!demo && !unknown) || again) && (
          <button type="button" class={demo ? undefined : 'primary'} aria-disabled={busy} onClick={request}>
            {words.t(again ? 'demos.ofMatch.again' : 'demos.ofMatch.analyse')}
          </button>
        )}
        {demo && <a href={`#/demos/${demo.id}`}>{words.t('demos.whole')}</a>}
      </p>
    </section>
  );
}

/** Why the backend did not do what was asked; `onRetry` asks again. */
export function RefusedNotice({ refused, onRetry }: { refused: DemoRefusal; onRetry?: () => void }) {
  const words = useWords();
  if (refused.state !== 'refused') {
    return (
      <Notice title={words.t(`demos.refused.${refused.state}`)} tone="warn" live>
        {refused.state === 'expired' ? (
          <a href="#/sign-in">{words.t('account.signIn')}</a>
        ) : (
          onRetry && (
            <button type="button" onClick={onRetry}>
              {words.t('error.retry')}
            </button>
          )
        )}
      </Notice>
    );
  }
  return (
    <Notice title={words.t('demos.refused')} tone="warn" live>
      {refused.detail && (
        <p class="small muted" lang="en">
          {refused.detail}
        </p>
      )}
    </Notice>
  );
}
