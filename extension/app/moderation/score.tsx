import { Bans } from '#extension/ui/bans.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Contributions } from '#extension/ui/contributions.tsx';
import { NotEnough } from '#extension/ui/missing.tsx';
import { RefreshButton, RefreshSaid } from '#extension/ui/player-actions.tsx';
import { AssessedAt, type PanelProps, PlayerPanel } from '#extension/ui/player-panel.tsx';
import { headlineOf, ScoreHead } from '#extension/ui/score.tsx';

/** The score with its reasons for and against, and Steam's bans: what is known without any report. */
export function CaseScore({ player, kind }: Pick<PanelProps, 'player' | 'kind'>) {
  const words = useWords();
  const answer = player.details?.state === 'ok' ? player.details : undefined;
  const assessment = answer?.assessment;
  return (
    <section class="case-card case-score" aria-busy={player.busy !== 'no'}>
      <div class="case-card-head">
        <h2>{words.t('moderation.score')}</h2>
        <span class="case-fresh">
          <AssessedAt details={player.details} />
          {player.details && player.details.state !== 'not-found' && <RefreshButton player={player} />}
        </span>
      </div>
      <RefreshSaid player={player} />
      {answer ? (
        <>
          {assessment && <ScoreHead headline={headlineOf(assessment)} kind={kind} level={assessment.confidenceLevel} />}
          {(!assessment || assessment.score === null) && <NotEnough answer={answer} />}
          <Bans facts={answer.facts} sources={answer.sources} />
          {assessment && <Contributions assessment={assessment} short />}
          <p class="muted small">{words.t('score.explain')}</p>
        </>
      ) : (
        <PlayerPanel player={player} kind={kind} />
      )}
    </section>
  );
}
