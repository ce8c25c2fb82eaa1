import { useState } from 'preact/hooks';
import { ReportsSentence } from '#extension/app/moderation/summary.tsx';
import { useWords, When } from '#extension/ui/context.tsx';
import type { CaseResponse } from '#shared/api/moderation.ts';

type Report = CaseResponse['reportList'][number];

/** Shown at first; a list that is one longer is shown whole. */
const FIRST = 6;
/** Reporters named by number as being on the same device or address; more are counted. */
const NAMED = 6;

/** The live reports, heaviest first: what each weighs, and why. Reporters are numbers. */
export function CaseReports({ held: { reports, reportList, matches } }: { held: CaseResponse }) {
  const words = useWords();
  const [all, setAll] = useState(false);
  const sorted = reportList.toSorted((a, b) => b.weight - a.weight || a.reporter - b.reporter);
  const shown = all || sorted.length <= FIRST + 1 ? sorted : sorted.slice(0, FIRST);
  const mapOf = new Map(matches.map(({ id, map }) => [id, map]));
  return (
    <section class="case-card">
      <div class="case-card-head">
        <h2>{words.t('moderation.reports')}</h2>
        {reports && reports.state !== 'none' && (
          <span class="case-mark" data-tone={reports.state === 'strong' ? 'attend' : 'open'}>
            {words.t(`moderation.reports.${reports.state}`)}
          </span>
        )}
      </div>
      <p>
        <ReportsSentence reports={reports} />
      </p>
      {sorted.length > 0 && (
        <ol class="case-reports">
          {shown.map((report) => (
            <ReportLine key={report.reporter} report={report} map={mapOf.get(report.matchId ?? '')} />
          ))}
        </ol>
      )}
      {shown.length < sorted.length && (
        <button type="button" onClick={() => setAll(true)}>
          {words.t('moderation.reports.all', { count: sorted.length })}
        </button>
      )}
    </section>
  );
}

function ReportLine({ report, map }: { report: Report; map: string | undefined }) {
  const words = useWords();
  const { reporter, category, reportedAt, playedAt, weight, standing, playedTogether, sameOrigin, evidence } = report;
  const { tier, confirmed, rejected, lapsed, muted } = standing;
  const why = [
    muted ? words.t('moderation.report.muted') : words.t(`moderation.report.tier.${tier}`),
    confirmed > 0 && words.t('moderation.report.confirmed', { count: confirmed }),
    rejected > 0 && words.t('moderation.report.rejected', { count: rejected }),
    lapsed > 0 && words.t('moderation.report.lapsed', { count: lapsed }),
    words.t(playedTogether ? 'moderation.report.met' : 'moderation.report.notMet'),
    sameOrigin.length > 0 &&
      (sameOrigin.length <= NAMED
        ? words.t('moderation.report.sameOrigin', { numbers: words.list(sameOrigin.map((each) => words.number(each))) })
        : words.t('moderation.report.sameOriginMany', { count: sameOrigin.length })),
  ].filter((each) => each !== false);
  return (
    <li class="case-report">
      <p class="case-report-head">
        <span class="case-number" title={words.t('moderation.report.reporter', { number: reporter })}>
          <span class="sr">{words.t('moderation.report.reporter', { number: reporter })}</span>
          <span aria-hidden="true">{reporter}</span>
        </span>
        <strong>{words.t(`report.category.${category}`)}</strong>
        <span class="muted small">
          <When time={reportedAt} />
          {map !== undefined && ` · ${map}`}
          {map === undefined &&
            playedAt !== undefined &&
            ` · ${words.t('moderation.report.played', { when: words.date(playedAt) })}`}
        </span>
        <span class="case-weight" title={words.t('moderation.report.weightExplain')}>
          <span class="case-weight-bar" aria-hidden="true">
            <i style={{ width: `${Math.round(100 * weight)}%` }} />
          </span>
          {words.t('moderation.report.weight', { weight })}
        </span>
      </p>
      <p class="muted small">{why.join(' · ')}</p>
      {report.words && <p class="case-said">{report.words}</p>}
      {evidence.length > 0 && (
        <ul class="case-proof small">
          {evidence.map((each) => (
            <li key={JSON.stringify(each)}>
              <Proof proof={each} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Proof({ proof }: { proof: Report['evidence'][number] }) {
  const words = useWords();
  if (proof.kind === 'link') {
    return (
      <a href={proof.url} target="_blank" rel="noreferrer noopener">
        {proof.url}
      </a>
    );
  }
  return (
    <>
      {proof.kind === 'demo-tick'
        ? words.t('report.evidence.codeTick', { code: proof.code, tick: proof.tick })
        : words.t('report.evidence.code', { code: proof.code })}
    </>
  );
}
