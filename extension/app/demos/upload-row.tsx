import { bytesIn } from '#extension/demos/bytes.ts';
import type { Upload } from '#extension/demos/upload.ts';
import type { Uploads } from '#extension/demos/uploads.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import type { Translator } from '#extension/words/translator.ts';

/** One upload of this page: how far, what it waits for, and what can be done. */
export function UploadRow({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const words = useWords();
  const now = useNow();
  const { key, name, size, done, state, retryAt } = upload;
  const percent = size > 0 ? Math.floor((100 * done) / size) : 0;
  const moves = state === 'reading' || state === 'sending';
  return (
    <li class="demo-row" data-state={state}>
      <div class="demo-row-head">
        <strong class="demo-name">
          <bdi>{name}</bdi>
        </strong>
        <span class="demo-buttons">
          {(moves || state === 'waiting' || state === 'queued') && (
            <button
              type="button"
              class="icon-button"
              aria-label={words.t('demos.pause', { name })}
              title={words.t('demos.pause', { name })}
              onClick={() => uploads.pause(key)}
            >
              <Icon name="pause" />
            </button>
          )}
          {(state === 'paused' || (state === 'failed' && !isFinal(upload))) && (
            <button
              type="button"
              class="icon-button"
              aria-label={words.t('demos.resume', { name })}
              title={words.t('demos.resume', { name })}
              onClick={() => uploads.resume(key)}
            >
              <Icon name={state === 'paused' ? 'play' : 'refresh'} />
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label={words.t('demos.dismiss', { name })}
            title={words.t('demos.dismiss', { name })}
            onClick={() => uploads.dismiss(key)}
          >
            <Icon name="close" />
          </button>
        </span>
      </div>
      <p class="small">
        <span class="demo-stage" data-state={state} role="status">
          {words.t(`demos.upload.${state}`)}
        </span>{' '}
        {state === 'failed' ? (
          <span role="alert">{problemIn(words, upload)}</span>
        ) : (
          <span class="muted">
            {words.t('demos.bytes', { done: bytesIn(words, done), total: bytesIn(words, size) })}
            {` · ${words.t('demos.percent', { percent })}`}
          </span>
        )}
      </p>
      {state !== 'failed' && (
        <progress
          aria-label={words.t('demos.upload.progress', { name })}
          value={state === 'queued' ? 0 : percent}
          max={100}
        />
      )}
      {state === 'waiting' && (
        <p class="small">
          {upload.why && problemIn(words, upload)}{' '}
          {retryAt !== undefined && retryAt > now && (
            <span class="muted">{words.t('demos.upload.next', { when: words.ago(retryAt, now) })}</span>
          )}
        </p>
      )}
      {state === 'failed' && upload.why === 'signed-out' && (
        <p class="small">
          <a href="#/sign-in">{words.t('account.signIn')}</a>
        </p>
      )}
      {state === 'failed' && upload.detail && (upload.why === 'refused' || upload.why === 'storage') && (
        <p class="small muted demo-detail" lang="en">
          {upload.detail}
        </p>
      )}
    </li>
  );
}

/** What the file itself is at fault for, and another try does not change. */
const FINAL: readonly Upload['why'][] = ['empty', 'not-a-demo', 'csgo-demo', 'zip', 'too-large', 'another-file'];
const isFinal = ({ why }: Upload) => FINAL.includes(why);

function problemIn(words: Translator, { why, most }: Upload): string {
  if (why === undefined) return '';
  if (why === 'too-large' && most !== undefined) {
    return words.t('demos.problem.too-large.most', { most: bytesIn(words, most) });
  }
  return words.t(`demos.problem.${why}`);
}
