import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import type { DemoRefusal } from '#extension/demos/messages.ts';
import { DemoState, isBusy } from '#extension/demos/state.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import type { Demo } from '#shared/api/demos.ts';
import './demos.css';

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
  const ask = useCallback(async (): Promise<Demo | undefined> => {
    if (id !== undefined) {
      const answer = await send('pollDemo', { id });
      return answer.state === 'ok' ? answer.value : undefined;
    }
    if (matchId === undefined) return undefined;
    const answer = await send('pollDemos', { query: { matchId, limit: '1' } });
    return answer.state === 'ok' ? answer.value.items[0] : undefined;
  }, [id, matchId]);
  const { value, reload } = usePolled(ask, (demo) => demo !== undefined && isBusy(demo));
  const demo = value ?? asked;
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
      {!demo && <p class="muted">{words.t('demos.ofMatch.none')}</p>}
      {refused && <RefusedNotice refused={refused} />}
      <p class="demo-buttons">
        {(!demo || again) && (
          <button type="button" class={demo ? undefined : 'primary'} aria-disabled={busy} onClick={request}>
            {words.t(again ? 'demos.ofMatch.again' : 'demos.ofMatch.analyse')}
          </button>
        )}
        {demo && <a href={`#/demos/${demo.id}`}>{words.t('demos.whole')}</a>}
      </p>
    </section>
  );
}

/** Why the backend did not do what was asked. */
export function RefusedNotice({ refused }: { refused: DemoRefusal }) {
  const words = useWords();
  if (refused.state !== 'refused') return <Notice title={words.t(`demos.refused.${refused.state}`)} tone="warn" live />;
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
