import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useAccount } from '#extension/account/use-account.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import { Confirmation } from '#extension/app/match/remote-part.tsx';
import { Scoreboard } from '#extension/app/match/scoreboard.tsx';
import { ShareMatch } from '#extension/app/match/share.tsx';
import { type StandsOut, standsOut } from '#extension/app/match/standing-out.ts';
import { useDemoOf, useLocalMatch, useRemoteMatch } from '#extension/app/match/use-match.ts';
import { type MatchView, viewOfDetails, viewOfRow } from '#extension/app/match/view.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { DemoFindings } from '#extension/demos/findings.tsx';
import { MatchDemo } from '#extension/demos/match-demo.tsx';
import type { PlayerView } from '#extension/messages.ts';
import { useBans } from '#extension/people/use-bans.ts';
import { useNotes } from '#extension/people/use-notes.ts';
import { useScores } from '#extension/people/use-scores.ts';
import type { Settings } from '#extension/settings.ts';
import { isoTime, useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { Loading, Notice, Silent, StorageFailed } from '#extension/ui/states.tsx';
import type { DemoAnswer } from '#shared/api/demos.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import '../players/players.css';
import './match.css';

/** `#/matches/<id>`: a match kept in this browser, or one of the backend's. */
export default function MatchPage({ params, settings }: PageProps) {
  const id = params['id'] ?? '';
  return <Match key={`${id} ${settings.backendUrl} ${settings.localOnly}`} id={id} settings={settings} />;
}

function Match({ id, settings }: { id: string; settings: Settings }) {
  const words = useWords();
  const [turn, setTurn] = useState(0);
  const again = () => setTurn(turn + 1);
  const { view: account, failed: accountFailed } = useAccount();
  const signedIn = accountFailed ? false : account && account.state === 'signed-in';
  const local = useLocalMatch(id, turn);
  const remote = useRemoteMatch(id, local, signedIn, turn);
  const match = useMemo(
    () =>
      local.state === 'ok' ? viewOfRow(local.match) : remote.state === 'ok' ? viewOfDetails(remote.match) : undefined,
    [local, remote],
  );
  const remoteId = remote.state === 'ok' ? remote.match.id : undefined;
  const [demosDone, setDemosDone] = useState(0);
  const demo = useDemoOf(remoteId, demosDone);
  useTitle(match ? match.map : words.t('match.title'));

  if (local.state === 'failed' && !match) {
    return (
      <>
        <h1>{words.t('match.title')}</h1>
        <StorageFailed why={local.why} onRetry={again} />
      </>
    );
  }
  if (!match) {
    if (local.state === 'loading' || remote.state === 'loading') {
      return (
        <>
          <h1 class="sr">{words.t('match.title')}</h1>
          <Loading lines={10} />
        </>
      );
    }
    const toList = (
      <a class="button" href="#/matches">
        {words.t('matches.title')}
      </a>
    );
    // Who was not answered does not know that there is none.
    if (remote.state === 'failed') {
      return (
        <>
          <h1>{words.t('match.title')}</h1>
          <Failed state={remote.why} retry={again} />
          <p>{toList}</p>
        </>
      );
    }
    return (
      <Notice title={words.t('match.unknown')} heading>
        <p>{words.t(signedIn ? 'match.unknownText' : 'match.unknownSignIn')}</p>
        <div class="match-actions">
          {remote.state === 'off' && account?.state !== 'off' && (
            <a class="button" href="#/sign-in">
              {words.t('account.signIn')}
            </a>
          )}
          {toList}
        </div>
      </Notice>
    );
  }
  return (
    <Shown match={match} settings={settings} demo={demo}>
      <Confirmation remote={remote} match={match} onRetry={again} />
      {/* Which match it is has to be known first. */}
      {!demo && (remote.state === 'ok' || remote.state === 'none') && (
        <MatchDemo
          matchId={remoteId}
          replayUrl={local.state === 'ok' ? local.match.replayUrl : null}
          onDone={() => setDemosDone(demosDone + 1)}
        />
      )}
    </Shown>
  );
}

function Shown({
  match,
  settings,
  demo,
  children,
}: {
  match: MatchView;
  settings: Settings;
  demo: DemoAnswer | undefined;
  children: ComponentChildren;
}) {
  const words = useWords();
  const steamIds = useMemo(() => match.players.map(({ steamId }) => steamId), [match]);
  const views = useScores(steamIds);
  const { bans, failed: bansFailed, reload: reloadBans } = useBans(undefined);
  const notes = useNotes();
  const banOf = useMemo(() => new Map(bans.map((ban) => [ban.steamId, ban])), [bans]);
  const watched = useMemo(
    () => new Set([...notes.byId.values()].filter((note) => note.watched).map(({ steamId }) => steamId)),
    [notes.byId],
  );
  const { map, mode, playedAt, durationSeconds, result } = match;
  const compared = match.players.filter(({ steamId }) => steamId !== match.viewer);
  const highest = [...compared]
    .sort((a, b) => (views.get(b.steamId)?.entry?.score ?? -1) - (views.get(a.steamId)?.entry?.score ?? -1))
    .slice(0, 5);
  return (
    <>
      <header class="match-title">
        <h1>{mode ? words.t('match.heading', { map, mode: words.t(`people.mode.${mode}`) }) : map}</h1>
        <p class="match-facts">
          <span class="match-result" data-result={result}>
            {words.t(`people.result.${result ?? 'unknown'}`)}
            {match.teams.length > 1 && match.teams[0]?.rounds !== undefined && (
              <span> {`${match.teams[0].rounds}:${match.teams[1]?.rounds ?? '–'}`}</span>
            )}
          </span>
          <time class="muted" dateTime={isoTime(playedAt)}>
            {words.date(playedAt)}
          </time>
          {durationSeconds !== null && (
            <span class="muted">{words.t('match.minutes', { count: Math.round(durationSeconds / 60) })}</span>
          )}
        </p>
        <div class="match-actions">
          <ShareMatch match={match} views={views} />
          {highest.length > 1 && (
            <a class="button" href={`#/compare?ids=${highest.map(({ steamId }) => steamId).join(',')}`}>
              <Icon name="compare" />
              {words.t('match.compare')}
            </a>
          )}
        </div>
      </header>
      {match.cutOff && (
        <Notice title={words.t('match.cutOff')}>
          <p>{words.t('match.cutOffText')}</p>
        </Notice>
      )}
      <StandingOut
        match={match}
        views={views}
        bansAt={(steamId) => banOf.get(steamId)?.metAt}
        watched={watched}
        onRetry={
          bansFailed || notes.failed
            ? () => {
                reloadBans();
                notes.reload();
              }
            : undefined
        }
      />
      <Scoreboard match={match} views={views} bans={banOf} watched={watched} headline={settings.headline} />
      {children}
      {demo && <DemoPart match={match} demo={demo} />}
    </>
  );
}

function StandingOut({
  match,
  views,
  bansAt,
  watched,
  onRetry,
}: {
  match: MatchView;
  views: ReadonlyMap<SteamId, PlayerView>;
  bansAt: (steamId: SteamId) => number | undefined;
  watched: ReadonlySet<SteamId>;
  /** Something it looks at could not be had; without that, nobody can say that nothing stands out. */
  onRetry: (() => void) | undefined;
}) {
  const words = useWords();
  const found = standsOut(match.players, match.viewer, {
    scoreOf: (steamId) => views.get(steamId)?.entry,
    bannedSince: (steamId) => match.playedAt <= (bansAt(steamId) ?? -1),
    watched: (steamId) => watched.has(steamId),
  });
  const nameOf = (steamId: SteamId) => match.players.find((player) => player.steamId === steamId)?.name;
  // Each player once, where the first thing about them stands.
  const byPlayer = Map.groupBy(found, ({ steamId }) => steamId);
  return (
    <section class="panel">
      <h2>{words.t('match.standsOut')}</h2>
      {onRetry && <Silent onRetry={onRetry} />}
      {found.length === 0 ? (
        !onRetry && <p class="muted">{words.t('match.standsOut.nothing')}</p>
      ) : (
        <ul class="stands-out">
          {[...byPlayer].map(([steamId, all]) => (
            <li key={steamId} data-kind={all[0]?.kind}>
              <a href={`#/players/${steamId}`}>
                <PlayerName name={nameOf(steamId)} steamId={steamId} />
              </a>
              <span>{all.map(whatOf).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="small muted">{words.t('match.standsOut.explain')}</p>
    </section>
  );

  function whatOf(each: StandsOut): string {
    switch (each.kind) {
      case 'score':
        return words.t('match.standsOut.score', { score: each.score, band: words.t(`band.${each.band}`) });
      case 'headshots':
        return words.t('match.standsOut.headshots', { percent: each.percent, kills: each.kills });
      case 'ratio':
        return words.t('match.standsOut.ratio', { kills: each.kills, deaths: each.deaths });
      default:
        return words.t(`match.standsOut.${each.kind}`);
    }
  }
}

/** What the demo of the match says of each player that something was found of, and of the others on request. */
function DemoPart({ match, demo: { report } }: { match: MatchView; demo: DemoAnswer }) {
  const words = useWords();
  const players = report.findings?.players ?? [];
  const found = (detectors: (typeof players)[number]['detectors']) =>
    detectors.filter(({ state }) => state === 'found').length;
  const inOrder = [...players].sort((a, b) => found(b.detectors) - found(a.detectors));
  const nameOf = (id: string) =>
    match.players.find(({ steamId }) => steamId === id)?.name ?? report.players.find((each) => each.id === id)?.name;
  return (
    <section class="panel">
      <h2>{words.t('findings.title')}</h2>
      {inOrder.length === 0 && <p class="muted">{words.t('findings.none')}</p>}
      {inOrder.map(({ id, detectors }) => {
        const name = nameOf(id);
        const count = found(detectors);
        return (
          <details key={id} open={count > 0}>
            <summary>
              <PlayerName name={name} steamId={id} /> {words.t('findings.count', { count })}
            </summary>
            <DemoFindings detectors={detectors} nameOf={nameOf} />
          </details>
        );
      })}
    </section>
  );
}
