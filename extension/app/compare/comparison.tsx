import type { ComponentChildren } from 'preact';
import { FigureRow, ReasonCell, Row, TextRow, useBanWords } from '#extension/app/compare/cells.tsx';
import { type Known, reasonRows } from '#extension/app/compare/rows.ts';
import { type Asked, useDetails } from '#extension/app/compare/use-details.ts';
import { useMet } from '#extension/app/compare/use-met.ts';
import type { Settings } from '#extension/settings.ts';
import { BandBadge, bandOf } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { type Headline, headlineOf } from '#extension/ui/score.tsx';
import { Notice } from '#extension/ui/states.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Players as columns, what is known of them as rows: the same line says the same of everybody. */
export function Comparison({
  ids,
  kind,
  onRemove,
}: {
  ids: readonly SteamId[];
  kind: Settings['headline'];
  onRemove: (steamId: SteamId) => void;
}) {
  const words = useWords();
  const { answers, again } = useDetails(ids);
  const { met, failed: unread, again: readAgain } = useMet(ids);
  const banWords = useBanWords();
  const players = ids.map((steamId): Known | undefined => {
    const answer = answers.get(steamId);
    return answer?.state === 'ok' ? answer : undefined;
  });
  const each = <T,>(take: (player: Known) => T | undefined) => players.map((player) => player && take(player));
  const whole = (value: number) => words.number(value);
  const percent = (value: number) => words.number(value, { style: 'percent', maximumFractionDigits: 1 });
  const ratio = (value: number) => words.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const rows = reasonRows(players);
  const most = Math.max(0, ...rows.flatMap(({ reasons }) => reasons.map((reason) => Math.abs(reason?.points ?? 0))));
  const columns = ids.length + 1;
  return (
    <>
      {unread && (
        <Notice title={words.t('compare.metFailed')} tone="warn" live>
          <button type="button" onClick={readAgain}>
            {words.t('error.retry')}
          </button>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="panel compare" tabIndex={0} aria-label={words.t('compare.title')}>
        <table style={{ '--columns': ids.length }}>
          <thead>
            <tr>
              <td />
              {ids.map((steamId, index) => (
                <th key={steamId} scope="col">
                  <Head
                    steamId={steamId}
                    name={players[index]?.facts.profile?.name}
                    asked={answers.get(steamId)}
                    again={() => again(steamId)}
                    onRemove={() => onRemove(steamId)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <Group title={words.t('app.assessment')} columns={columns}>
            <TextRow
              label={words.t(kind === 'rubric' ? 'score.rubricLabel' : 'score.label')}
              values={ids.map((steamId) => {
                const held = heldOf(answers.get(steamId));
                if (!held) return undefined;
                const byRubric = kind === 'rubric' && held.band !== 'not-enough-data';
                const band = byRubric ? bandOf(held.rubric) : held.band;
                return (
                  <span key={steamId} class="with-badge">
                    <BandBadge band={band} score={byRubric ? held.rubric : held.score} />
                    {words.t(`band.${band}`)}
                  </span>
                );
              })}
            />
            <FigureRow
              label={words.t('confidence.label')}
              values={ids.map((steamId) => heldOf(answers.get(steamId))?.confidence)}
              say={(value) => percent(value / 100)}
            />
            <FigureRow
              label={words.t('rubric.title')}
              values={each(({ assessment }) => assessment?.rubric.total)}
              say={(points) => words.t('rubric.total', { points })}
            />
            <TextRow label={words.t('bans.title')} values={each(banWords)} />
          </Group>
          <Group title={words.t('compare.met')} columns={columns}>
            <FigureRow
              label={words.t('people.side.with')}
              values={ids.map((id) => met.get(id)?.with.matches)}
              say={whole}
            />
            <FigureRow
              label={words.t('people.side.against')}
              values={ids.map((id) => met.get(id)?.against.matches)}
              say={whole}
            />
            <TextRow
              label={words.t('compare.lastMet')}
              values={ids.map((id) => {
                const at = met.get(id)?.lastMetAt;
                return at === undefined ? undefined : words.day(at);
              })}
            />
          </Group>
          <Group title={words.t('facts.title')} columns={columns}>
            <TextRow
              label={words.t('facts.visibility')}
              values={each(({ facts }) => facts.profile && words.t(`facts.visibility.${facts.profile.visibility}`))}
            />
            <TextRow
              label={words.t('facts.created')}
              values={each(({ facts: { profile } }) =>
                profile?.createdAt === undefined ? undefined : words.day(profile.createdAt),
              )}
            />
            <TextRow
              label={words.t('facts.country')}
              values={each(({ facts: { profile } }) => profile?.country && words.country(profile.country))}
            />
            <FigureRow label={words.t('facts.level')} values={each(({ facts }) => facts.level?.level)} say={whole} />
            <FigureRow label={words.t('facts.games')} values={each(({ facts }) => facts.games?.owned)} say={whole} />
            <FigureRow
              label={words.t('facts.hours')}
              // Hidden play time reads as zero.
              values={each(({ facts }) => facts.games?.cs2Minutes || undefined)}
              say={(minutes) => whole(Math.floor(minutes / 60))}
            />
            <FigureRow label={words.t('facts.kills')} values={each(({ facts }) => facts.stats?.kills)} say={whole} />
            <FigureRow
              label={words.t('facts.kd')}
              values={each(({ facts: { stats } }) =>
                stats && stats.deaths > 0 ? stats.kills / stats.deaths : undefined,
              )}
              say={ratio}
            />
            <FigureRow
              label={words.t('facts.headshots')}
              values={each(({ facts: { stats } }) =>
                stats && stats.kills > 0 ? stats.headshotKills / stats.kills : undefined,
              )}
              say={percent}
            />
            <FigureRow
              label={words.t('facts.accuracy')}
              values={each(({ facts: { stats } }) => (stats && stats.shots > 0 ? stats.hits / stats.shots : undefined))}
              say={percent}
            />
          </Group>
          {rows.length > 0 && (
            <Group title={words.t('compare.reasons')} columns={columns}>
              {rows.map(({ about, reasons }) => (
                <Row key={about} label={words.find(`reason.short.${about}`) ?? about}>
                  {reasons.map((reason, index) => (
                    <ReasonCell key={ids[index]} reason={reason} most={most} />
                  ))}
                </Row>
              ))}
            </Group>
          )}
        </table>
      </section>
    </>
  );
}

/** The headline of a player; where nothing more could be had, the one held from before. */
function heldOf(asked: Asked | undefined): Headline | undefined {
  if (!asked || asked.state === 'loading' || asked.state === 'gone') return undefined;
  if (asked.state !== 'ok') return asked.view?.entry;
  return asked.assessment ? headlineOf(asked.assessment) : undefined;
}

function Group({ title, columns, children }: { title: string; columns: number; children: ComponentChildren }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={columns} class="compare-group">
          {title}
        </th>
      </tr>
      {children}
    </tbody>
  );
}

/** Who a column is, and where nothing is known of them, why. */
function Head({
  steamId,
  name,
  asked,
  again,
  onRemove,
}: {
  steamId: SteamId;
  name: string | undefined;
  asked: Asked | undefined;
  again: () => void;
  onRemove: () => void;
}) {
  const words = useWords();
  const state = asked?.state ?? 'loading';
  const label = words.t('compare.remove', { name: (name && plainName(name)) || steamId });
  return (
    <div class="compare-head">
      <a class="person-link" href={`#/players/${steamId}`}>
        <PlayerName name={name} steamId={steamId} />
      </a>
      <button type="button" class="icon-button" aria-label={label} title={label} onClick={onRemove}>
        <Icon name="close" />
      </button>
      {state !== 'ok' && (
        <span class="small muted" role="status">
          {state === 'loading'
            ? words.t('card.loading')
            : state === 'gone'
              ? words.t('error.background')
              : words.t(`state.${state}.title`)}
          {state !== 'loading' && state !== 'not-found' && (
            <button type="button" class="link-button small" onClick={again}>
              {words.t('error.retry')}
            </button>
          )}
        </span>
      )}
    </div>
  );
}
