import type { Measure, ModerationEvent } from '#shared/moderation/events.ts';

/** What the events of one case come to. */
export interface CaseStatus {
  /** Events so far; the next one gets this plus one. */
  sequence: number;
  /**
   * How often anything a decision rests on has changed. A moderator decides on the version they saw; notes and further
   * reports on an open case do not change it, so that they do not get in anybody's way.
   */
  version: number;
  /** `open` cases wait for a decision. */
  state: 'closed' | 'open';
  /** The person concerned has appealed, and nobody has answered yet. */
  appealed: boolean;
  /** What is in force; see `measureAt` for what has run out without an `expire` event yet. */
  measure: Measure;
  /** When the measure runs out, ms; null for never, and when none is in force. */
  expiresAt: number | null;
  /** The event that put the measure in force, by its sequence; null when none is. */
  measureBy: number | null;
  /** What a moderator found of the reports so far. New ones that re-open the case make it undecided again. */
  reports: 'undecided' | 'upheld' | 'rejected';
  /** When a person last decided anything, ms. */
  decidedAt: number | null;
}

export const NEW_CASE: CaseStatus = {
  sequence: 0,
  version: 0,
  state: 'closed',
  appealed: false,
  measure: 'none',
  expiresAt: null,
  measureBy: null,
  reports: 'undecided',
  decidedAt: null,
};

const NO_MEASURE = { measure: 'none', expiresAt: null, measureBy: null } as const;

/**
 * The status after one more event. Knows nothing but its arguments, so that the same events always come to the same
 * status; whether an event is allowed is `refusal`'s question, asked before it is appended.
 */
export function apply(status: CaseStatus, event: ModerationEvent): CaseStatus {
  const next = { ...status, sequence: event.sequence };
  const changed = { ...next, version: status.version + 1 };
  const bySystem = event.actor === 'system';
  const decided = { ...changed, state: 'closed', appealed: false, decidedAt: event.at } as const;
  // What the product does by itself holds until a person has looked at it.
  const inForce = bySystem ? ({ ...changed, state: 'open' } as const) : decided;
  switch (event.type) {
    case 'flag':
      return { ...inForce, measure: 'flag', expiresAt: null, measureBy: event.sequence };
    case 'block':
    case 'ban':
      return { ...inForce, measure: event.type, expiresAt: event.expiresAt, measureBy: event.sequence };
    case 'clear':
      return { ...decided, ...NO_MEASURE };
    case 'uphold':
      // By the product itself when Steam has banned the player: the reports were right, whatever else is being asked.
      return { ...(bySystem ? changed : decided), reports: 'upheld' };
    case 'reject':
      return { ...decided, reports: 'rejected' };
    case 'expire':
      return status.expiresAt !== null && status.expiresAt <= event.at ? { ...changed, ...NO_MEASURE } : next;
    case 'appeal':
      return { ...changed, state: 'open', appealed: true };
    case 'detection':
      return status.state === 'open' ? next : { ...changed, state: 'open' };
    case 'reports-strong':
      // Nobody new who may speak: muted reporters never re-open anything.
      if (event.reporters === 0 || status.state === 'open') return next;
      return { ...changed, state: 'open', reports: 'undecided' };
    case 'note':
      return next;
  }
}

/** The status that a case's events, in order, come to. Throws a RangeError naming the place when the log has a gap. */
export function replay(events: Iterable<ModerationEvent>): CaseStatus {
  let status = NEW_CASE;
  for (const event of events) {
    if (event.sequence !== status.sequence + 1) {
      throw new RangeError(`event ${event.sequence} follows ${status.sequence}`);
    }
    status = apply(status, event);
  }
  return status;
}

/** Names of the fields in which a stored status differs from the replayed one; none is as it should be. */
export function differences(stored: CaseStatus, replayed: CaseStatus): (keyof CaseStatus)[] {
  const fields = Object.keys(NEW_CASE).filter((key): key is keyof CaseStatus => key in NEW_CASE);
  return fields.filter((field) => stored[field] !== replayed[field]);
}

/** What is in force at `now` (ms): a block or ban ends on time, whether or not its `expire` event has been written yet. */
export function measureAt({ measure, expiresAt }: Pick<CaseStatus, 'measure' | 'expiresAt'>, now: number): Measure {
  return expiresAt !== null && expiresAt <= now ? 'none' : measure;
}

/** Whether an account may report players and review cases. */
export function mayTakePart(status: Pick<CaseStatus, 'measure' | 'expiresAt'>, now: number): boolean {
  const measure = measureAt(status, now);
  return measure === 'none' || measure === 'flag';
}
