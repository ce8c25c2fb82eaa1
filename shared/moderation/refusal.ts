import type { AccountState, Role } from '#shared/api/accounts.ts';
import type { NewEvent } from '#shared/moderation/events.ts';
import { type CaseStatus, measureAt } from '#shared/moderation/status.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Why an event is not appended. `stale`: the case is no longer as the actor saw it; show them the newer state. */
export type Refusal =
  | 'not-allowed'
  | 'account-blocked'
  | 'own-case'
  | 'reported-it'
  | 'outranked'
  | 'not-yours'
  | 'stale'
  | 'nothing-in-force'
  | 'already-appealed'
  | 'already-over'
  | 'not-over-yet';

export interface Person {
  steamId: SteamId;
  role: Role;
  state: AccountState;
}

export interface Attempt {
  event: NewEvent;
  /** Whom the case is about; `role` is `user` for people who never signed in. */
  subject: Pick<Person, 'steamId' | 'role'>;
  /** The person who acts; absent for the product itself. */
  actor?: Person;
  /** The actor has a live report on the subject. */
  actorReported: boolean;
  /** `CaseStatus.version` the actor decided on. Needed for decisions, ignored for the rest. */
  expectedVersion?: number;
}

const RANK: Record<Role, number> = { user: 0, moderator: 1, admin: 2 };
/** What the product does by itself. It never bans, clears or rejects. */
const BY_SYSTEM = new Set<NewEvent['type']>(['flag', 'block', 'uphold', 'expire', 'reports-strong', 'detection']);
const DECISIONS = new Set<NewEvent['type']>(['flag', 'block', 'ban', 'clear', 'uphold', 'reject']);

/** Why this event may not be appended to a case with this status now, or undefined when it may. */
export function refusal(status: CaseStatus, attempt: Attempt): Refusal | undefined {
  const { event, actor } = attempt;
  if (event.type === 'appeal') return refusedAppeal(status, attempt);
  if (actor === undefined) return refusedToSystem(status, event);
  const person = refusedPerson(attempt, actor);
  if (person !== undefined) return person;
  if (event.type === 'note') return undefined;
  if (!DECISIONS.has(event.type)) return 'not-allowed';
  // Who may not act learns nothing of the case: so this comes after all that is about the person.
  if (attempt.expectedVersion !== status.version) return 'stale';
  if (event.type === 'clear' && measureAt(status, event.at) === 'none' && status.state === 'closed') {
    return 'nothing-in-force';
  }
  const over =
    (event.type === 'block' || event.type === 'ban') && event.expiresAt !== null && event.expiresAt <= event.at;
  return over ? 'already-over' : undefined;
}

function refusedPerson({ subject, actorReported, event }: Attempt, actor: Person): Refusal | undefined {
  if (actor.role === 'user' || event.actor !== actor.steamId) return 'not-allowed';
  if (actor.state !== 'active') return 'account-blocked';
  if (subject.steamId === actor.steamId) return 'own-case';
  if (actorReported) return 'reported-it';
  // Moderators are judged by admins, and nobody by their equals.
  return RANK[subject.role] >= RANK[actor.role] && subject.role !== 'user' ? 'outranked' : undefined;
}

function refusedAppeal(status: CaseStatus, { event, actor, subject }: Attempt): Refusal | undefined {
  if (actor === undefined || event.actor !== actor.steamId) return 'not-allowed';
  if (actor.steamId !== subject.steamId) return 'not-yours';
  if (status.appealed) return 'already-appealed';
  // Reports that are under way or were upheld can be disputed too, not only what is in force.
  const something = measureAt(status, event.at) !== 'none' || status.state === 'open' || status.reports === 'upheld';
  return something ? undefined : 'nothing-in-force';
}

function refusedToSystem(status: CaseStatus, event: NewEvent): Refusal | undefined {
  if (event.actor !== 'system' || !BY_SYSTEM.has(event.type)) return 'not-allowed';
  if (event.type !== 'expire') return undefined;
  if (status.expiresAt === null) return 'nothing-in-force';
  return status.expiresAt > event.at ? 'not-over-yet' : undefined;
}
