import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useAccount } from '#extension/account/use-account.ts';
import type { AccountAnswer, Page } from '#extension/answers.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import { DemoRow } from '#extension/app/demos/demo-row.tsx';
import { UploadRow } from '#extension/app/demos/upload-row.tsx';
import { useUploads } from '#extension/app/demos/use-uploads.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { engine } from '#extension/demos/engine.ts';
import { isBusy } from '#extension/demos/state.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import type { Demo } from '#shared/api/demos.ts';
import '../../demos/demos.css';

const FIRST = 20;
const MOST = 100;

/** `#/demos`: one's own demos, and where files are brought. */
export default function DemosPage({ settings }: PageProps) {
  const words = useWords();
  useTitle(words.t('demos.title'));
  const { view: account, failed, reload } = useAccount();
  const alone = settings.localOnly || settings.backendUrl === '';
  return (
    <div class="demo-page">
      <h1>{words.t('demos.title')}</h1>
      <p class="muted demo-intro">{words.t('demos.intro')}</p>
      {alone && (
        <Notice title={words.t('demos.alone')}>
          <p>{words.t('demos.alone.text')}</p>
          <a href="#/settings">{words.t('settings.title')}</a>
        </Notice>
      )}
      {!alone && failed && <Silent onRetry={reload} />}
      {!alone && !failed && !account && <Loading />}
      {!alone && account && account.state !== 'signed-in' && (
        <Notice title={words.t('demos.signIn')}>
          <a href="#/sign-in">{words.t('account.signIn')}</a>
        </Notice>
      )}
      {!alone && account?.state === 'signed-in' && <Bring />}
      {!alone && <Running />}
      {!alone && account?.state === 'signed-in' && <Own />}
    </div>
  );
}

/** Where files are chosen; dropped ones are taken everywhere. */
function Bring() {
  const words = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <section class="demo-bring" aria-labelledby="demo-bring">
      <h2 id="demo-bring">{words.t('demos.bring')}</h2>
      <p class="small muted">{words.t('demos.bring.text')}</p>
      <button type="button" class="primary" onClick={() => chooser.current?.click()}>
        {words.t('demos.choose')}
      </button>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        id="demo-files"
        aria-label={words.t('demos.choose')}
        onChange={({ currentTarget }) => {
          engine().uploads.add([...(currentTarget.files ?? [])].map((file) => ({ file })));
          // The same file chosen again is a change again.
          currentTarget.value = '';
        }}
      />
    </section>
  );
}

/** Uploads of this page that did not become a demo yet. */
function Running() {
  const words = useWords();
  const { uploads, list } = useUploads();
  const running = list.filter(({ state }) => state !== 'done');
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="demo-uploads">
      <h2 id="demo-uploads">{words.t('demos.uploads')}</h2>
      <ul class="demo-list">
        {running.map((upload) => (
          <UploadRow key={upload.key} upload={upload} uploads={uploads} />
        ))}
      </ul>
    </section>
  );
}

const anyBusy = (answer: AccountAnswer<Page<Demo>>) => answer.state === 'ok' && answer.value.items.some(isBusy);

function Own() {
  const words = useWords();
  const [limit, setLimit] = useState(FIRST);
  const ask = useCallback(() => send('pollDemos', { query: { limit: String(limit) } }), [limit]);
  const { value: answer, failed, reload } = usePolled(ask, anyBusy);
  const { list } = useUploads();
  // What has just been brought is shown at once.
  const brought = list.filter(({ state }) => state === 'done').length;
  useEffect(() => {
    if (brought > 0) reload();
  }, [brought, reload]);
  const last = useRef<Page<Demo>>(undefined);
  if (answer?.state === 'ok') last.current = answer.value;
  const page = last.current;
  // Those that have no demo yet, or never will, hide none.
  const uploading = new Set(list.flatMap(({ state, demoId }) => (state === 'done' || !demoId ? [] : [demoId])));
  const demos = page?.items.filter(({ id }) => !uploading.has(id));
  return (
    <section aria-labelledby="demo-own" aria-busy={!page && !failed}>
      <h2 id="demo-own">{words.t('demos.own')}</h2>
      {answer && answer.state !== 'ok' ? (
        <Failed state={answer.state} retry={reload} />
      ) : (
        failed && <Silent onRetry={reload} />
      )}
      {!page && !failed && !answer && <Loading />}
      {demos?.length === 0 && uploading.size === 0 && <p class="muted">{words.t('demos.none')}</p>}
      {demos && demos.length > 0 && (
        <ul class="demo-list">
          {demos.map((demo) => (
            <DemoRow key={demo.id} demo={demo} onChange={reload} />
          ))}
        </ul>
      )}
      {page && page.next !== null && limit < MOST && (
        <button type="button" onClick={() => setLimit(MOST)}>
          {words.t('demos.more')}
        </button>
      )}
    </section>
  );
}
