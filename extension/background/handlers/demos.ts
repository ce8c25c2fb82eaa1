import type { BackgroundContext } from '#extension/background/context.ts';
import type { DemoRequests } from '#extension/demos/messages.ts';

type Handlers = {
  [N in keyof DemoRequests]: (
    context: BackgroundContext,
    request: DemoRequests[N]['in'],
  ) => Promise<DemoRequests[N]['out']>;
};

/** One's own demos: asked for, sent, followed and left. */
export const demoHandlers: Handlers = {
  demoLimits: ({ demos }) => demos.limits(),
  pollDemos: ({ demos }, { query }) => demos.list(query),
  pollDemo: ({ demos }, { id }) => demos.one(id),
  requestDemo: ({ demos }, { request }) => demos.request(request),
  sendDemoPiece: ({ demos }, { id, offset, piece }) => demos.piece(id, offset, piece),
  completeDemo: ({ demos }, { id }) => demos.complete(id),
  removeDemo: ({ demos }, { id }) => demos.remove(id),
};
