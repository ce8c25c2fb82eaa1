import { useMemo } from 'preact/hooks';
import { bandOf } from '#extension/ui/band.tsx';
import { Bars } from '#extension/ui/chart/bars.tsx';
import { Chart } from '#extension/ui/chart/chart.tsx';
import type { ChartSpec } from '#extension/ui/chart/spec.ts';
import { useWords } from '#extension/ui/context.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { Statistics } from '#shared/api/dashboard.ts';

const HOUR = 3_600_000;

/** Weeks as points: each by its Monday, which is one in UTC wherever one is. */
function weekAxis(words: Translator, weeks: Statistics['weeks']): ChartSpec['x'] {
  const month = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    label: words.t('dashboard.week'),
    names: weeks.map(({ start }) => words.t('dashboard.weekOf', { day: day.format(start) })),
    tick: (at) => month.format(weeks[at]?.start ?? 0),
  };
}

function matchesSpec(words: Translator, { weeks, results }: Statistics): ChartSpec {
  const matches = weeks.map((week) => week.matches);
  return {
    x: weekAxis(words, weeks),
    series: [
      { label: words.t('dashboard.matches'), values: matches, kind: 'bars', tone: 'accent', hollow: true },
      ...(results
        ? [
            {
              label: words.t('dashboard.won'),
              values: weeks.map((week) => week.results?.won ?? null),
              kind: 'bars' as const,
              tone: 'accent' as const,
            },
          ]
        : []),
    ],
  };
}

function noticedSpec(words: Translator, { weeks }: Statistics): ChartSpec {
  return {
    x: weekAxis(words, weeks),
    series: [
      {
        label: words.t('dashboard.highScores'),
        values: weeks.map((week) => week.highScores),
        kind: 'bars',
        tone: 'for',
        hollow: true,
        side: -1,
      },
      { label: words.t('dashboard.bans'), values: weeks.map((week) => week.bans), kind: 'bars', tone: 'bad', side: 1 },
    ],
  };
}

function scoresSpec(words: Translator, { scores }: Statistics): ChartSpec {
  const lows = scores.bins.map((_, index) => index * 10);
  return {
    x: {
      label: words.t('score.label'),
      names: lows.map((low) => {
        const high = low === 90 ? 100 : low + 9;
        return words.t('dashboard.bin', { low, high });
      }),
      tick: (at) => words.number(at * 10),
    },
    series: [
      {
        label: words.t('dashboard.players'),
        values: scores.bins,
        kind: 'bars',
        tone: 'accent',
        // By the middle of the bin: the limits of the bands lie at its first number.
        tones: lows.map((low) => `band-${tonedBand(low + 5)}` as const),
      },
    ],
  };
}
const tonedBand = (score: number) => {
  const band = bandOf(score);
  return band === 'not-enough-data' ? 'unlikely' : band;
};

function hoursSpec(words: Translator, { hours }: Statistics): ChartSpec {
  const hour = new Intl.DateTimeFormat(words.locale, { hour: 'numeric', timeZone: 'UTC' });
  const span = new Intl.DateTimeFormat(words.locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  return {
    x: {
      label: words.t('dashboard.hour'),
      names: hours.map((_, index) => span.formatRange(index * HOUR, index * HOUR + HOUR - 60_000)),
      tick: (at) => hour.format(at * HOUR),
    },
    series: [{ label: words.t('dashboard.matches'), values: hours, kind: 'bars', tone: 'accent' }],
  };
}

/** The figures of a span of time, drawn. What has nothing to draw is left out. */
export function StatisticsCharts({ statistics, from }: { statistics: Statistics; from: 'browser' | 'backend' }) {
  const words = useWords();
  const charts = useMemo(
    () => ({
      matches: matchesSpec(words, statistics),
      noticed: noticedSpec(words, statistics),
      scores: scoresSpec(words, statistics),
      hours: hoursSpec(words, statistics),
    }),
    [words, statistics],
  );
  const { scope, matches, weeks, scores, reasons, maps, results } = statistics;
  const noticed = weeks.some(({ bans, highScores }) => bans + highScores > 0);
  const scored = scores.bins.some((count) => count > 0);
  const share = (part: number, of: number) => words.number(part / of, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div class="charts">
      {matches > 0 && (
        <section class="panel wide">
          <Chart title={words.t('dashboard.matchesByWeek')} spec={charts.matches} />
        </section>
      )}
      {noticed && (
        <section class="panel wide">
          <Chart title={words.t('dashboard.noticedByWeek')} spec={charts.noticed} height={150} />
        </section>
      )}
      {scored && (
        <section class="panel">
          <Chart
            title={words.t(scope === 'all' ? 'dashboard.scoresAll' : 'dashboard.scores')}
            spec={charts.scores}
            note={scores.unknown > 0 ? words.t('dashboard.unscored', { count: scores.unknown }) : undefined}
          />
        </section>
      )}
      {matches > 0 && (
        <section class="panel">
          <Chart
            title={words.t('dashboard.hours')}
            spec={charts.hours}
            note={words.t('dashboard.zone', { zone: statistics.zone.replaceAll('_', ' ') })}
          />
        </section>
      )}
      {maps.length > 0 && (
        <section class="panel">
          <Bars
            title={words.t('dashboard.maps')}
            names={words.t('people.filter.map')}
            values={words.t('dashboard.matches')}
            note={results ? words.t('dashboard.mapsNote') : undefined}
            bars={maps.slice(0, 10).map(({ map, matches: count, results: ends }) => ({
              key: map,
              name: mapName(map),
              value: count,
              ...(ends && {
                part: ends.won,
                aside: words.t('dashboard.wonShare', { share: share(ends.won, Math.max(1, count)) }),
              }),
            }))}
          />
        </section>
      )}
      {reasons.length > 0 && (
        <section class="panel">
          <Bars
            title={words.t('dashboard.reasons')}
            names={words.t('dashboard.reason')}
            values={words.t('dashboard.players')}
            note={words.t(from === 'browser' ? 'dashboard.reasonsHere' : 'dashboard.reasonsThere')}
            bars={reasons.slice(0, 10).map(({ key, players }) => ({
              key,
              name: words.find(`reason.short.${key}`) ?? key,
              value: players,
            }))}
          />
        </section>
      )}
    </div>
  );
}

/** `de_dust2` as people write it; a name stays as it is. */
function mapName(map: string): string {
  const plain = map.replace(/^(?:de|cs)_/, '').replaceAll('_', ' ');
  return plain === 'dust2' ? 'Dust II' : plain.charAt(0).toUpperCase() + plain.slice(1);
}
