import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import type { PlayerDetails, PlayerView } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { Bans } from '#extension/ui/bans.tsx';
import { useNow, useWords, When } from '#extension/ui/context.tsx';
import { Contributions } from '#extension/ui/contributions.tsx';
import { NotEnough } from '#extension/ui/missing.tsx';
import { RubricCard } from '#extension/ui/rubric.tsx';
import { type Headline, headlineOf, ScoreHead } from '#extension/ui/score.tsx';
import { Sources } from '#extension/ui/sources.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { PlayerState } from '#extension/ui/use-player.ts';

export interface PanelProps {
  player: PlayerState & { load: (how?: { refresh?: true; ask?: true }) => void };
  view?: PlayerView | undefined;
  kind: Settings['headline'];
  /** Every rubric flag shown at once: where there is room. */
  roomy?: boolean;
  /** Stands between reasons and rubric when there are any, else at the end. */
  between?: ComponentChildren;
}

/** Everything that is said about one player, in whatever state the answer is. */
export function PlayerPanel(props: PanelProps) {
  const words = useWords();
  const [broken] = useErrorBoundary((error: unknown) => console.error('a player could not be drawn', error));
  if (broken) return <Notice title={words.t('state.failed.title')} tone="warn" live />;
  return (
    <>
      <Panel {...props} />
      {props.player.details?.state !== 'ok' && props.between}
    </>
  );
}

function Panel({ player, view, kind, roomy = false, between }: PanelProps) {
  const { details, busy, error } = player;
  const held = details?.state === 'ok' || !details ? view?.entry : (details.view?.entry ?? view?.entry);
  if (details?.state === 'ok') return <Answered answer={details} kind={kind} roomy={roomy} between={between} />;
  if (details && busy === 'no') return <Unanswered details={details} held={held} kind={kind} onTry={player.load} />;
  if (error !== 'no') return <Lost error={error} held={held} kind={kind} onTry={player.load} />;
  return (
    <>
      {held && <Held entry={held} kind={kind} />}
      <Loading lines={held ? 5 : 7} />
    </>
  );
}

function Answered({
  answer,
  kind,
  roomy,
  between,
}: {
  answer: Extract<PlayerDetails, { state: 'ok' }>;
  kind: Settings['headline'];
  roomy: boolean;
  between: ComponentChildren;
}) {
  const words = useWords();
  const { assessment, facts, sources } = answer;
  return (
    <>
      <div class="panel-main">
        {assessment && <ScoreHead headline={headlineOf(assessment)} kind={kind} level={assessment.confidenceLevel} />}
        <Marks answer={answer} />
        {(!assessment || assessment.score === null) && <NotEnough answer={answer} />}
        <Bans facts={facts} sources={sources} />
        {assessment &&
          (assessment.score !== null || assessment.contributions.some((each) => each.block !== 'prior')) && (
            <Contributions assessment={assessment} short={!roomy} />
          )}
      </div>
      {between}
      <div class="panel-side">
        {assessment && <RubricCard rubric={assessment.rubric} open={roomy} />}
        <Sources sources={sources} />
        <p class="muted small fine-print">{words.t('score.explain')}</p>
      </div>
    </>
  );
}

/** Stale and local are said beside the score they qualify. */
function Marks({ answer }: { answer: Extract<PlayerDetails, { state: 'ok' }> }) {
  const words = useWords();
  const now = useNow();
  const { assessment, stale, origin } = answer;
  const when = assessment ? words.ago(assessment.assessedAt, now) : '';
  if (!stale && origin === 'backend') return null;
  return (
    <ul class="marks">
      {stale && assessment && (
        <li data-mark="stale">
          <strong>{words.t('stale.label')}</strong> {words.t('stale.explain', { when })}
        </li>
      )}
      {origin === 'local' && (
        <li data-mark="local">
          <strong>{words.t('origin.local')}</strong> {words.t('origin.localExplain')}
        </li>
      )}
    </ul>
  );
}

type Entry = NonNullable<PlayerView['entry']>;

function Held({ entry, kind, old = false }: { entry: Entry; kind: Settings['headline']; old?: boolean }) {
  const words = useWords();
  const now = useNow();
  const headline: Headline = entry;
  return (
    <>
      <ScoreHead headline={headline} kind={kind} />
      {old && <p class="muted small">{words.t('state.older', { when: words.ago(entry.assessedAt, now) })}</p>}
    </>
  );
}

function Unanswered({
  details,
  held,
  kind,
  onTry,
}: {
  details: Exclude<PlayerDetails, { state: 'ok' }>;
  held: Entry | undefined;
  kind: Settings['headline'];
  onTry: (how?: { ask?: true }) => void;
}) {
  const words = useWords();
  const now = useNow();
  const { state, retryAt } = details;
  const waits = retryAt !== undefined && retryAt > now;
  return (
    <>
      {held && <Held entry={held} kind={kind} old />}
      <Notice title={words.t(`state.${state}.title`)} tone={state === 'failed' ? 'warn' : 'plain'} live>
        <p>{words.t(`state.${state}.text`)}</p>
        {waits && <p>{words.t('state.limited.until', { when: words.ago(retryAt, now) })}</p>}
        {state === 'unasked' ? (
          <button type="button" class="primary" onClick={() => onTry({ ask: true })}>
            {words.t('state.unasked.ask')}
          </button>
        ) : (
          state !== 'not-found' && (
            <button type="button" onClick={() => onTry()}>
              {words.t('card.retry')}
            </button>
          )
        )}
      </Notice>
    </>
  );
}

function Lost({
  error,
  held,
  kind,
  onTry,
}: {
  error: 'failed' | 'lost';
  held: Entry | undefined;
  kind: Settings['headline'];
  onTry: () => void;
}) {
  const words = useWords();
  return (
    <>
      {held && <Held entry={held} kind={kind} old />}
      <Notice title={words.t('error.background')} tone="warn" live>
        {error === 'lost' ? (
          <p>{words.t('state.lost.text')}</p>
        ) : (
          <button type="button" onClick={() => onTry()}>
            {words.t('card.retry')}
          </button>
        )}
      </Notice>
    </>
  );
}

/** When the score shown was made; the distance is renewed while it is read. */
export function AssessedAt({ details }: { details: PlayerDetails | undefined }) {
  const words = useWords();
  if (details?.state !== 'ok' || !details.assessment) return null;
  const [before, after] = words.t('assessed', { when: '\u0000' }).split('\u0000');
  return (
    <span class="muted small">
      {before}
      <When time={details.assessment.assessedAt} />
      {after}
    </span>
  );
}
