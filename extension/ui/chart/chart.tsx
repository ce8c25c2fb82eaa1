import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Drawn } from '#extension/ui/chart/draw.ts';
import { type ChartSpec, pointOf } from '#extension/ui/chart/spec.ts';
import { useWords } from '#extension/ui/context.tsx';
import './chart.css';

interface ChartProps {
  title: string;
  spec: ChartSpec;
  /** What the title leaves open, in a sentence. */
  note?: string | undefined;
  /** Of the drawing, CSS pixels. */
  height?: number;
}

interface Point {
  index: number;
  /** CSS pixels from the left of the drawing. */
  left: number;
}

/** Changes when the colours do, so that what is drawn with them is drawn anew. */
function useTheme(): string {
  const now = () => document.documentElement.dataset['theme'] ?? '';
  const [theme, setTheme] = useState(now);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(now()));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

/**
 * A chart with the same figures as a table at the press of a button. Its points are reached with the arrow keys and then
 * said; where nothing can be drawn, there is the table.
 */
export function Chart({ title, spec, note, height = 190 }: ChartProps) {
  const words = useWords();
  const titleId = useId();
  const [wanted, setWanted] = useState<'drawing' | 'table'>('drawing');
  const [undrawable, setUndrawable] = useState(false);
  const shown = undrawable ? 'table' : wanted;
  return (
    <figure class="chart" aria-labelledby={titleId}>
      <div class="chart-head">
        <h2 id={titleId}>{title}</h2>
        {!undrawable && (
          <button
            type="button"
            class="link-button small"
            aria-pressed={shown === 'table'}
            onClick={() => setWanted(shown === 'table' ? 'drawing' : 'table')}
          >
            {words.t('chart.table')}
          </button>
        )}
      </div>
      {note !== undefined && <p class="muted small">{note}</p>}
      {shown === 'drawing' ? (
        <Drawing title={title} spec={spec} height={height} onUndrawable={() => setUndrawable(true)} />
      ) : (
        <ChartTable title={title} spec={spec} height={height} />
      )}
    </figure>
  );
}

function Drawing({
  title,
  spec,
  height,
  onUndrawable,
}: {
  title: string;
  spec: ChartSpec;
  height: number;
  onUndrawable: () => void;
}) {
  const words = useWords();
  const theme = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const [point, setPoint] = useState<Point>();
  const [said, setSaid] = useState('');
  const last = spec.x.names.length - 1;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    // Where there is no canvas there is the table.
    if (typeof CanvasRenderingContext2D === 'undefined') return onUndrawable();
    let gone = false;
    const observer = new ResizeObserver(() => drawn.current?.resize(element.clientWidth));
    import('#extension/ui/chart/draw.ts')
      .then(({ draw }) => {
        if (gone) return;
        const onPoint = (index: number | null, left: number) => setPoint(index === null ? undefined : { index, left });
        drawn.current = draw(element, spec, { width: element.clientWidth, height, onPoint });
        observer.observe(element);
      })
      .catch((error: unknown) => {
        console.error('a chart could not be drawn', error);
        if (!gone) onUndrawable();
      });
    return () => {
      gone = true;
      observer.disconnect();
      drawn.current?.destroy();
      drawn.current = undefined;
      setPoint(undefined);
    };
  }, [spec, height, theme]); // The theme is read by what is drawn.

  const number = (value: number) => words.number(value);
  const go = (index: number) => {
    const at = Math.min(last, Math.max(0, index));
    drawn.current?.move(at);
    const { name, figures } = pointOf(spec, at, number);
    setSaid(`${name}: ${words.list(figures.map(({ label, said: value }) => `${label} ${value}`))}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = point?.index;
    const target = {
      ArrowRight: at === undefined ? 0 : at + 1,
      ArrowLeft: at === undefined ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (target !== undefined) go(target);
    else if (event.key === 'Escape' && at !== undefined) drawn.current?.move(null);
    else return;
    event.preventDefault();
  };
  return (
    <div class="chart-plot">
      {spec.series.length > 1 && (
        <ul class="chart-legend small" aria-hidden="true">
          {spec.series.map(({ label, kind, tone, hollow = false }) => (
            <li key={label}>
              <i data-kind={kind} data-hollow={hollow} style={{ '--tone': `var(--${tone})` }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div
        class="chart-canvas"
        ref={host}
        style={{ height: `${height}px` }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its points are walked through with the arrow keys
        tabIndex={0}
        aria-roledescription={words.t('chart.role')}
        aria-label={`${title}. ${words.t('chart.keys')}`}
        onKeyDown={onKeyDown}
        onBlur={() => drawn.current?.move(null)}
      />
      <p class="sr" aria-live="polite">
        {said}
      </p>
      {point && <Tip point={point} spec={spec} width={host.current?.clientWidth ?? 0} />}
    </div>
  );
}

/** What a point says, beside it and within the chart. */
function Tip({ point: { index, left }, spec, width }: { point: Point; spec: ChartSpec; width: number }) {
  const words = useWords();
  const { name, figures } = pointOf(spec, index, (value) => words.number(value));
  const side = left > width / 2 ? { right: `${width - left + 10}px` } : { left: `${left + 10}px` };
  return (
    <div class="chart-tip small" aria-hidden="true" style={side}>
      <strong>{name}</strong>
      {figures.map(({ label, said }) => (
        <span key={label}>
          {label} <b>{said}</b>
        </span>
      ))}
    </div>
  );
}

function ChartTable({ title, spec, height }: { title: string; spec: ChartSpec; height: number }) {
  const words = useWords();
  const { x, series } = spec;
  return (
    // Long tables scroll: they must be reached by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="chart-table" tabIndex={0} aria-label={title} style={{ maxHeight: `${height + 60}px` }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{x.label}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {x.names.map((name, index) => (
            <tr key={`${index} ${name}`}>
              <th scope="row">{name}</th>
              {pointOf(spec, index, (value) => words.number(value)).figures.map(({ label, said }) => (
                <td key={label}>{said}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
