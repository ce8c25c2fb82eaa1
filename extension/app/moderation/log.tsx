import { useCallback, useRef } from 'preact/hooks';
import { Duty } from '#extension/app/moderation/duty.tsx';
import { EventLine } from '#extension/app/moderation/event.tsx';
import { NotLive } from '#extension/app/moderation/not-live.tsx';
import { useMore } from '#extension/app/moderation/use-more.ts';
import { usePolled } from '#extension/app/moderation/use-polled.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Choice } from '#extension/ui/filters.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { LogResponse } from '#shared/api/moderation.ts';
import { EVENT_SOURCES, MEASURES } from '#shared/moderation/events.ts';

type Source = (typeof EVENT_SOURCES)[number];
type Measure = (typeof MEASURES)[number];

/** `#/moderation/log?source=…&measure=…`: everything that was done, newest first. */
export default function LogPage({ query }: PageProps) {
  const words = useWords();
  const source = EVENT_SOURCES.find((each) => each === query.get('source'));
  const measure = MEASURES.find((each) => each === query.get('measure'));
  return (
    <Duty duty="moderator" title={words.t('moderation.log')} at="moderation/log">
      {() => (
        <>
          <h1>{words.t('moderation.log')}</h1>
          <Log key={`${source} ${measure}`} source={source} measure={measure} />
        </>
      )}
    </Duty>
  );
}

const addressOf = (wanted: { source: string | undefined; measure: string | undefined }) => {
  const given = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined || value === 'any' ? [] : [[name, value]],
  );
  return `#/moderation/log${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
};

function Log({ source, measure }: { source: Source | undefined; measure: Measure | undefined }) {
  const words = useWords();
  const ask = useCallback(
    (etag: string | undefined) =>
      send('moderationLog', {
        query: { ...(source && { source }), ...(measure && { measure }) },
        ...(etag !== undefined && { etag }),
      }),
    [source, measure],
  );
  const { value, state, look } = usePolled(ask);
  const more = useMore(
    useCallback(
      (cursor: string) =>
        send('moderationLog', { query: { cursor, ...(source && { source }), ...(measure && { measure }) } }),
      [source, measure],
    ),
  );
  const newest = useNewest(value);
  const { next } = more.pages.at(-1) ?? newest;
  const shown = [...newest.items, ...more.pages.flatMap((page) => page.items)];
  const names = Object.fromEntries([value, ...more.pages].flatMap((page) => Object.entries(page?.names ?? {})));
  return (
    <>
      <div class="case-filters">
        <Choice
          label={words.t('moderation.source')}
          value={source ?? 'any'}
          options={[
            { value: 'any', label: words.t('moderation.source.any') },
            ...EVENT_SOURCES.map((each) => ({ value: each, label: words.t(`moderation.source.${each}`) })),
          ]}
          onChange={(chosen) => {
            location.hash = addressOf({ source: chosen, measure });
          }}
        />
        <Choice
          label={words.t('moderation.measure')}
          value={measure ?? 'any'}
          options={[
            { value: 'any', label: words.t('moderation.measure.any') },
            ...MEASURES.map((each) => ({ value: each, label: words.t(`moderation.measure.${each}`) })),
          ]}
          onChange={(chosen) => {
            location.hash = addressOf({ source, measure: chosen });
          }}
        />
      </div>
      <NotLive state={state} held={value !== undefined} retry={look} />
      {!value && state === 'loading' && <Loading />}
      {value && shown.length === 0 && (
        <Notice title={words.t(source || measure ? 'moderation.log.none' : 'moderation.history.none')} />
      )}
      {shown.length > 0 && (
        <ol class="case-events case-card">
          {shown.map(({ steamId, event }) => (
            <EventLine
              key={`${steamId} ${event.sequence}`}
              event={event}
              names={names}
              subject={
                <a href={`#/moderation/${steamId}`} class="case-subject">
                  <PlayerName name={names[steamId]} steamId={steamId} />
                </a>
              }
            />
          ))}
        </ol>
      )}
      <NotLive state={more.state} held={false} retry={() => next && more.load(next)} />
      {next && more.state === 'ok' && (
        <button type="button" class="more" aria-disabled={more.busy} onClick={() => more.load(next)}>
          {words.t('moderation.more')}
        </button>
      )}
    </>
  );
}

/**
 * What the polled first page has shown so far, newest first: as the log grows, entries leave that page at its end, and the
 * older pages begin where it first ended.
 */
function useNewest(page: LogResponse | undefined): Pick<LogResponse, 'items' | 'next'> {
  const held = useRef<Pick<LogResponse, 'items' | 'next'>>({ items: [], next: null });
  const read = useRef<LogResponse>(undefined);
  if (page && page !== read.current) {
    const first = read.current === undefined;
    read.current = page;
    const key = ({ steamId, event }: LogResponse['items'][number]) => `${steamId} ${event.sequence}`;
    const known = new Set(held.current.items.map(key));
    held.current = {
      items: [...page.items.filter((item) => !known.has(key(item))), ...held.current.items],
      next: first ? page.next : held.current.next,
    };
  }
  return held.current;
}
