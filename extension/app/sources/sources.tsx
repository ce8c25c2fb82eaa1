import { useCallback } from 'preact/hooks';
import type { PageProps } from '#extension/app/page-props.ts';
import { BackendSources } from '#extension/app/sources/backend-sources.tsx';
import { Upload } from '#extension/app/sources/upload.tsx';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import { useTitle } from '#extension/app/use-title.ts';
import type { HistoryStatus } from '#extension/messages.ts';
import { Reading } from '#extension/people/reading.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';
import './sources.css';

/** `#/sources`: where matches come from, how each source stands, and what can be done about it. */
export default function SourcesPage({ settings }: PageProps) {
  const words = useWords();
  useTitle(words.t('sources.ofMatches'));
  // Another backend has another account, and knows other matches.
  const backend = `${settings.backendUrl} ${settings.localOnly}`;
  return (
    <>
      <h1>{words.t('sources.ofMatches')}</h1>
      <p class="muted">{words.t('sources.intro')}</p>
      <OwnHistory />
      <Upload key={`upload ${backend}`} settings={settings} />
      <BackendSources key={`sync ${backend}`} alone={settings.localOnly || settings.backendUrl === ''} />
    </>
  );
}

const askHistory = () => send('historyStatus', {});
const isReading = ({ state }: HistoryStatus) => state === 'running';

/** The match history that this browser reads for itself. */
function OwnHistory() {
  const words = useWords();
  const { value: status, failed, take } = usePolled(askHistory, isReading);
  const read = useCallback(() => void take(send('readHistory', {})), [take]);
  const stop = useCallback(() => void take(send('stopHistory', {})), [take]);
  const retry = useCallback(() => void take(askHistory()), [take]);
  return (
    <section class="source" aria-labelledby="source-history">
      <h2 id="source-history">{words.t('sources.history')}</h2>
      <p class="muted small">{words.t('sources.history.text')}</p>
      {status || failed ? <Reading history={{ status, failed, read, stop, retry }} /> : <Loading lines={2} />}
      <p class="small">
        <a href="#/people">{words.t('popup.tab.people')}</a>
      </p>
    </section>
  );
}
