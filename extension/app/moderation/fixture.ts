import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import type { CaseList, CaseResponse, HeldCase } from '#shared/api/moderation.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import { NEW_CASE } from '#shared/moderation/status.ts';
import { MAX_STEAM_ID, MIN_STEAM_ID, type SteamId } from '#shared/steam/steam-id.ts';

/** For tests and the gallery: cases as the backend tells of them. */

export const MODERATOR = MAX_STEAM_ID;
/** Whom the gallery's first suspicious player is. */
export const SUBJECT: SteamId = galleryPlayers(0).get('suspicious')?.steamId ?? MIN_STEAM_ID;

interface CaseParts extends Partial<Omit<CaseResponse, 'status'>> {
  status?: Partial<CaseResponse['status']>;
}

export function caseOf({ status, ...parts }: CaseParts): CaseResponse {
  return {
    steamId: SUBJECT,
    name: 'kaltes klares Wasser',
    status: { ...NEW_CASE, ...status },
    reports: null,
    lastEventAt: 0,
    events: [],
    reportList: [],
    matches: [],
    names: { [MODERATOR]: 'Ada' },
    barred: null,
    ...parts,
  };
}

export function flagged(sequence: number, at: number): ModerationEvent {
  return { type: 'flag', sequence, at, actor: MODERATOR, source: 'manual', reason: `reason ${sequence}` };
}

export function reportOf(reporter: number, change: Partial<CaseResponse['reportList'][number]> = {}) {
  return {
    category: 'aim',
    evidence: [],
    words: '',
    reportedAt: 0,
    reporter,
    weight: 0.3,
    playedTogether: true,
    standing: { tier: 'middling', confirmed: 0, rejected: 0, lapsed: 0, muted: false, weight: 0.3 },
    sameOrigin: [],
    ...change,
  } satisfies CaseResponse['reportList'][number];
}

export function entryOf(
  steamId: SteamId,
  name: string,
  change: Partial<CaseResponse['status']> = {},
): CaseList['items'][number] {
  return {
    steamId,
    name,
    status: { ...NEW_CASE, state: 'open', ...change },
    reports: { steamId, state: 'strong', reports: 14, independent: 2.3, silent: 31, nats: 1, computedAt: 0 },
    lastEventAt: 0,
  };
}

export function heldCaseOf(change: Partial<HeldCase>): HeldCase {
  return { measure: 'none', expiresAt: null, appealed: false, mayAppeal: false, events: [], ...change };
}
