import { guardedRequest, type Resolve } from '#backend/demos/guarded-request.ts';
import type { Post } from '#backend/demos/webhooks.ts';

/** Messages to webhooks from Node: to public addresses only, whatever a name means at this moment. */
export function createPost(resolve?: Resolve): Post {
  return async (url, { body, headers }, signal) => {
    const answer = await guardedRequest({
      ...{ url: new URL(url), method: 'POST', headers, body, signal },
      idleMs: 10_000,
      ...(resolve && { resolve }),
    });
    // What a receiver answers beyond the status is of no interest, however long it is.
    answer.close();
    return answer.status;
  };
}
