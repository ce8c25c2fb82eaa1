import type { BanMet } from '#extension/sync/rows.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';

/** "VAC ban 2 days ago", and where it may have been there before, that too. */
export function BanText({ ban }: { ban: Pick<BanMet, 'kinds' | 'certain' | 'bannedAt' | 'noticedAt'> }) {
  const words = useWords();
  const now = useNow();
  const kinds = words.list(ban.kinds.map((kind) => words.t(`met.kind.${kind}`)));
  const when =
    ban.bannedAt === undefined
      ? words.t('bansMet.noticed', { when: words.ago(ban.noticedAt, now) })
      : now - ban.bannedAt < 86_400_000
        ? words.t('bansMet.today')
        : words.ago(ban.bannedAt, now);
  return (
    <span class="ban-text small" data-certain={ban.certain}>
      <strong>{kinds}</strong> {when}
      {!ban.certain && ` – ${words.t('bansMet.uncertain')}`}
    </span>
  );
}
