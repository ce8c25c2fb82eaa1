import { useEffect, useState } from 'preact/hooks';
import { whyText } from '#extension/reports/form.tsx';
import type { OwnReport } from '#extension/reports/report.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import type { Translator } from '#extension/words/translator.ts';

/** How far a report is or what became of it, in one sentence. */
function stateText(words: Translator, own: OwnReport, now: number): string {
  const { state, withdrawing, why, dueAt, stored } = own;
  if (state === 'held') {
    const seconds = Math.max(1, Math.ceil(((dueAt ?? now) - now) / 1000));
    return words.t(withdrawing ? 'report.held.withdraw' : 'report.held', { seconds });
  }
  if (state === 'sending') return words.t('report.sending');
  if (state === 'refused') {
    const wrong = own.fields?.map((field) => words.t(`report.error.${field}`)) ?? [];
    return words.t('report.refused', { why: wrong.length > 0 ? wrong.join(' ') : whyText(words, why ?? 'other') });
  }
  if (state === 'waiting') {
    const text = why ? words.find(`report.waiting.${why}`) : undefined;
    const said = text ?? words.t(withdrawing ? 'report.waiting.withdraw' : 'report.waiting');
    const later = why !== 'signed-out' && dueAt !== undefined && dueAt > now;
    return later ? `${said}; ${words.t('report.next', { when: words.ago(dueAt, now) })}` : said;
  }
  // Our time is renewed now and then, and the backend's clock is another one: nothing of this lies ahead.
  const ago = (time: number) => words.ago(Math.min(time, now), now);
  if (stored && stored.outcome !== 'open') {
    return words.t(`report.outcome.${stored.outcome}`, { when: ago(stored.outcomeAt ?? own.at) });
  }
  return words.t(stored?.state === 'in-review' ? 'report.sent.in-review' : 'report.sent', { when: ago(own.at) });
}

/** The time, renewed every second while seconds are counted down. */
function useCountdown(counting: boolean): number {
  const slow = useNow();
  const [, tick] = useState(0);
  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [counting]);
  return counting ? Date.now() : slow;
}

/** How far it is, said once for each step: who listens is not read every second of a countdown. */
export function ReportStateText({ own }: { own: OwnReport }) {
  const words = useWords();
  const now = useCountdown(own.state === 'held');
  return (
    <span class="report-state small" data-state={own.state} data-outcome={own.stored?.outcome}>
      {stateText(words, own, now)}
    </span>
  );
}

/** What of one's own report is shown where its player is. */
export function markText(words: Translator, { request, stored }: OwnReport): string {
  const category = words.t(`report.category.${request.category}`);
  return words.t(stored?.outcome === 'banned' ? 'report.mark.banned' : 'report.mark', { category });
}
