import { useEffect, useMemo, useState } from 'preact/hooks';
import { banTimeline, type TimelineEntry } from '#extension/app/player/timeline.ts';
import type { Together } from '#extension/app/player/together.tsx';
import { localDatabase } from '#extension/app/players/local-data.ts';
import { useBans } from '#extension/people/use-bans.ts';
import { type PersonRow, personRowSchema } from '#extension/sync/rows.ts';
import { isoTime, useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { usePlayer } from '#extension/ui/use-player.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Somebody met, as kept here: what is left when nobody else answers. */
export function usePerson(steamId: SteamId): PersonRow | undefined {
  const [person, setPerson] = useState<PersonRow>();
  useEffect(() => {
    let gone = false;
    const read = async () => personRowSchema.safeParse(await localDatabase().people.get(steamId)).data;
    read().then(
      (row) => !gone && setPerson(row),
      // Said beside the matches already, which are read from the same place.
      (error: unknown) => console.warn('whether this player was met could not be read', error),
    );
    return () => {
      gone = true;
    };
  }, [steamId]);
  return person;
}

/** A player's bans in the order of time, between the meetings with them. */
export function BanTimeline({
  steamId,
  facts,
  person,
  together,
  player,
}: {
  steamId: SteamId;
  facts: PlayerFacts['bans'];
  person: PersonRow | undefined;
  together: Together;
  player: ReturnType<typeof usePlayer>;
}) {
  const words = useWords();
  const { bans, failed, reload } = useBans(undefined);
  const entries = useMemo(() => {
    const meetings = together.state === 'ok' ? together.matches.map(({ playedAt }) => playedAt) : [];
    const met = meetings.length === 0 && person ? [person.lastMetAt] : meetings;
    return banTimeline(
      facts,
      person,
      bans.filter((ban) => ban.steamId === steamId),
      met,
    );
  }, [facts, person, bans, together, steamId]);
  const banned = entries.some(({ kind }) => kind === 'ban' || kind === 'noticed');
  const looked = entries.some(({ kind }) => kind === 'looked');
  // Who could not be asked has not said that there are none.
  const asked = player.details?.state;
  const unanswered = failed || player.error !== 'no' || asked === 'failed' || asked === 'limited';
  const again = () => {
    if (failed) reload();
    if (player.error !== 'no' || !asked || asked === 'failed' || asked === 'limited') player.load();
  };
  return (
    <section class="panel">
      <h2>{words.t('timeline.title')}</h2>
      {unanswered && (failed || !looked) && (
        <Notice title={words.t('timeline.failed')} tone="warn" live>
          {player.error !== 'lost' && (
            <button type="button" onClick={again}>
              {words.t('error.retry')}
            </button>
          )}
        </Notice>
      )}
      {!banned && !looked && !unanswered && player.busy !== 'no' && <Loading lines={2} />}
      {!banned && !unanswered && (looked || player.busy === 'no') && (
        <p class="muted">{words.t(looked ? 'timeline.none' : 'timeline.unlooked')}</p>
      )}
      {entries.length > 0 && (
        <ol class="timeline">
          {entries.map((entry) => (
            <li key={`${entry.kind} ${entry.at}`} data-kind={entry.kind}>
              <time class="muted small" dateTime={isoTime(entry.at)}>
                {words.day(entry.at)}
              </time>
              <span>{sayEntry(entry)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );

  function sayEntry(entry: TimelineEntry) {
    const kindsOf = (kinds: (typeof bans)[number]['kinds']) =>
      words.list(kinds.map((kind) => words.t(`met.kind.${kind}`)));
    switch (entry.kind) {
      case 'ban':
        return (
          <>
            <strong>{kindsOf(entry.bans)}</strong>
            {entry.days !== undefined && <span class="muted"> {words.t('timeline.after', { days: entry.days })}</span>}
          </>
        );
      case 'noticed':
        return <strong>{words.t('timeline.noticed', { kinds: kindsOf(entry.bans) })}</strong>;
      case 'looked':
        return words.t('timeline.looked', { count: entry.count });
      default:
        return words.t(entry.kind === 'met-first' ? 'timeline.firstMet' : 'timeline.lastMet');
    }
  }
}
