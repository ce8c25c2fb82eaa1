import { useCallback } from 'preact/hooks';
import { Decide } from '#extension/app/moderation/decide.tsx';
import { Duty } from '#extension/app/moderation/duty.tsx';
import { EventLine } from '#extension/app/moderation/event.tsx';
import { Glance } from '#extension/app/moderation/glance.tsx';
import { StatusMarks } from '#extension/app/moderation/marks.tsx';
import { CaseMatches } from '#extension/app/moderation/matches.tsx';
import { NotLive } from '#extension/app/moderation/not-live.tsx';
import { CaseReports } from '#extension/app/moderation/reports.tsx';
import { CaseScore } from '#extension/app/moderation/score.tsx';
import { usePolled } from '#extension/app/moderation/use-polled.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { useTitle } from '#extension/app/use-title.ts';
import type { Settings } from '#extension/settings.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { CopySteamId } from '#extension/ui/player-actions.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import { usePlayer } from '#extension/ui/use-player.ts';
import type { CaseResponse } from '#shared/api/moderation.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** `#/moderation/<SteamID64>`: everything that matters to a case, and deciding it. */
export default function CasePage({ params, settings }: PageProps) {
  const words = useWords();
  const steamId = params['steamId'];
  if (!isSteamId(steamId)) {
    return (
      <Notice title={words.t('app.notFound')} heading>
        <p>{words.t('app.notFoundText')}</p>
      </Notice>
    );
  }
  return (
    <Duty duty="moderator" title={words.t('moderation.case')}>
      {() => <Case key={steamId} steamId={steamId} settings={settings} />}
    </Duty>
  );
}

function Case({ steamId, settings }: { steamId: SteamId; settings: Settings }) {
  const words = useWords();
  const ask = useCallback(
    (etag: string | undefined) => send('moderationCase', { steamId, ...(etag !== undefined && { etag }) }),
    [steamId],
  );
  const { value, state, look, put } = usePolled(ask);
  const name = value?.name ?? undefined;
  useTitle(words.t('moderation.caseOf', { name: (name && plainName(name)) || steamId }));
  return (
    <>
      <p class="case-back">
        <a href="#/moderation">{words.t('moderation.toQueue')}</a>
      </p>
      <header class="case-head">
        <h1>{name === undefined ? words.t('moderation.case') : <PlayerName name={name} steamId={steamId} />}</h1>
        {value && <StatusMarks status={value.status} />}
        <span class="case-links">
          <CopySteamId steamId={steamId} />
          <a href={`#/players/${steamId}`}>{words.t('moderation.player')}</a>
          <a href={`https://steamcommunity.com/profiles/${steamId}`} target="_blank" rel="noreferrer">
            {words.t('app.steamProfile')}
            <Icon name="open" />
          </a>
        </span>
      </header>
      <NotLive state={state} held={value !== undefined} retry={look} />
      {!value && state === 'loading' && <Loading lines={8} />}
      {value && <Content held={value} settings={settings} put={put} look={look} />}
    </>
  );
}

function Content({
  held,
  settings,
  put,
  look,
}: {
  held: CaseResponse;
  settings: Settings;
  put: (now: CaseResponse) => void;
  look: () => void;
}) {
  const words = useWords();
  const player = usePlayer(held.steamId);
  const own = held.barred === 'own-case';
  return (
    <>
      {!own && <Glance held={held} details={player.details} />}
      <div class="case">
        <div class="case-decide">
          <Decide held={held} put={put} look={look} />
          {!own && (
            <section class="case-card">
              <h2>{words.t('moderation.history')}</h2>
              {held.events.length === 0 ? (
                <p class="muted">{words.t('moderation.history.none')}</p>
              ) : (
                <ol class="case-events">
                  {held.events.toReversed().map((event) => (
                    <EventLine key={event.sequence} event={event} names={held.names} />
                  ))}
                </ol>
              )}
            </section>
          )}
        </div>
        <div class="case-evidence">
          <CaseScore player={player} kind={settings.headline} />
          {!own && <CaseReports held={held} />}
          {!own && <CaseMatches matches={held.matches} />}
        </div>
      </div>
    </>
  );
}
