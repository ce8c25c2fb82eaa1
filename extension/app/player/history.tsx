import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { BandBadge } from '#extension/ui/band.tsx';
import { Chart } from '#extension/ui/chart/chart.tsx';
import type { ChartSpec } from '#extension/ui/chart/spec.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface Loaded {
  items: Assessment[];
  next: string | null;
  state: 'loading' | 'ok' | 'failed';
}
const START: Loaded = { items: [], next: null, state: 'loading' };

/** Past assessments as a line over time and as a table, newest first. `renewed` changes when there may be a new one. */
export function History({ steamId, renewed }: { steamId: SteamId; renewed: unknown }) {
  const words = useWords();
  const [{ items, next, state }, setLoaded] = useState(START);
  const load = useCallback(
    async (cursor?: string): Promise<Loaded> => {
      try {
        const answer = await send('analysis', cursor === undefined ? { steamId } : { steamId, cursor });
        if (answer.state === 'ok') return { items: answer.items, next: answer.next, state: 'ok' };
        return { items: [], next: null, state: answer.state === 'none' ? 'ok' : 'failed' };
      } catch (error) {
        console.warn('the analysis history could not be had', error);
        return { items: [], next: null, state: 'failed' };
      }
    },
    [steamId],
  );
  // `renewed` is not read, but a change of it means there may be a newer entry.
  useEffect(() => {
    let gone = false;
    void load().then((loaded) => !gone && setLoaded(loaded));
    return () => {
      gone = true;
    };
  }, [load, renewed]);
  /** From the start, unless it was the older ones that did not come. */
  const again = async () => {
    if (next !== null) return older();
    setLoaded(START);
    setLoaded(await load());
  };
  const older = async () => {
    if (next === null) return;
    const more = await load(next);
    setLoaded((old) =>
      more.state === 'ok' ? { ...more, items: [...old.items, ...more.items] } : { ...old, state: 'failed' },
    );
  };

  const spec = useMemo(() => chartOf(words, items), [words, items]);
  const versions = new Set(items.map(({ engine }) => engine)).size;
  return (
    <section class="history">
      <h2>{words.t('app.history')}</h2>
      {state === 'loading' && <Loading lines={3} />}
      {state === 'failed' && (
        <Notice title={words.t('app.history.failed')} tone="warn" live>
          <button type="button" onClick={() => void again()}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {state === 'ok' && items.length === 0 && <p class="muted">{words.t('app.history.none')}</p>}
      {spec && <Chart title={words.t('history.chart')} spec={spec} />}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.t('app.history.date')}</th>
              <th scope="col">{words.t('score.label')}</th>
              <th scope="col">{words.t('app.history.change')}</th>
              {versions > 1 && <th scope="col">{words.t('history.engine')}</th>}
              <th scope="col">{words.t('confidence.label')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => {
              const before = items[index + 1]?.score;
              const change = item.score === null || before === null || before === undefined ? 0 : item.score - before;
              return (
                <tr key={item.assessedAt}>
                  <td>{words.date(item.assessedAt)}</td>
                  <td>
                    <span class="with-badge">
                      <BandBadge band={item.band} score={item.score} />
                      <span class="history-band">{words.t(`band.${item.band}`)}</span>
                    </span>
                  </td>
                  <td>{change === 0 ? '' : words.number(change, { signDisplay: 'exceptZero' })}</td>
                  {versions > 1 && <td class="small muted">{item.engine}</td>}
                  <td>{words.number(item.confidence / 100, { style: 'percent' })}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {next !== null && (
        <button type="button" onClick={() => void older()}>
          {words.t('app.history.more')}
        </button>
      )}
    </section>
  );
}

/** The scores over time with the limits of the bands, and where a new version of the engine began to score. */
function chartOf(words: Translator, items: readonly Assessment[]): ChartSpec | undefined {
  const rising = items.toReversed();
  const times = rising.map(({ assessedAt }) => assessedAt);
  // Of nothing but unknown scores there would be an empty frame.
  if (rising.every(({ score }) => score === null)) return undefined;
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const day = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short' });
  const marks = rising.flatMap(({ engine, assessedAt }, index) => {
    const before = rising[index - 1];
    return before && before.engine !== engine
      ? [{ at: assessedAt, label: words.t('history.newEngine', { version: engine }) }]
      : [];
  });
  return {
    x: { label: words.t('app.history.date'), times, names: times.map(words.date), tick: (at) => day.format(at) },
    series: [
      { label: words.t('history.score'), values: rising.map(({ score }) => score), kind: 'line', tone: 'accent' },
    ],
    max: 100,
    limits: [30, 60, 80],
    marks,
  };
}
