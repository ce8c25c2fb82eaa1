/** Names of the colours of tokens.css that a chart may use. */
export type Tone =
  | 'accent'
  | 'line-strong'
  | 'for'
  | 'against'
  | 'bad'
  | 'good'
  | 'band-unlikely'
  | 'band-suspicious'
  | 'band-highly-suspicious'
  | 'band-near-certain';

export interface ChartSeries {
  label: string;
  /** Of each point; null: nothing is known there. */
  values: readonly (number | null)[];
  kind: 'bars' | 'line';
  tone: Tone;
  /** Bars of their own colour each, as many as values. */
  tones?: readonly Tone[];
  /** Bars to the left or right of the point, for two series whose bars stand beside each other. */
  side?: -1 | 1;
  /** Tells series apart without colour: bars as outlines, lines dashed. */
  hollow?: boolean;
}

/** One chart: what is drawn, and what its table says. Keep the same object while the data is the same, or it is drawn anew. */
export interface ChartSpec {
  x: {
    label: string;
    /** Times in ms, rising; absent: points that are named one after another. */
    times?: readonly number[];
    /** Each point in full, for tooltip, screen reader and table. */
    names: readonly string[];
    /** Below the axis, at a point's number, or with `times` at a time in ms. */
    tick(at: number): string;
  };
  series: readonly ChartSeries[];
  /** A figure as it is said; a plain number where absent. */
  say?(value: number): string;
  /** Top of the vertical axis, where it is fixed. */
  max?: number;
  /** Heights to draw a line at, such as the limits of the bands. */
  limits?: readonly number[];
  /** Upright lines, such as a new version of the engine; `at` as in `tick`. */
  marks?: readonly { at: number; label: string }[];
}

/** The figures of one point, in words: what tooltip and screen reader say. */
export function pointOf(spec: ChartSpec, index: number, number: (value: number) => string) {
  const say = spec.say ?? number;
  return {
    name: spec.x.names[index] ?? '',
    figures: spec.series.map(({ label, values, hollow }) => {
      const value = values[index];
      return { label, hollow: hollow === true, said: value === null || value === undefined ? '–' : say(value) };
    }),
  };
}
