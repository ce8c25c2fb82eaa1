import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const ownSyncHandlers = {
  ownSync({ ownSync }: BackgroundContext): Out<'ownSync'> {
    void ownSync.ring();
    return ownSync.status();
  },
  noteTexts: ({ ownSync }: BackgroundContext, { steamId }: Requests['noteTexts']['in']): Out<'noteTexts'> =>
    ownSync.texts(steamId),
  async settleNote(
    { ownSync }: BackgroundContext,
    { steamId, version }: Requests['settleNote']['in'],
  ): Out<'settleNote'> {
    await ownSync.settle(steamId, version);
    return {};
  },
};
