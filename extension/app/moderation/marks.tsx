import { useNow, useWords } from '#extension/ui/context.tsx';
import type { CaseResponse } from '#shared/api/moderation.ts';
import { measureAt } from '#shared/moderation/status.ts';

type Status = CaseResponse['status'];

/** How a case stands, each thing in a word: colour only adds to it. */
export function StatusMarks({ status }: { status: Status }) {
  const words = useWords();
  const now = useNow();
  const measure = measureAt(status, now);
  return (
    <span class="case-marks">
      {status.appealed && (
        <span class="case-mark" data-tone="attend">
          {words.t('moderation.mark.appealed')}
        </span>
      )}
      {status.state === 'open' && !status.appealed && (
        <span class="case-mark" data-tone="open">
          {words.t('moderation.mark.open')}
        </span>
      )}
      {measure !== 'none' && (
        <span class="case-mark" data-tone={measure}>
          {status.expiresAt === null
            ? words.t(`moderation.mark.${measure}`)
            : words.t(`moderation.mark.${measure}Until`, { when: words.day(status.expiresAt) })}
        </span>
      )}
      {status.reports !== 'undecided' && (
        <span class="case-mark" data-tone="plain">
          {words.t(`moderation.mark.${status.reports}`)}
        </span>
      )}
    </span>
  );
}
