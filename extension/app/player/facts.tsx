import type { ComponentChildren } from 'preact';
import { useWords, When } from '#extension/ui/context.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import type { PlayerFacts } from '#shared/score/facts.ts';

/** The figures the score was made from, as Steam gave them. What is unknown is left out, never shown as zero. */
export function Facts({ facts }: { facts: PlayerFacts }) {
  const words = useWords();
  const { profile, games, level, stats, history } = facts;
  const share = (part: number, of: number) => words.number(part / of, { style: 'percent', maximumFractionDigits: 1 });
  const hours = (minutes: number) => words.number(Math.floor(minutes / 60));
  const rows: [string, ComponentChildren][] = [];
  if (profile) {
    rows.push([words.t('facts.visibility'), words.t(`facts.visibility.${profile.visibility}`)]);
    if (profile.createdAt !== undefined)
      rows.push([words.t('facts.created'), <When key="c" time={profile.createdAt} />]);
    if (profile.country !== undefined) rows.push([words.t('facts.country'), words.country(profile.country)]);
  }
  if (level) rows.push([words.t('facts.level'), words.number(level.level)]);
  if (games?.owned !== undefined) rows.push([words.t('facts.games'), words.number(games.owned)]);
  // Hidden play time reads as zero.
  if (games?.cs2Minutes) rows.push([words.t('facts.hours'), hours(games.cs2Minutes)]);
  if (games?.cs2RecentMinutes) rows.push([words.t('facts.recentHours'), hours(games.cs2RecentMinutes)]);
  if (stats && stats.kills > 0) {
    rows.push([words.t('facts.kills'), words.number(stats.kills)]);
    if (stats.deaths > 0) {
      const ratio = words.number(stats.kills / stats.deaths, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      rows.push([words.t('facts.kd'), ratio]);
    }
    rows.push([words.t('facts.headshots'), share(stats.headshotKills, stats.kills)]);
    if (stats.shots > 0) rows.push([words.t('facts.accuracy'), share(stats.hits, stats.shots)]);
  }
  if (history && history.names.length > 0) {
    rows.push([words.t('facts.names'), <Past key="n" values={history.names} show={plainName} isolate />]);
  }
  if (history && history.countries.length > 0) {
    rows.push([words.t('facts.countries'), <Past key="o" values={history.countries} show={words.country} />]);
  }
  if (rows.length === 0) return null;
  return (
    <section class="facts">
      <h2>{words.t('facts.title')}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {history && <p class="muted small">{words.t('facts.since', { date: words.day(history.since) })}</p>}
    </section>
  );
}

function Past({
  values,
  show,
  isolate = false,
}: {
  values: { value: string; lastSeenAt: number }[];
  show: (value: string) => string;
  isolate?: boolean;
}) {
  const words = useWords();
  return (
    <ul class="past">
      {values.map(({ value, lastSeenAt }) => (
        <li key={`${value} ${lastSeenAt}`}>
          {isolate ? <bdi>{show(value)}</bdi> : show(value)}{' '}
          <span class="muted small">{words.t('facts.seenUntil', { when: words.day(lastSeenAt) })}</span>
        </li>
      ))}
    </ul>
  );
}
