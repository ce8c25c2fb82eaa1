import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { BandMark } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { BANDS, type Band } from '#shared/score/assessment.ts';
import './filters.css';

/** A line to search in, with its own button to empty it. */
export function SearchField({
  label,
  placeholder,
  value,
  onChange,
}: {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      class="search-field"
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={200}
      spellcheck={false}
      autocomplete="off"
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A choice of several with its label above. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <div class="filter">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Bands to show, by shape and word; none pressed is all of them. */
export function BandFilter({ value, onChange }: { value: readonly Band[]; onChange: (value: Band[]) => void }) {
  const words = useWords();
  return (
    <fieldset class="band-filter">
      <legend class="sr">{words.t('filter.bands')}</legend>
      {BANDS.map((band) => {
        const on = value.includes(band);
        return (
          <button
            key={band}
            type="button"
            class="band-chip"
            data-band={band}
            aria-pressed={on}
            onClick={() => onChange(BANDS.filter((each) => (each === band ? !on : value.includes(each))))}
          >
            <BandMark band={band} />
            {words.t(`band.${band}`)}
          </button>
        );
      })}
    </fieldset>
  );
}

/** Two whole numbers from 0 to 100, either of which may be left open. */
export function PercentRange({
  label,
  min,
  max,
  onChange,
}: {
  label: string;
  min: number | undefined;
  max: number | undefined;
  onChange: (range: { min: number | undefined; max: number | undefined }) => void;
}) {
  const words = useWords();
  const read = (text: string) => (/^\d{1,3}$/.test(text) ? Math.min(100, Number(text)) : undefined);
  const field = (value: number | undefined, name: string, take: (value: number | undefined) => void) => (
    <input
      type="number"
      min={0}
      max={100}
      step={1}
      inputMode="numeric"
      aria-label={`${label}: ${name}`}
      placeholder={name}
      value={value ?? ''}
      onInput={(event) => take(read(event.currentTarget.value))}
    />
  );
  return (
    <fieldset class="filter">
      <legend>{label}</legend>
      <span class="range">
        {field(min, words.t('filter.from'), (value) => onChange({ min: value, max }))}
        <span aria-hidden="true">–</span>
        {field(max, words.t('filter.to'), (value) => onChange({ min, max: value }))}
      </span>
    </fieldset>
  );
}

/** The filters of a list behind a button, which says how many are set. */
export function FilterPanel({
  active,
  onClear,
  children,
}: {
  active: number;
  onClear: () => void;
  children: ComponentChildren;
}) {
  const words = useWords();
  const id = useId();
  const [open, setOpen] = useState(active > 0);
  return (
    <>
      <div class="filter-buttons">
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <Icon name="filter" />
          {active > 0 ? words.t('filter.titleActive', { count: active }) : words.t('filter.title')}
        </button>
        {active > 0 && (
          <button type="button" class="link-button" onClick={onClear}>
            {words.t('filter.clear')}
          </button>
        )}
      </div>
      <div id={id} class="filter-panel" hidden={!open}>
        {children}
      </div>
    </>
  );
}
