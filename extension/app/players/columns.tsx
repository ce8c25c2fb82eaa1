import { figureOf, shownBand } from '#extension/app/players/filter.ts';
import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import type { PlayerView } from '#extension/messages.ts';
import { BanText } from '#extension/people/ban-text.tsx';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import type { Settings } from '#extension/settings.ts';
import { isoTime, useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import type { Column } from '#extension/ui/table/table.tsx';
import type { Translator } from '#extension/words/translator.ts';

/** What the badge of a list shows of a player: what is held, and while they are in view what is newer. */
function viewOfKnown(player: KnownPlayer, live: PlayerView | undefined, now: number): PlayerView {
  if (live?.entry || (live && live.state !== 'loading' && player.band === undefined)) return live;
  const { steamId, band, score, rubric, confidence, assessedAt, scoredBy, freshUntil } = player;
  if (band === undefined) return { steamId, state: live ? 'loading' : 'unasked', stale: false };
  const entry = { band, score, rubric, confidence, assessedAt };
  return { steamId, state: 'scored', entry, stale: freshUntil <= now, ...(scoredBy && { origin: scoredBy }) };
}

interface ColumnOptions {
  words: Translator;
  headline: Settings['headline'];
  views: ReadonlyMap<string, PlayerView>;
  /** ms; handed in, so that a thousand cells need no clock each. */
  now: number;
  /** Whether watching and notes are there on the narrowest windows, too, where many can be chosen at once instead. */
  marks?: 'always';
  onWatch(player: KnownPlayer): void;
  onNote(player: KnownPlayer): void;
}

/** The columns of a list of players. */
export function playerColumns({
  words,
  headline,
  views,
  now,
  marks,
  onWatch,
  onNote,
}: ColumnOptions): Column<KnownPlayer>[] {
  return [
    {
      key: 'score',
      label: words.t('players.column.score'),
      sortable: true,
      cell: (player) => <Score player={player} live={views.get(player.steamId)} headline={headline} now={now} />,
    },
    {
      key: 'name',
      label: words.t('players.column.name'),
      sortable: true,
      rowHeader: true,
      cell: (player) => <Name player={player} now={now} />,
    },
    {
      key: 'confidence',
      label: words.t('confidence.label'),
      sortable: true,
      from: 'medium',
      align: 'end',
      cell: (player) => {
        const { entry } = viewOfKnown(player, views.get(player.steamId), now);
        return entry ? words.number(entry.confidence / 100, { style: 'percent' }) : '–';
      },
    },
    {
      key: 'ban',
      label: words.t('players.column.bans'),
      sortable: true,
      from: 'medium',
      cell: (player) => <BanCell player={player} now={now} />,
    },
    {
      key: 'met',
      label: words.t('players.column.met'),
      sortable: true,
      from: 'medium',
      cell: ({ metAt }) => <Ago time={metAt} now={now} />,
    },
    {
      key: 'assessed',
      label: words.t('players.column.assessed'),
      sortable: true,
      from: 'wide',
      cell: ({ assessedAt }) => <Ago time={assessedAt} now={now} />,
    },
    {
      key: 'watch',
      label: words.t('players.column.marks'),
      ...(marks !== 'always' && { from: 'medium' as const }),
      cell: (player) => <Marks player={player} onWatch={onWatch} onNote={onNote} />,
    },
  ];
}

function Score({
  player,
  live,
  headline,
  now,
}: {
  player: KnownPlayer;
  live: PlayerView | undefined;
  headline: Settings['headline'];
  now: number;
}) {
  const words = useWords();
  const view = viewOfKnown(player, live, now);
  const shown = view.entry ? { ...player, ...view.entry } : player;
  const band = shownBand(shown, headline);
  return (
    <span class="player-score" data-stale={view.stale && figureOf(shown, headline) !== null}>
      <ScoreBadge view={view} kind={headline} />
      {band ? (
        <span class="player-band small" aria-hidden="true">
          {words.t(`band.${band}`)}
        </span>
      ) : (
        view.state !== 'loading' &&
        view.state !== 'scored' && (
          <span class="player-band small muted" aria-hidden="true">
            {words.t(`state.${view.state}.title`)}
          </span>
        )
      )}
      {view.stale && <span class="sr">{words.t('stale.label')}</span>}
    </span>
  );
}

interface CellProps {
  player: KnownPlayer;
  now: number;
}

function Name({ player: { steamId, name, note, metAt, bans, banSince }, now }: CellProps) {
  const words = useWords();
  const marks = note && (note.trusted || note.tags.length > 0 || note.text !== '');
  return (
    <span class="player-name">
      <a href={`#/players/${steamId}`}>
        <PlayerName name={name} steamId={steamId} />
      </a>
      <span class="player-under small muted">
        {note?.watched && (
          <>
            <Icon name="eye" />
            <span class="sr">{words.t('players.mark.watched')}</span>
          </>
        )}
        {marks ? (
          <>
            {note.trusted && <span class="tag">{words.t('note.trustedTag')}</span>}
            {note.tags.map((tag) => (
              <span key={tag} class="tag">
                {tag}
              </span>
            ))}
            {note.text}
          </>
        ) : (
          <span class="player-brief">
            {banSince ? (
              <BanText ban={banSince} />
            ) : (
              [
                bans && bans.vac + (bans.game ?? 0) > 0 && words.t('players.ban.some'),
                metAt > 0 && words.t('players.metShort', { when: words.ago(metAt, now, 'short') }),
              ]
                .filter(Boolean)
                .join(' · ')
            )}
          </span>
        )}
      </span>
    </span>
  );
}

function BanCell({ player: { bans, banSince }, now }: CellProps) {
  const words = useWords();
  if (banSince) return <BanText ban={banSince} />;
  if (!bans) return <span class="muted">{words.t('players.ban.unknown')}</span>;
  const kinds = [
    bans.vac > 0 && words.t('met.kind.vac'),
    (bans.game ?? 0) > 0 && words.t('met.kind.game'),
    bans.community && words.t('met.kind.community'),
    bans.economy === 'banned' && words.t('met.kind.trade'),
  ].filter((each) => typeof each === 'string');
  if (kinds.length === 0) return <span class="muted">{words.t('players.ban.none')}</span>;
  return (
    <span class="small">
      <strong>{words.list(kinds)}</strong>{' '}
      {bans.lastBanAt !== undefined && (
        <time class="muted" dateTime={isoTime(bans.lastBanAt)} title={words.day(bans.lastBanAt)}>
          {words.ago(bans.lastBanAt, now, 'short')}
        </time>
      )}
    </span>
  );
}

/** How long ago, short; a dash for never. */
function Ago({ time, now }: { time: number; now: number }) {
  const words = useWords();
  if (time === 0) return <span class="muted">–</span>;
  return (
    <time class="small" dateTime={isoTime(time)} title={words.date(time)}>
      {words.ago(time, now, 'short')}
    </time>
  );
}

/** What one can say of a player, one press away. */
function Marks({ player, onWatch, onNote }: { player: KnownPlayer } & Pick<ColumnOptions, 'onWatch' | 'onNote'>) {
  const words = useWords();
  const name = player.name === '' ? player.steamId : player.name;
  const watch = words.t('note.watch', { name });
  const edit = words.t('note.edit', { name });
  return (
    <span class="player-marks">
      <button
        type="button"
        class="icon-button"
        aria-pressed={player.note?.watched === true}
        aria-label={watch}
        title={watch}
        onClick={() => onWatch(player)}
      >
        <Icon name="eye" />
      </button>
      <button type="button" class="icon-button" aria-label={edit} title={edit} onClick={() => onNote(player)}>
        <Icon name="note" />
      </button>
    </span>
  );
}
