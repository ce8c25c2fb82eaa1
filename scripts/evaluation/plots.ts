import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { ReliabilityBin } from '#scripts/evaluation/figures.ts';

interface Point {
  x: number;
  y: number;
}

interface Line {
  name: string;
  colour: string;
  points: Point[];
  /** Marks the points, with an area that grows with this. */
  sizes?: number[];
}

const SIZE = 520;
const MARGIN = 70;
const at = ({ x, y }: Point): string =>
  `${(MARGIN + x * (SIZE - 2 * MARGIN)).toFixed(1)},${(SIZE - MARGIN - y * (SIZE - 2 * MARGIN)).toFixed(1)}`;

/** A square plot of shares, both axes from 0 to 1, with the diagonal for comparison. */
export function plot(title: string, xName: string, yName: string, lines: readonly Line[]): string {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const grid = ticks.map((t) => {
    const [x, y] = [at({ x: t, y: 0 }).split(',')[0], at({ x: 0, y: t }).split(',')[1]];
    return `<path d="M${at({ x: t, y: 0 })}L${at({ x: t, y: 1 })}M${at({ x: 0, y: t })}L${at({ x: 1, y: t })}" stroke="#ddd"/>
<text x="${x}" y="${SIZE - MARGIN + 18}" text-anchor="middle">${t * 100} %</text><text x="${MARGIN - 8}" y="${y}" text-anchor="end">${t * 100} %</text>`;
  });
  const drawn = lines.map(({ name, colour, points, sizes }, i) => {
    const marks =
      sizes === undefined
        ? ''
        : points
            .map(
              (p, q) =>
                `<circle cx="${at(p).split(',')[0]}" cy="${at(p).split(',')[1]}" r="${Math.sqrt(sizes[q] ?? 1).toFixed(1)}" fill="${colour}" fill-opacity=".4"/>`,
            )
            .join('');
    const path = points.length === 0 ? '' : `M${points.map(at).join('L')}`;
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${marks}<text x="${SIZE - MARGIN - 8}" y="${SIZE - MARGIN - 12 - 18 * i}" text-anchor="end" fill="${colour}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" font-family="sans-serif" font-size="13">
<rect width="${SIZE}" height="${SIZE}" fill="#fff"/><text x="${SIZE / 2}" y="28" text-anchor="middle" font-size="16">${title}</text>
${grid.join('\n')}
<path d="M${at({ x: 0, y: 0 })}L${at({ x: 1, y: 1 })}" stroke="#999" stroke-dasharray="4"/>
${drawn.join('\n')}
<text x="${SIZE / 2}" y="${SIZE - 14}" text-anchor="middle">${xName}</text><text transform="translate(18,${SIZE / 2}) rotate(-90)" text-anchor="middle">${yName}</text>
</svg>`;
}

/** Points of the ROC curve, one per distinct threshold; none without both groups. */
export function rocPoints(positives: readonly number[], negatives: readonly number[]): Point[] {
  const all = [...positives.map((v) => ({ v, p: 1 })), ...negatives.map((v) => ({ v, p: 0 }))].sort(
    (a, b) => b.v - a.v,
  );
  if (positives.length === 0 || negatives.length === 0) return [];
  const points: Point[] = [{ x: 0, y: 0 }];
  let [found, wrong] = [0, 0];
  all.forEach(({ v, p }, i) => {
    found += p;
    wrong += 1 - p;
    if (all[i + 1]?.v !== v) points.push({ x: wrong / negatives.length, y: found / positives.length });
  });
  return points;
}

export function reliabilityLine(bins: readonly ReliabilityBin[]): Line {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  return {
    name: 'observed (area: players)',
    colour: '#0b62a4',
    points: bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })),
    sizes: bins.map(({ n }) => 9 + (900 * n) / total),
  };
}

/** Writes a plot as SVG and PNG into `folder`. */
export function save(folder: string, name: string, svg: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), svg);
  writeFileSync(join(folder, `${name}.png`), new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 } }).render().asPng());
}
