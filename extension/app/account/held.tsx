import { Failed } from '#extension/app/account/failed.tsx';
import type { Loaded } from '#extension/app/account/use-answer.ts';
import { BandBadge } from '#extension/ui/band.tsx';
import { useWords, When } from '#extension/ui/context.tsx';
import { Contributions } from '#extension/ui/contributions.tsx';
import { Sources } from '#extension/ui/sources.tsx';
import { Loading } from '#extension/ui/states.tsx';
import type { AuditEntry, HeldResponse } from '#shared/api/accounts.ts';

/** What is held about the person as a player: the score with its reasons, how much of what, and what was done by others. */
export function Held({ answer, reload }: { answer: Loaded<HeldResponse>; reload: () => void }) {
  const words = useWords();
  return (
    <section class="account-card">
      <h2>{words.t('account.held')}</h2>
      <p class="muted small">{words.t('account.held.text')}</p>
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'ok' && <Content held={answer.value} />}
      {answer.state !== 'ok' && answer.state !== 'loading' && <Failed state={answer.state} retry={reload} />}
    </section>
  );
}

function Content({ held: { assessment, sources, counts, actions } }: { held: HeldResponse }) {
  const words = useWords();
  return (
    <>
      {assessment ? (
        <div class="account-score">
          <p class="with-badge">
            <BandBadge band={assessment.band} score={assessment.score} />
            <span>{words.t(`band.${assessment.band}`)}</span>
          </p>
          <Contributions assessment={assessment} />
        </div>
      ) : (
        <p>{words.t('account.held.none')}</p>
      )}
      <Sources sources={sources} />
      <dl class="account-counts">
        {Object.entries(counts).map(([kind, count]) => (
          <div key={kind}>
            <dt>{words.find(`account.count.${kind}`) ?? kind}</dt>
            <dd>{words.number(count)}</dd>
          </div>
        ))}
      </dl>
      <h3>{words.t('account.actions')}</h3>
      {actions.length === 0 ? (
        <p class="muted">{words.t('account.actions.none')}</p>
      ) : (
        <ul class="account-list">
          {actions.map((action) => (
            <Action key={`${action.at} ${action.action}`} action={action} />
          ))}
        </ul>
      )}
    </>
  );
}

function Action({ action: { action, at, by, detail } }: { action: AuditEntry }) {
  const words = useWords();
  const text = (name: string) => {
    const value = detail[name];
    return typeof value === 'string' ? (words.find(`account.value.${value}`) ?? value) : '';
  };
  const change = { from: text('from'), to: text('to'), reason: text('reason') };
  return (
    <li>
      <span>
        {words.find(`account.action.${action}`, change) ?? action}{' '}
        <span class="muted">{words.t(`account.by.${by}`)}</span>
      </span>
      <When time={at} />
    </li>
  );
}
