import { bytesIn } from '#extension/demos/bytes.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import type { Demo } from '#shared/api/demos.ts';

/** Whether it still moves by itself. */
export const isBusy = ({ state, upload }: Demo): boolean => state !== 'done' && state !== 'failed' && upload === null;

/** How far a demo is: its stage, bytes and percent, the next try, or in words why it failed. */
export function DemoState({ demo }: { demo: Demo }) {
  const words = useWords();
  const now = useNow();
  const { state, reason, detail, progress, upload, attempts, retryAt } = demo;
  const stage = words.t(upload ? 'demos.state.awaited' : `demos.state.${state}`);
  const { bytes, total, percent } = progress;
  const moving = state !== 'done' && state !== 'failed';
  // Who waits for a worker has nothing under way: the bytes are those of the upload that is over.
  const counts = moving && (upload !== null || state !== 'requested');
  return (
    <div class="demo-progress">
      <p class="small">
        <span class="demo-stage" data-state={upload ? 'awaited' : state}>
          {stage}
        </span>{' '}
        {counts && bytes > 0 && (
          <span class="muted">
            {total === null
              ? bytesIn(words, bytes)
              : words.t('demos.bytes', { done: bytesIn(words, bytes), total: bytesIn(words, total) })}
            {percent !== null && ` · ${words.t('demos.percent', { percent })}`}
          </span>
        )}
        {state === 'failed' && reason !== null && <span>{words.t(`demos.reason.${reason}`)}</span>}
      </p>
      {counts && (upload || percent !== null) && <progress aria-label={stage} value={percent ?? 0} max={100} />}
      {moving && !upload && retryAt !== null && retryAt > now && attempts > 0 && (
        <p class="small muted">{words.t('demos.retry', { count: attempts, when: words.ago(retryAt, now) })}</p>
      )}
      {state === 'failed' && detail !== null && (
        <p class="small muted">
          {words.t('demos.detail')}{' '}
          <span lang="en" class="demo-detail">
            {detail}
          </span>
        </p>
      )}
    </div>
  );
}

/** What a demo is called: its file, its map, or where it is from. */
export function useDemoName(): (demo: Demo) => string {
  const words = useWords();
  return ({ file, map, source }) => file?.name ?? map ?? words.t(`demos.source.${source}`);
}
