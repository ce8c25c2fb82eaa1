import { refusedTarget } from '#backend/demos/public-address.ts';
import type { Post } from '#backend/demos/webhooks.ts';

/**
 * Messages to webhooks from the edge, where `fetch` reaches the open internet only and no name can be looked up first: what a
 * name means there is Cloudflare's business, an address in a link is refused here.
 */
export function createFetchPost(fetch: typeof globalThis.fetch): Post {
  return async (url, { body, headers }, signal) => {
    const refused = refusedTarget(url);
    if (refused !== undefined) throw new Error(`the address ${refused}`);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.status;
  };
}
