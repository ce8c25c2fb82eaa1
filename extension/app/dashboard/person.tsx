import type { Person } from '#extension/app/dashboard/view.ts';
import { ScoreBadge } from '#extension/people/score-badge.tsx';
import type { Settings } from '#extension/settings.ts';
import { PlayerName } from '#extension/ui/player-name.tsx';

/** A player by score and name, the way to everything else about them. */
export function PersonLink({ person, kind }: { person: Person; kind: Settings['headline'] }) {
  const { steamId, name, entry } = person;
  const view = entry
    ? { steamId, state: 'scored' as const, stale: false, entry }
    : { steamId, state: 'unasked' as const, stale: false };
  return (
    <a class="person-link" href={`#/players/${steamId}`}>
      <ScoreBadge view={view} kind={kind} />
      <PlayerName name={name ?? undefined} steamId={steamId} />
    </a>
  );
}
