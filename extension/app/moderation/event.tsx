import type { ComponentChildren } from 'preact';
import { useWords, When } from '#extension/ui/context.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import type { SubjectEvent } from '#shared/moderation/subject-view.ts';

/** What an event did, in a few words. Also of events as the person concerned sees them. */
export function whatHappened(words: Translator, event: ModerationEvent | SubjectEvent): string {
  if (event.type === 'block' || event.type === 'ban') {
    return event.expiresAt === null
      ? words.t(`moderation.event.${event.type}`)
      : words.t(`moderation.event.${event.type}Until`, { when: words.date(event.expiresAt) });
  }
  return words.t(`moderation.event.${event.type}`);
}

/** What somebody wrote with it, or what the product counted. */
export function whatWasSaid(words: Translator, event: ModerationEvent | SubjectEvent): string | undefined {
  if (event.type === 'reports-strong') {
    const { reporters, independent, share } = event;
    return words.t('moderation.event.strong', { reporters, independent, percent: 100 * share });
  }
  if ('reason' in event) return event.reason;
  return 'text' in event ? event.text : undefined;
}

/** One line of a case's history or of the log. `names` are those of the people who act. */
export function EventLine({
  event,
  names,
  subject,
}: {
  event: ModerationEvent;
  names: Readonly<Record<string, string>>;
  /** Whom it is about, where that is not clear. */
  subject?: ComponentChildren;
}) {
  const words = useWords();
  const said = whatWasSaid(words, event);
  return (
    <li class="case-event" data-type={event.type}>
      <p class="case-event-head">
        {subject}
        <strong>{whatHappened(words, event)}</strong>
        <span class="muted small">
          <Actor event={event} names={names} /> · <When time={event.at} />
          {event.source !== 'manual' && ` · ${words.t(`moderation.source.${event.source}`)}`}
        </span>
      </p>
      {said && <p class="case-said">{said}</p>}
    </li>
  );
}

function Actor({ event, names }: { event: ModerationEvent; names: Readonly<Record<string, string>> }) {
  const words = useWords();
  if (event.actor === 'system') return <>{words.t('moderation.by.system')}</>;
  if (event.type === 'appeal') return <>{words.t('moderation.by.subject')}</>;
  const name = names[event.actor];
  return <bdi title={event.actor}>{name === undefined ? event.actor : plainName(name) || event.actor}</bdi>;
}
