import { EventLine } from '#extension/app/moderation/event.tsx';
import { useWords } from '#extension/ui/context.tsx';
import type { ModerationEvent } from '#shared/moderation/events.ts';

/** What happened to a case while somebody was deciding it. */
export function Changed({
  events,
  names,
}: {
  events: readonly ModerationEvent[];
  names: Readonly<Record<string, string>>;
}) {
  const words = useWords();
  return (
    <div class="notice" data-tone="warn" role="status">
      <p class="notice-title">{words.t('moderation.changed')}</p>
      <p>{words.t('moderation.changedText')}</p>
      <ol class="case-events">
        {events.map((event) => (
          <EventLine key={event.sequence} event={event} names={names} />
        ))}
      </ol>
    </div>
  );
}
