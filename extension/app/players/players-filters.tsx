import {
  BAN_CHOICES,
  countFilters,
  LISTS,
  MARK_CHOICES,
  MET_CHOICES,
  NO_FILTER,
  type PlayersFilter,
} from '#extension/app/players/filter.ts';
import { ORIGINS } from '#extension/app/players/known-player.ts';
import { useWords } from '#extension/ui/context.tsx';
import { BandFilter, Choice, FilterPanel, PercentRange, SearchField } from '#extension/ui/filters.tsx';

/** What the backend's list cannot be asked. */
const ONLY_HERE = new Set(['unknown', 'never']);

/** Search and filters of the players; those that only this browser can answer are left out for the backend's lists. */
export function PlayersFilters({
  filter,
  tags,
  backend,
  onChange,
}: {
  filter: PlayersFilter;
  /** Every tag there is. */
  tags: readonly string[];
  /** Whether there is a backend to ask. */
  backend: boolean;
  onChange: (change: Partial<PlayersFilter>) => void;
}) {
  const words = useWords();
  const here = filter.list === 'here';
  const { list, q, sort, order } = filter;
  return (
    <search class="list-controls">
      {(backend || !here) && (
        <Choice
          label={words.t('players.list')}
          value={filter.list}
          options={LISTS.map((value) => ({ value, label: words.t(`players.list.${value}`) }))}
          onChange={(value) => onChange({ list: value })}
        />
      )}
      <SearchField
        label={words.t('players.search')}
        placeholder={words.t('players.search.placeholder')}
        value={filter.q}
        onChange={(value) => onChange({ q: value })}
      />
      <FilterPanel active={countFilters(filter)} onClear={() => onChange({ ...NO_FILTER, list, q, sort, order })}>
        <BandFilter value={filter.bands} onChange={(bands) => onChange({ bands })} />
        <PercentRange
          label={words.t('score.label')}
          min={filter.min}
          max={filter.max}
          onChange={(range) => onChange(range)}
        />
        <Choice
          label={words.t('players.filter.confidence')}
          value={String(filter.confidence)}
          options={[...new Set([0, 25, 50, 75, filter.confidence])]
            .sort((a, b) => a - b)
            .map((value) => ({
              value: String(value),
              label: value === 0 ? words.t('filter.any') : words.t('players.filter.atLeast', { value }),
            }))}
          onChange={(value) => onChange({ confidence: Number(value) })}
        />
        <Choice
          label={words.t('players.filter.ban')}
          value={filter.ban}
          options={BAN_CHOICES.filter((value) => here || !ONLY_HERE.has(value)).map((value) => ({
            value,
            label: words.t(`players.ban.${value}`),
          }))}
          onChange={(ban) => onChange({ ban })}
        />
        <Choice
          label={words.t('players.filter.met')}
          value={filter.met}
          options={MET_CHOICES.filter((value) => here || !(value === 'never' || value === 'met')).map((value) => ({
            value,
            label: words.t(`players.met.${value}`),
          }))}
          onChange={(met) => onChange({ met })}
        />
        {here && (
          <Choice
            label={words.t('players.filter.mark')}
            value={filter.mark}
            options={MARK_CHOICES.map((value) => ({ value, label: words.t(`players.mark.${value}`) }))}
            onChange={(mark) => onChange({ mark })}
          />
        )}
        {here && (tags.length > 0 || filter.tag !== '') && (
          <Choice
            label={words.t('note.tags')}
            value={filter.tag}
            options={[
              { value: '', label: words.t('filter.any') },
              ...[...new Set([...tags, ...(filter.tag === '' ? [] : [filter.tag])])].map((value) => ({
                value,
                label: value,
              })),
            ]}
            onChange={(tag) => onChange({ tag })}
          />
        )}
        {here && (
          <Choice
            label={words.t('players.filter.source')}
            value={filter.source}
            options={(['any', ...ORIGINS] as const)
              .filter((value) => value !== 'backend')
              .map((value) => ({ value, label: words.t(`players.source.${value}`) }))}
            onChange={(source) => onChange({ source })}
          />
        )}
      </FilterPanel>
    </search>
  );
}
