import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { bySuspicion } from '#extension/popup/order.ts';
import { PlayerRow } from '#extension/popup/player-row.tsx';
import { Recent } from '#extension/popup/recent.tsx';
import { type Lookup, useLookup } from '#extension/popup/use-lookup.ts';
import { useReports } from '#extension/reports/use-reports.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';
import { MAX_LOOKUP } from '#shared/api/players.ts';

/** Paste, look up, read: the first thing the popup is for. */
export function LookupTab({ settings }: { settings: Settings }) {
  const words = useWords();
  const [text, setText] = useState('');
  const { lookup, start, clear } = useLookup();
  const field = useRef<HTMLTextAreaElement>(null);
  // A popup is opened to paste into; whoever went elsewhere while this was on its way is left there.
  useEffect(() => {
    if (document.activeElement === document.body) field.current?.focus();
  }, []);
  const submit = () => {
    if (text.trim() !== '') start(text);
  };
  return (
    <>
      <form
        class="lookup-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label for="lookup-text">{words.t('lookup.label')}</label>
        <textarea
          ref={field}
          id="lookup-text"
          rows={3}
          spellcheck={false}
          placeholder={words.t('lookup.placeholder')}
          aria-describedby="lookup-hint"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter looks up, as in any search field; Shift+Enter is a new line.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        <div class="lookup-actions">
          <p id="lookup-hint" class="muted small">
            {words.t('lookup.hint')}
          </p>
          <button type="submit" class="primary" disabled={text.trim() === ''}>
            {words.t('lookup.submit')}
          </button>
        </div>
      </form>
      {lookup ? <Results lookup={lookup} settings={settings} onClear={clear} /> : <Recent settings={settings} />}
    </>
  );
}

function Results({ lookup, settings, onClear }: { lookup: Lookup; settings: Settings; onClear: () => void }) {
  const words = useWords();
  const { steamIds, views, done, total, running } = lookup;
  const ordered = useMemo(() => bySuspicion(steamIds, views, settings.headline), [steamIds, views, settings.headline]);
  const reports = useReports();
  const [shownSince, setShownSince] = useState(false);
  useEffect(() => setShownSince(true), []);
  const remarks = [
    lookup.tooMany && words.t('lookup.tooMany', { max: MAX_LOOKUP }),
    lookup.unrecognised > 0 && words.t('lookup.unresolved', { count: lookup.unrecognised }),
    lookup.unresolved > 0 && words.t('lookup.resolveFailed', { count: lookup.unresolved }),
    lookup.interrupted && words.t('lookup.interrupted'),
  ].filter((each) => each !== false);
  return (
    <section aria-labelledby="results-title">
      <div class="list-head">
        <h2 id="results-title">{words.t('lookup.results')}</h2>
        <p class="small muted" role="status">
          {/* Text that is there from the start is not announced; it has to change. */}
          {shownSince && total > 0 && words.t(running ? 'lookup.progress' : 'lookup.done', { done, total })}
        </p>
        <button type="button" class="link-button small" onClick={onClear}>
          {words.t(running ? 'lookup.cancel' : 'lookup.clear')}
        </button>
      </div>
      {running && <progress aria-label={words.t('lookup.progress', { done, total })} value={done} max={total} />}
      {total === 0 && lookup.unrecognised + lookup.unresolved === 0 && (
        <Notice title={words.t('lookup.nothing')} live />
      )}
      {remarks.map((remark) => (
        <p key={remark} class="remark small" role="status">
          {remark}
        </p>
      ))}
      <ol class="rows">
        {ordered.map((steamId) => (
          <PlayerRow
            key={steamId}
            steamId={steamId}
            view={views.get(steamId)}
            kind={settings.headline}
            own={reports.byId.get(steamId)}
            onReport={reports.reload}
          />
        ))}
      </ol>
    </section>
  );
}
