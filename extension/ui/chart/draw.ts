import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartSeries, ChartSpec, Tone } from '#extension/ui/chart/spec.ts';

// Loaded when the first chart is shown: nothing else may import this file.

export interface Drawn {
  /** Puts the cursor on a point, or takes it away. */
  move(index: number | null): void;
  resize(width: number): void;
  destroy(): void;
}

interface DrawOptions {
  width: number;
  height: number;
  /** The point under the cursor, and how far from the left of the chart it is, CSS pixels. */
  onPoint(index: number | null, left: number): void;
}

/** Whole steps: what is counted has no halves. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000];
/** Of named points: all of them, every other, … */
const EVERY = [1, 2, 3, 4, 6, 8, 13, 26, 52];
/** Narrowest room of a label below the axis, CSS pixels. */
const LABEL_ROOM = 46;

/** Draws a chart into `host`, in the colours that hold there. */
export function draw(host: HTMLElement, spec: ChartSpec, { width, height, onPoint }: DrawOptions): Drawn {
  const css = getComputedStyle(host);
  const colour = (tone: Tone | 'muted' | 'line' | 'surface') => css.getPropertyValue(`--${tone}`).trim();
  const font = `11px ${css.fontFamily}`;
  const { times, names, tick } = spec.x;
  const last = names.length - 1;
  const points = times ? [...times] : names.map((_, index) => index);
  const span = times ? Math.max(1, (times.at(-1) ?? 0) - (times[0] ?? 0)) : 0;
  const highest = Math.max(1, ...spec.series.flatMap(({ values }) => values.map((value) => value ?? 0)));

  const plot = new uPlot(
    {
      width,
      height,
      ms: 1,
      legend: { show: false },
      padding: [spec.marks?.length ? 16 : 8, 8, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
      scales: {
        x: {
          time: times !== undefined,
          range: times
            ? () => [(times[0] ?? 0) - span * 0.03, (times.at(-1) ?? 0) + span * 0.03]
            : () => [-0.5, last + 0.5],
        },
        y: { range: () => [0, spec.max ?? highest * 1.06] },
      },
      series: [{}, ...spec.series.map((each) => seriesOf(each, colour))],
      axes: [
        {
          stroke: colour('muted'),
          font,
          grid: { show: false },
          ticks: { stroke: colour('line'), size: 4 },
          size: 26,
          gap: 4,
          values: (_, splits) => splits.map((at) => (times || Number.isInteger(at) ? tick(at) : '')),
          ...(times ? { space: 90 } : { incrs: EVERY, space: LABEL_ROOM }),
        },
        {
          stroke: colour('muted'),
          font,
          grid: { stroke: colour('line'), width: 1 },
          ticks: { show: false },
          size: 38,
          gap: 4,
          space: 28,
          ...(spec.limits ? { splits: [0, ...spec.limits, spec.max ?? highest] } : { incrs: STEPS }),
        },
      ],
      hooks: {
        draw: [(u) => drawMarks(u, spec, colour('line-strong'), colour('muted'), font)],
        setCursor: [
          (u) => {
            const index = u.cursor.idx ?? null;
            onPoint(index, index === null ? 0 : u.over.offsetLeft + u.valToPos(points[index] ?? 0, 'x'));
          },
        ],
      },
    },
    [points, ...spec.series.map(({ values }) => [...values])],
    host,
  );
  plot.root.setAttribute('aria-hidden', 'true');
  return {
    move(index) {
      if (index === null) return plot.setCursor({ left: -10, top: -10 });
      plot.setCursor({ left: plot.valToPos(points[index] ?? 0, 'x'), top: plot.over.clientHeight / 2 });
    },
    resize: (wide) => plot.setSize({ width: wide, height }),
    destroy: () => plot.destroy(),
  };
}

function seriesOf(
  { kind, tone, tones, hollow, label, side }: ChartSeries,
  colour: (tone: Tone) => string,
): uPlot.Series {
  const stroke = colour(tone);
  if (kind === 'line') {
    return { label, stroke, width: 2, points: { show: true, size: 6 }, ...(hollow && { dash: [5, 4] }) };
  }
  const each = tones?.map(colour);
  // Unit 3 of uPlot's facets is a colour.
  const facet = each && { unit: 3 as const, values: () => each };
  const disp = facet && { disp: { fill: facet, stroke: facet } };
  const paths = uPlot.paths.bars?.({
    size: side ? [0.36, 22] : [0.72, 44],
    radius: 0.08,
    // Their own side of the point is where uPlot lets them begin or end.
    ...(side && { align: side }),
    ...disp,
  });
  return {
    label,
    stroke,
    fill: hollow ? 'transparent' : stroke,
    width: hollow ? 1.5 : 0,
    points: { show: false },
    ...(paths && { paths }),
  };
}

/** Upright lines with their words, leaving out words that there is no room for. */
function drawMarks(u: uPlot, { marks = [] }: ChartSpec, line: string, text: string, font: string): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = line;
  ctx.fillStyle = text;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.font = font.replace('11px', `${11 * ratio}px`);
  let free = bbox.left;
  for (const { at, label } of marks) {
    const x = Math.round(u.valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const wide = ctx.measureText(label).width;
    const start = Math.min(x - wide / 2, bbox.left + bbox.width - wide);
    if (start < free) continue;
    ctx.fillText(label, start, bbox.top - 4 * ratio);
    free = start + wide + 8 * ratio;
  }
  ctx.restore();
}
