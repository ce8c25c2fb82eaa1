import fc from 'fast-check';
import { EVENT_SOURCES, type ModerationEvent } from '#shared/moderation/events.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

export const START = Date.UTC(2026, 0, 1);
export const DAY = 86_400_000;

/** The `n`th account, for tests that need a few people. */
export function person(n: number): SteamId {
  const id = steamIdFromAccountId(n);
  if (id === undefined) throw new RangeError(`no account ${n}`);
  return id;
}

const actor = fc.constantFrom('system' as const, person(1), person(2));
const source = fc.constantFrom(...EVENT_SOURCES);
const words = fc.constantFrom('seen in the demo', 'nothing found', 'again');
const gap = fc.integer({ min: 0, max: 20 * DAY });

/** Any event; `at` is the time since the one before, and expiry counts from the event. */
const anyEvent = fc.oneof(
  fc.record({ type: fc.constantFrom('flag' as const, 'clear', 'uphold', 'reject', 'detection'), reason: words }),
  fc.record({ type: fc.constantFrom('block' as const, 'ban'), reason: words, expiresAt: fc.option(gap) }),
  fc.record({ type: fc.constantFrom('note' as const, 'appeal'), text: words }),
  fc.record({ type: fc.constant('expire' as const) }),
  fc.record({
    type: fc.constant('reports-strong' as const),
    reporters: fc.nat(9),
    independent: fc.constant(3),
    share: fc.constant(0.1),
  }),
);

/** A case's log as it could stand in the database: sequences without gaps, times that never go back. */
export const eventLog: fc.Arbitrary<ModerationEvent[]> = fc
  .array(fc.tuple(anyEvent, gap, actor, source), { maxLength: 40 })
  .map((drawn) => {
    let at = START;
    return drawn.map(([event, since, by, from], i): ModerationEvent => {
      at += since;
      const common = { sequence: i + 1, at, actor: by, source: from };
      if (event.type !== 'block' && event.type !== 'ban') return { ...event, ...common };
      return { ...event, ...common, expiresAt: event.expiresAt === null ? null : at + event.expiresAt };
    });
  });
