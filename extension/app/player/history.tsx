import { useCallback, useEffect, useState } from 'preact/hooks';
import { BandBadge } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading } from '#extension/ui/states.tsx';
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
  const older = async () => {
    if (next === null) return;
    const more = await load(next);
    setLoaded((old) =>
      more.state === 'ok' ? { ...more, items: [...old.items, ...more.items] } : { ...old, state: 'failed' },
    );
  };

  return (
    <section class="history">
      <h2>{words.t('app.history')}</h2>
      {state === 'loading' && <Loading lines={3} />}
      {state === 'failed' && <p role="status">{words.t('app.history.failed')}</p>}
      {state === 'ok' && items.length === 0 && <p class="muted">{words.t('app.history.none')}</p>}
      {items.length > 1 && <Line items={items} />}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.t('app.history.date')}</th>
              <th scope="col">{words.t('score.label')}</th>
              <th scope="col">{words.t('app.history.change')}</th>
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

/** The scores over time, on the scale with its limits. The table below says the same in figures. */
function Line({ items }: { items: Assessment[] }) {
  const scored = items.flatMap(({ score, assessedAt }) => (score === null ? [] : [{ score, assessedAt }])).reverse();
  const first = scored[0];
  const last = scored.at(-1);
  if (!first || !last || first === last) return null;
  const span = last.assessedAt - first.assessedAt || 1;
  const points = scored.map((each) => ({
    x: (600 * (each.assessedAt - first.assessedAt)) / span,
    y: 100 - each.score,
  }));
  return (
    <svg class="line" viewBox="-6 -4 612 108" preserveAspectRatio="none" aria-hidden="true">
      {[30, 60, 80].map((limit) => (
        <line key={limit} class="limit" x1={0} x2={600} y1={100 - limit} y2={100 - limit} />
      ))}
      <polyline class="path" points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {points.map(({ x, y }) => (
        <line key={x} class="dot" x1={x} x2={x} y1={y} y2={y} />
      ))}
    </svg>
  );
}
