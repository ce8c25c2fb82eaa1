import type { PlayerDetails } from '#extension/messages.ts';
import { BandBadge } from '#extension/ui/band.tsx';
import { useNow, useWords } from '#extension/ui/context.tsx';
import type { CaseResponse } from '#shared/api/moderation.ts';

/** What a case comes down to, in a line; the rest of the page says why. */
export function Glance({ held: { reports }, details }: { held: CaseResponse; details: PlayerDetails | undefined }) {
  const words = useWords();
  const now = useNow();
  const answer = details?.state === 'ok' ? details : undefined;
  const { assessment, facts } = answer ?? {};
  const bans = facts?.bans;
  const counts = [
    bans && bans.vac > 0 && words.t('bans.vac', { count: bans.vac }),
    bans && bans.game > 0 && words.t('bans.game', { count: bans.game }),
    bans?.lastBanAt !== undefined && words.ago(bans.lastBanAt, now),
  ].filter((each) => typeof each === 'string');
  return (
    <dl class="case-glance">
      <div>
        <dt>{words.t('moderation.glance.score')}</dt>
        <dd>
          {assessment ? (
            <>
              <BandBadge band={assessment.band} score={assessment.score} /> {words.t(`band.${assessment.band}`)}
            </>
          ) : (
            '–'
          )}
        </dd>
      </div>
      <div>
        <dt>{words.t('moderation.glance.bans')}</dt>
        <dd>{!bans ? '–' : counts.length > 0 ? words.list(counts) : words.t('moderation.glance.noBans')}</dd>
      </div>
      <div>
        <dt>{words.t('moderation.glance.reports')}</dt>
        <dd>{words.number(reports?.reports ?? 0)}</dd>
      </div>
      <div>
        <dt>{words.t('moderation.glance.independent')}</dt>
        <dd>
          {reports ? words.number(reports.independent, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) : '–'}
        </dd>
      </div>
      <div>
        <dt>{words.t('moderation.glance.silent')}</dt>
        <dd>{reports ? words.number(reports.silent) : '–'}</dd>
      </div>
    </dl>
  );
}
