import { useCallback, useEffect, useState } from 'preact/hooks';
import { DeleteDemo, GoOn } from '#extension/app/demos/demo-row.tsx';
import type { PageProps } from '#extension/app/page-props.ts';
import { usePolled } from '#extension/app/sources/use-polled.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { DemoFindings } from '#extension/demos/findings.tsx';
import { RefusedNotice } from '#extension/demos/match-demo.tsx';
import type { DemoAnswerTo } from '#extension/demos/messages.ts';
import { DemoState, isBusy, useDemoName } from '#extension/demos/state.tsx';
import { useWords, When } from '#extension/ui/context.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';
import type { Demo, DemoAnswer } from '#shared/api/demos.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';
import '../../demos/demos.css';

/** `#/demos/<id>`: one demo, how far it is, and in the end what it says of everybody in it. */
export default function DemoPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  return <One key={id} id={id} />;
}

const stillBusy = (answer: DemoAnswerTo<Demo>) => answer.state !== 'ok' || isBusy(answer.value);

function One({ id }: { id: string }) {
  const words = useWords();
  const nameOf = useDemoName();
  const ask = useCallback(() => send('pollDemo', { id }), [id]);
  const { value: answer, failed, reload } = usePolled(ask, stillBusy);
  const demo = answer?.state === 'ok' ? answer.value : undefined;
  const name = demo ? nameOf(demo) : words.t('demos.one');
  useTitle(name);
  const [findings, askAgain] = useFindings(demo?.state === 'done' ? demo.id : undefined);
  if (answer?.state === 'refused' && answer.status === 404) {
    return (
      <Notice title={words.t('demos.unknown')} heading>
        <p>{words.t('demos.unknown.text')}</p>
        <a class="button" href="#/demos">
          {words.t('demos.title')}
        </a>
      </Notice>
    );
  }
  return (
    <>
      <div class="demo-row-head">
        <h1 class="demo-name">
          <bdi>{name}</bdi>
        </h1>
        {demo && (
          <DeleteDemo
            demo={demo}
            name={name}
            onDeleted={() => {
              location.hash = '#/demos';
            }}
          />
        )}
      </div>
      {failed && <Silent onRetry={reload} />}
      {answer && answer.state !== 'ok' && <RefusedNotice refused={answer} onRetry={reload} />}
      {!answer && !failed && <Loading />}
      {demo && (
        <>
          <div class="demo-progress">
            <div role="status">
              <DemoState demo={demo} />
            </div>
            <p class="small muted">
              {demo.map !== null && demo.map !== name && `${demo.map} · `}
              {words.t(`demos.source.${demo.source}`)} · <When time={demo.requestedAt} />
              {demo.matchId !== null && (
                <>
                  {' · '}
                  <a href={`#/matches/${encodeURIComponent(demo.matchId)}`}>{words.t('demos.toMatch')}</a>
                </>
              )}
            </p>
          </div>
          {demo.upload && <GoOn demo={demo} />}
        </>
      )}
      {demo?.state === 'done' && <Findings state={findings} onRetry={askAgain} />}
    </>
  );
}

type Found = { state: 'loading' } | { state: 'failed' } | { state: 'ok'; answer: DemoAnswer };

function useFindings(id: string | undefined): [found: Found, again: () => void] {
  const [found, setFound] = useState<Found>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (id === undefined) return;
    let gone = false;
    setFound({ state: 'loading' });
    send('demoFindings', { id }).then(
      (answer) =>
        !gone && setFound(answer.state === 'ok' ? { state: 'ok', answer: answer.value } : { state: 'failed' }),
      () => !gone && setFound({ state: 'failed' }),
    );
    return () => {
      gone = true;
    };
  }, [id, tries]);
  return [found, () => setTries(tries + 1)];
}

/** Everybody in the demo, those first of whom something was found. */
function Findings({ state, onRetry }: { state: Found; onRetry: () => void }) {
  const words = useWords();
  if (state.state === 'loading') return <Loading />;
  if (state.state === 'failed') {
    return (
      <Notice title={words.t('demos.findings.failed')} tone="warn" live>
        <button type="button" onClick={onRetry}>
          {words.t('error.retry')}
        </button>
      </Notice>
    );
  }
  const { report } = state.answer;
  const { findings } = report;
  const detectorsOf = (id: string) => findings?.players.find((player) => player.id === id)?.detectors ?? [];
  const found = (id: string) => detectorsOf(id).filter((each) => each.state === 'found').length;
  const players = [...report.players].sort((a, b) => found(b.id) - found(a.id) || b.kills - a.kills);
  const nameOf = (id: string) => report.players.find((player) => player.id === id)?.name;
  return (
    <section class="panel" aria-labelledby="demo-findings">
      <h2 id="demo-findings">{words.t('findings.title')}</h2>
      <p class="small muted">{words.t('demos.findings.explain')}</p>
      {report.state === 'not-enough-data' && <p>{words.t('demos.findings.tooLittle')}</p>}
      {report.state === 'judged' && findings && !findings.geometry && (
        <p class="small muted">{words.t('demos.findings.noGeometry')}</p>
      )}
      {players.map(({ id, name, kills, deaths, assists }) => {
        const count = found(id);
        const judged = detectorsOf(id).some((each) => each.state === 'found' || each.state === 'clear');
        return (
          <details key={id} open={count > 0}>
            <summary class="demo-player">
              <PlayerName name={name} steamId={id} />
              <span class="muted">{words.t('demos.kda', { kills, deaths, assists })}</span>
              <span data-found={count > 0}>
                {judged ? words.t('findings.count', { count }) : words.t('demos.player.tooLittle')}
              </span>
            </summary>
            {isSteamId(id) && (
              <p class="small">
                <a href={`#/players/${id}`}>{words.t('demos.toPlayer')}</a>
              </p>
            )}
            <DemoFindings detectors={detectorsOf(id)} nameOf={nameOf} />
          </details>
        );
      })}
    </section>
  );
}
