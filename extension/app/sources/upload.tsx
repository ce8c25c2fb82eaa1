import { useState } from 'preact/hooks';
import { NoBackend } from '#extension/app/sources/backend-sources.tsx';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import type { UploadStatus } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { isoTime, useNow, useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Toggle } from '#extension/ui/settings/fields.tsx';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';

const askUpload = () => send('uploadStatus', {});
const isBusy = ({ state }: UploadStatus) => state === 'running' || state === 'waiting';

/** Handing matches to the backend: whether, how far, and what was not taken. */
export function Upload({ settings }: { settings: Settings }) {
  const words = useWords();
  const { value: status, failed, take, reload } = usePolled(askUpload, isBusy);
  const [wanted, setWanted] = useState(settings.uploadMatches);
  const alone = settings.localOnly || settings.backendUrl === '';
  const change = (uploadMatches: boolean) => {
    setWanted(uploadMatches);
    const kept = send('setSettings', { settings: { uploadMatches } });
    kept.then(
      (now) => setWanted(now.uploadMatches),
      () => setWanted(!uploadMatches),
    );
    void take(kept.then(askUpload));
  };
  return (
    <section class="source" aria-labelledby="source-upload">
      <h2 id="source-upload">{words.t('sources.upload')}</h2>
      <Toggle
        label={words.t('sources.upload.switch')}
        hint={words.t('sources.upload.hint')}
        checked={wanted}
        disabled={alone}
        onChange={change}
      />
      {alone && <NoBackend />}
      {failed && !alone && <Silent onRetry={reload} />}
      {!status && !failed && !alone && <Loading lines={2} />}
      {wanted && !alone && status && (
        <>
          <Progress status={status} onUpload={() => void take(send('uploadNow', {}))} />
          {status.problems.length > 0 && <Problems status={status} />}
        </>
      )}
    </section>
  );
}

function Progress({ status, onUpload }: { status: UploadStatus; onUpload: () => void }) {
  const words = useWords();
  const now = useNow();
  const { state, why, total, sent, refused, skipped, lastAt, retryAt } = status;
  if (state === 'off') return null;
  if (state === 'signed-out') {
    return (
      <Notice title={words.t('sources.signedOut')} live>
        <a href="#/sign-in">{words.t('account.signIn')}</a>
      </Notice>
    );
  }
  return (
    <>
      {state === 'failed' && (
        <Notice title={words.t(`sources.upload.failed.${why ?? 'unreachable'}`)} tone="warn" live>
          {retryAt !== undefined && retryAt > now && (
            <p class="small">{words.t('state.limited.until', { when: words.ago(retryAt, now) })}</p>
          )}
        </Notice>
      )}
      {state === 'running' && (
        <progress aria-label={words.t('sources.upload')} value={sent + refused} max={Math.max(1, total)} />
      )}
      <div class="source-line">
        <p class="small" role="status">
          {words.t('sources.upload.count', { sent, total })}
          {skipped > 0 && ` ${words.t('sources.upload.skipped', { count: skipped })}`}
          {lastAt !== undefined && state === 'done' && (
            <span class="muted">
              {' '}
              {words.t('sources.upload.last', { when: words.ago(Math.min(lastAt, now), now) })}
            </span>
          )}
        </p>
        {state !== 'running' && sent + refused < total && (
          <button type="button" onClick={onUpload}>
            {words.t('sources.upload.now')}
          </button>
        )}
      </div>
    </>
  );
}

const FIELDS = ['kills', 'assists', 'deaths', 'mvps', 'headshotPercent', 'score', 'name', 'team', 'steamId'] as const;
const MATCH_FIELDS = [
  'playedAt',
  'mode',
  'map',
  'mapCode',
  'replayUrl',
  'rounds',
  'players',
  'durationSeconds',
] as const;

/** What the backend did not take, match by match and field by field. */
function Problems({ status }: { status: UploadStatus }) {
  const words = useWords();
  const fieldOf = (path: string) => {
    const last = path.split('.').at(-1) ?? '';
    const field = FIELDS.find((each) => each === last && path.startsWith('players.'));
    const whole = MATCH_FIELDS.find((each) => path.split('.')[0] === each);
    return field ? words.t(`sources.field.${field}`) : whole ? words.t(`sources.field.${whole}`) : path;
  };
  return (
    <details>
      <summary>{words.t('sources.problems', { count: status.problems.length })}</summary>
      <ul class="source-problems small">
        {status.problems.map(({ id, map, playedAt, refused, errors }) => (
          <li key={id}>
            <p>
              <strong>{map}</strong>{' '}
              <time class="muted" dateTime={isoTime(playedAt)}>
                {words.date(playedAt)}
              </time>{' '}
              {words.t(refused ? 'sources.problem.refused' : 'sources.problem.partly')}
            </p>
            <ul>
              {errors.map(({ path, message, name }) => (
                <li key={`${path} ${message}`}>
                  <span>
                    {fieldOf(path)}
                    {name && (
                      <>
                        {' · '}
                        <bdi>{name}</bdi>
                      </>
                    )}
                  </span>{' '}
                  <span class="muted" lang="en">
                    {message}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
