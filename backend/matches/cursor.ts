import type { Place } from '#backend/matches/views-store.ts';
import { ProblemError } from '#backend/platform/problem.ts';

/** A cursor is the place of the last item shown: its time in base 36, and its ID. Opaque to clients, and no secret. */
export function writeCursor({ at, id }: Place): string {
  return `${at.toString(36)}.${id}`;
}

/** The place of a cursor; throws the 400 for one we did not give. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [, time = '', id = ''] = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  const at = Number.parseInt(time, 36);
  if (Number.isSafeInteger(at)) return { at, id };
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}
