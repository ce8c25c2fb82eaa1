import { Component, type ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { useRowWindow } from '#extension/ui/table/row-window.ts';
import { useRowKeys } from '#extension/ui/table/use-row-keys.ts';
import './table.css';

export interface Column<T> {
  key: string;
  label: string;
  /** Shown only where there is room: from 720 px, or from 1400 px. */
  from?: 'medium' | 'wide';
  align?: 'end';
  sortable?: boolean;
  /** Names the row to screen readers. */
  rowHeader?: boolean;
  cell(item: T, index: number): ComponentChildren;
}

interface Selection {
  size: number;
  has(key: string): boolean;
  /** Takes a row in or out; `range` the ones between it and the row last taken, too. */
  toggle(index: number, range: boolean): void;
  /** Everything listed, or nothing. */
  all(on: boolean): void;
  /** What the box of a row says to those who cannot see it. */
  labelOf(index: number): string;
}

interface TableProps<T> {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: readonly Column<T>[];
  items: readonly T[];
  keyOf(item: T): string;
  /** px; every row has this height, whatever is in it. */
  rowHeight: number;
  sort?: { by: string; order: 'asc' | 'desc' };
  onSort?(column: string): void;
  selection?: Selection;
  /** The rows in view, a moment after they came to rest there. */
  onRest?(from: number, until: number): void;
  /** Rows that are there and not yet read, where their number is known. */
  total?: number;
}

/** Rows that stay in view this long are looked at, ms. */
const REST_MS = 250;

/** A table of any length: only the rows in view are drawn. Rows keep their number for screen readers. */
export function DataTable<T>(props: TableProps<T>) {
  const { caption, columns, items, keyOf, rowHeight, sort, onSort, selection, onRest, total = items.length } = props;
  const words = useWords();
  const table = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useRowWindow(body, items.length, rowHeight);
  const held = useRef(selection);
  held.current = selection;
  const toggle = useCallback((index: number, range: boolean) => held.current?.toggle(index, range), []);
  const onToggle = selection && ((index: number) => toggle(index, false));
  const keys = useRowKeys({ table, body, count: items.length, rowHeight, onToggle });
  const labels = useRef((index: number) => selection?.labelOf(index) ?? '');
  labels.current = (index) => selection?.labelOf(index) ?? '';
  const labelOf = useCallback((index: number) => labels.current(index), []);

  const rested = useRef(onRest);
  rested.current = onRest;
  useEffect(() => {
    const timer = setTimeout(() => rested.current?.(shown.from, shown.until), REST_MS);
    return () => clearTimeout(timer);
  }, [shown.from, shown.until, items]);

  const drawn = Array.from({ length: shown.until - shown.from }, (_, i) => shown.from + i);
  // The row with the focus stays, or the focus would be lost and with it the place of who reads by ear.
  const kept = keys.active;
  const holds = kept >= 0 && kept < items.length && table.current?.contains(document.activeElement) === true;
  if (holds && kept < shown.from) drawn.unshift(kept);
  if (holds && kept >= shown.until) drawn.push(kept);

  const rows: ComponentChildren[] = [];
  let next = 0;
  for (const index of drawn) {
    const item = items[index];
    if (item === undefined) continue;
    if (index > next)
      rows.push(<Gap key={`gap-${next === 0 ? 'top' : 'mid'}`} rows={index - next} height={rowHeight} />);
    rows.push(
      <Row
        key={keyOf(item)}
        item={item}
        index={index}
        columns={columns}
        height={rowHeight}
        selected={selection?.has(keyOf(item))}
        labelOf={labelOf}
        onToggle={toggle}
        onFocus={keys.onFocus}
      />,
    );
    next = index + 1;
  }
  if (next < items.length) rows.push(<Gap key="gap-end" rows={items.length - next} height={rowHeight} />);

  const all = selection !== undefined && items.length > 0 && selection.size >= items.length;
  const some = selection !== undefined && selection.size > 0 && !all;
  return (
    <table class="data-table" ref={table} aria-rowcount={total + 1} style={{ '--row': `${rowHeight}px` }}>
      <caption class="sr">{caption}</caption>
      <thead>
        <tr aria-rowindex={1}>
          {selection && (
            <th scope="col" class="pick">
              <input
                type="checkbox"
                aria-label={words.t('table.all', { count: items.length })}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = some;
                }}
                onChange={(event) => selection.all(event.currentTarget.checked)}
              />
            </th>
          )}
          {columns.map(({ key, label, from, align, sortable }) => {
            const sorted = sort?.by === key;
            return (
              <th
                key={key}
                scope="col"
                data-from={from}
                data-align={align}
                data-col={key}
                aria-sort={sorted ? (sort.order === 'asc' ? 'ascending' : 'descending') : undefined}
              >
                {sortable && onSort ? (
                  <button
                    type="button"
                    class="sort"
                    data-order={sorted ? sort.order : undefined}
                    onClick={() => onSort(key)}
                  >
                    {label}
                    <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true">
                      <path class="up" d="M4 1l3 4H1z" />
                      <path class="down" d="M4 11l3-4H1z" />
                    </svg>
                  </button>
                ) : (
                  label
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody ref={body}>{rows}</tbody>
    </table>
  );
}

/** The room of rows that are not drawn. */
function Gap({ rows, height }: { rows: number; height: number }) {
  return (
    <tr class="gap">
      <td style={{ height: `${rows * height}px` }} />
    </tr>
  );
}

interface RowProps<T> {
  item: T;
  index: number;
  columns: readonly Column<T>[];
  height: number;
  selected: boolean | undefined;
  labelOf(index: number): string;
  onToggle(index: number, range: boolean): void;
  onFocus(index: number): void;
}

/** A turn of the wheel draws the rows that come in, not those that stay. */
class Row<T> extends Component<RowProps<T>> {
  override shouldComponentUpdate(next: RowProps<T>): boolean {
    const { item, index, columns, height, selected } = this.props;
    return (
      next.item !== item ||
      next.index !== index ||
      next.columns !== columns ||
      next.height !== height ||
      next.selected !== selected
    );
  }

  override render() {
    const { item, index, columns, height, selected, labelOf, onToggle, onFocus } = this.props;
    return (
      <tr
        data-row={index}
        data-selected={selected}
        aria-rowindex={index + 2}
        style={{ height: `${height}px` }}
        onFocusIn={() => onFocus(index)}
      >
        {selected !== undefined && (
          <td class="pick">
            <input
              type="checkbox"
              aria-label={labelOf(index)}
              checked={selected}
              onClick={(event) => onToggle(index, event.shiftKey)}
            />
          </td>
        )}
        {columns.map(({ key, from, align, rowHeader, cell }) =>
          rowHeader ? (
            <th key={key} scope="row" data-col={key} data-from={from} data-align={align}>
              {cell(item, index)}
            </th>
          ) : (
            <td key={key} data-col={key} data-from={from} data-align={align}>
              {cell(item, index)}
            </td>
          ),
        )}
      </tr>
    );
  }
}
