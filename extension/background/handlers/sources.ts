import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const matchSync = ({ sources }: BackgroundContext): Out<'matchSync'> => sources.status();
export const syncMatches = (
  { sources }: BackgroundContext,
  { sources: wanted }: Requests['syncMatches']['in'],
): Out<'syncMatches'> => sources.request(wanted);
export const setShareCodes = (
  { sources }: BackgroundContext,
  codes: Requests['setShareCodes']['in'],
): Out<'setShareCodes'> => sources.setShareCodes(codes);
export const forgetShareCodes = ({ sources }: BackgroundContext): Out<'forgetShareCodes'> => sources.forgetShareCodes();

export const uploadStatus = ({ uploader }: BackgroundContext): Out<'uploadStatus'> => uploader.status();
export const uploadNow = ({ uploader }: BackgroundContext): Out<'uploadNow'> => uploader.start();
