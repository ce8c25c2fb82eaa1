import { useState } from 'preact/hooks';
import type { History } from '#extension/people/use-history.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Notice, Silent } from '#extension/ui/states.tsx';

const SIGN_IN = 'https://steamcommunity.com/login/home/?goto=my%2Fgcpd%2F730';

/** How the reading of the match history stands, and what can be done about it. */
export function Reading({ history }: { history: Pick<History, 'status' | 'failed' | 'read' | 'stop' | 'retry'> }) {
  const words = useWords();
  const now = useNow();
  const { status, failed, read, stop, retry } = history;
  const [stopping, setStopping] = useState(false);
  if (failed) return <Silent onRetry={retry} />;
  if (!status) return null;
  const { state, why, retryAt } = status;
  if (state === 'running') {
    return (
      <div class="reading" role="status">
        <progress
          aria-label={words.t('people.reading')}
          value={status.tabsDone + Math.min(0.9, status.found / (status.found + 20))}
          max={status.tabs}
        />
        <p class="small">
          {words.t('people.progress', {
            tab: Math.min(status.tabsDone + 1, status.tabs),
            tabs: status.tabs,
            found: status.found,
          })}
        </p>
        <button
          type="button"
          class="link-button small"
          disabled={stopping}
          onClick={() => {
            setStopping(true);
            stop();
          }}
        >
          {words.t('lookup.cancel')}
        </button>
      </div>
    );
  }
  const start = (label: string, primary = false) => (
    <button
      type="button"
      class={primary ? 'primary' : ''}
      onClick={() => {
        setStopping(false);
        read();
      }}
    >
      {label}
    </button>
  );
  if (state === 'failed') {
    return (
      <Notice title={words.t(`people.failed.${why ?? 'unreachable'}`)} tone="warn" live>
        {retryAt !== undefined && retryAt > now && (
          <p class="small">{words.t('state.limited.until', { when: words.ago(retryAt, now) })}</p>
        )}
        <div class="buttons">
          {why === 'sign-in' && (
            <a class="button primary" href={SIGN_IN} target="_blank" rel="noreferrer">
              {words.t('people.signIn')}
            </a>
          )}
          {start(words.t('error.retry'))}
        </div>
      </Notice>
    );
  }
  if (status.matches === 0 && state !== 'done') {
    return (
      <Notice title={words.t('people.never')}>
        <p class="muted">{words.t('people.neverText')}</p>
        {start(words.t('people.read'), true)}
      </Notice>
    );
  }
  const when = status.finishedAt === undefined ? '' : words.ago(Math.min(status.finishedAt, now), now);
  return (
    <div class="reading">
      <p class="small muted">
        {words.t(state === 'stopped' ? 'people.stopped' : 'people.done', { count: status.matches, when })}
      </p>
      <button
        type="button"
        class="link-button small"
        onClick={() => {
          setStopping(false);
          read();
        }}
      >
        {words.t(state === 'stopped' ? 'people.goOn' : 'people.readNew')}
      </button>
      {status.problems.length > 0 && (
        <details>
          <summary>{words.t('people.problems', { count: status.problems.length })}</summary>
          <ul class="small muted" lang="en">
            {status.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
