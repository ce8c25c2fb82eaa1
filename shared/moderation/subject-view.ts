import type { ModerationEvent } from '#shared/moderation/events.ts';

/** An event as the person it concerns sees it: what, when and why, but not who. */
export type SubjectEvent =
  | { type: 'flag' | 'clear' | 'uphold' | 'reject'; at: number; source: ModerationEvent['source']; reason: string }
  | { type: 'block' | 'ban'; at: number; source: ModerationEvent['source']; reason: string; expiresAt: number | null }
  | { type: 'appeal'; at: number; text: string }
  | { type: 'expire'; at: number };

/**
 * What the person concerned sees of their case. Notes stay among moderators; what drew attention (reports, detections) is
 * left out, since it would tell an attacker what is noticed and hint at who reported.
 */
export function subjectView(events: readonly ModerationEvent[]): SubjectEvent[] {
  return events.flatMap((event): SubjectEvent[] => {
    const { at, source } = event;
    switch (event.type) {
      case 'flag':
      case 'clear':
      case 'uphold':
      case 'reject':
        return [{ type: event.type, at, source, reason: event.reason }];
      case 'block':
      case 'ban':
        return [{ type: event.type, at, source, reason: event.reason, expiresAt: event.expiresAt }];
      case 'appeal':
        return [{ type: 'appeal', at, text: event.text }];
      case 'expire':
        return [{ type: 'expire', at }];
      default:
        return [];
    }
  });
}
