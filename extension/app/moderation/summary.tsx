import { useWords } from '#extension/ui/context.tsx';
import type { ReportSummary } from '#shared/api/reports.ts';

/** "14 reports count as 2.3 independent ones; 31 others played them and did not report." */
export function ReportsSentence({ reports }: { reports: ReportSummary | null }) {
  const words = useWords();
  if (!reports || reports.reports === 0) return <>{words.t('moderation.reports.none')}</>;
  const { reports: count, independent, silent } = reports;
  return <>{words.t('report.summary', { count, independent, silent })}</>;
}
