import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import './chart.css';

export interface Bar {
  key: string;
  name: ComponentChildren;
  value: number;
  /** Part of `value` drawn solid, the rest as an outline; all of it where absent. */
  part?: number;
  /** Said after the number. */
  aside?: string;
}

/** Named amounts, longest first: a table whose last column also draws them. */
export function Bars({
  title,
  names,
  values,
  note,
  bars,
}: {
  title: string;
  /** Heads of the columns. */
  names: string;
  values: string;
  note?: string | undefined;
  bars: readonly Bar[];
}) {
  const words = useWords();
  const titleId = useId();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure class="chart bars" aria-labelledby={titleId}>
      <div class="chart-head">
        <h2 id={titleId}>{title}</h2>
      </div>
      {note !== undefined && <p class="muted small">{note}</p>}
      <table>
        <thead class="sr">
          <tr>
            <th scope="col">{names}</th>
            <th scope="col">{values}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, name, value, part = value, aside }) => (
            <tr key={key}>
              <th scope="row">
                <span class="bar-name">{name}</span>
              </th>
              <td>
                <span class="bar-said">
                  {words.number(value)}
                  {aside !== undefined && <span class="muted small"> {aside}</span>}
                </span>
                <span class="bar-line" style={{ width: `${(100 * value) / most}%` }} aria-hidden="true">
                  <i style={{ width: `${value === 0 ? 0 : (100 * part) / value}%` }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
