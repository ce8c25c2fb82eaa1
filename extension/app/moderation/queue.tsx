import { useCallback, useMemo, useRef } from 'preact/hooks';
import { Duty } from '#extension/app/moderation/duty.tsx';
import { StatusMarks } from '#extension/app/moderation/marks.tsx';
import { NotLive } from '#extension/app/moderation/not-live.tsx';
import { ReportsSentence } from '#extension/app/moderation/summary.tsx';
import { useKeys } from '#extension/app/moderation/use-keys.ts';
import { useMore } from '#extension/app/moderation/use-more.ts';
import { usePolled } from '#extension/app/moderation/use-polled.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import type { PlayerView } from '#extension/messages.ts';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import { useSteadyOrder } from '#extension/people/steady-order.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { Choice } from '#extension/ui/filters.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { useViews } from '#extension/ui/use-views.ts';
import { CASE_FILTERS, type CaseList } from '#shared/api/moderation.ts';
import { EVENT_SOURCES } from '#shared/moderation/events.ts';

type Filter = (typeof CASE_FILTERS)[number];
type Source = (typeof EVENT_SOURCES)[number];
type Entry = CaseList['items'][number];

const FILTERS: readonly Filter[] = ['open', 'appealed', 'flag', 'block', 'ban', 'all'];

/** `#/moderation?filter=…&source=…`: the cases, those with the strongest evidence first. */
export default function QueuePage({ settings, query }: PageProps) {
  const words = useWords();
  const filter = CASE_FILTERS.find((each) => each === query.get('filter')) ?? 'open';
  const source = EVENT_SOURCES.find((each) => each === query.get('source'));
  return (
    <Duty duty="moderator" title={words.t('moderation.queue')} at="moderation">
      {() => (
        <>
          <h1>{words.t('moderation.queue')}</h1>
          <Queue filter={filter} source={source} settings={settings} />
        </>
      )}
    </Duty>
  );
}

const addressOf = (filter: Filter, source: Source | undefined) =>
  `#/moderation?filter=${filter}${source ? `&source=${source}` : ''}`;

function Queue({ filter, source, settings }: { filter: Filter; source: Source | undefined; settings: Settings }) {
  const words = useWords();
  const ask = useCallback(
    (etag: string | undefined) =>
      send('moderationQueue', {
        query: { filter, ...(source && { source }) },
        ...(etag !== undefined && { etag }),
      }),
    [filter, source],
  );
  const { value, state, look } = usePolled(ask);
  const more = useMore(
    useCallback(
      (cursor: string) => send('moderationQueue', { query: { filter, cursor, ...(source && { source }) } }),
      [filter, source],
    ),
  );
  const items = useMemo(() => {
    const first = value?.items ?? [];
    const there = new Set(first.map(({ steamId }) => steamId));
    const later = more.pages.flatMap((page) => page.items);
    return [...first, ...later.filter(({ steamId }) => !there.has(steamId))];
  }, [value, more.pages]);
  const next = (more.pages.at(-1) ?? value)?.next;
  return (
    <>
      <div class="case-filters">
        <nav class="case-tabs" aria-label={words.t('moderation.filters')}>
          {FILTERS.map((each) => (
            <a key={each} href={addressOf(each, source)} aria-current={each === filter ? 'page' : undefined}>
              {words.t(`moderation.filter.${each}`)}{' '}
              <span class="case-count">{value ? words.number(value.counts[each] ?? 0) : '–'}</span>
            </a>
          ))}
        </nav>
        <Choice
          label={words.t('moderation.source')}
          value={source ?? 'any'}
          options={[
            { value: 'any', label: words.t('moderation.source.any') },
            ...EVENT_SOURCES.map((each) => ({ value: each, label: words.t(`moderation.source.${each}`) })),
          ]}
          onChange={(chosen) => {
            location.hash = addressOf(filter, chosen === 'any' ? undefined : chosen);
          }}
        />
      </div>
      <NotLive state={state} held={value !== undefined} retry={look} />
      {!value && state === 'loading' && <Loading />}
      {value && items.length === 0 && (
        <Notice title={words.t('moderation.empty')}>
          <p>{words.t(filter === 'open' ? 'moderation.empty.open' : 'moderation.empty.filter')}</p>
        </Notice>
      )}
      {items.length > 0 && <Cases items={items} asked={`${filter} ${source}`} settings={settings} />}
      <NotLive state={more.state} held={false} retry={() => next && more.load(next)} />
      {next && more.state === 'ok' && (
        <button type="button" class="more" aria-disabled={more.busy} onClick={() => more.load(next)}>
          {words.t('moderation.more')}
        </button>
      )}
      {items.length > 0 && <p class="muted small">{words.t('moderation.keys')}</p>}
    </>
  );
}

/** Rows that a key goes on; more than any list has is to its end. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 };

const keyOf = ({ steamId }: Entry) => steamId;

function Cases({ items, asked, settings }: { items: readonly Entry[]; asked: string; settings: Settings }) {
  const words = useWords();
  const list = useRef<HTMLOListElement>(null);
  const steady = useSteadyOrder(items, keyOf, asked);
  const joined = items.map(keyOf).sort().join(' ');
  const steamIds = useMemo(() => items.map(keyOf), [joined]);
  const { views } = useViews(steamIds);
  const step = (by: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('a.case-row') ?? [])];
    const { activeElement } = document;
    const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
    rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <ol
      class="cases"
      ref={list}
      aria-label={words.t('moderation.queue')}
      {...steady.handlers}
      onKeyDown={(event) => {
        // Elsewhere these keys scroll the page.
        const by = event.ctrlKey || event.metaKey || event.altKey ? undefined : STEPS[event.key];
        if (by === undefined) return;
        event.preventDefault();
        step(by);
      }}
    >
      {steady.items.map((entry) => (
        <li key={entry.steamId}>
          <Row entry={entry} view={views.get(entry.steamId)} settings={settings} />
        </li>
      ))}
    </ol>
  );
}

function Row({ entry, view, settings }: { entry: Entry; view: PlayerView | undefined; settings: Settings }) {
  const words = useWords();
  const { steamId, name, status, reports, lastEventAt } = entry;
  return (
    <a class="case-row" href={`#/moderation/${steamId}`}>
      <ScoreBadge view={view} kind={settings.headline} />
      <span class="case-words">
        <PlayerName name={name ?? undefined} steamId={steamId} />
        <span class="muted small">
          <ReportsSentence reports={reports} />
        </span>
      </span>
      <StatusMarks status={status} />
      <span class="case-when muted small">
        <span class="sr">{words.t('moderation.lastEvent')} </span>
        <When time={lastEventAt} />
      </span>
    </a>
  );
}
