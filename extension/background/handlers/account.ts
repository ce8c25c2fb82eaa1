import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const account = (context: BackgroundContext): Out<'account'> => context.account.view();
export const signIn = (context: BackgroundContext, { replace }: Requests['signIn']['in']): Out<'signIn'> =>
  context.account.signIn(replace);
export const signOut = (context: BackgroundContext): Out<'signOut'> => context.account.signOut();
export const accountSessions = (context: BackgroundContext): Out<'accountSessions'> => context.account.sessions();
export const endSessions = (context: BackgroundContext, { id }: Requests['endSessions']['in']): Out<'endSessions'> =>
  context.account.endSessions(id);
export const accountHeld = (context: BackgroundContext): Out<'accountHeld'> => context.account.held();
export const exportAccount = (context: BackgroundContext): Out<'exportAccount'> => context.account.export();
export const deleteAccount = (context: BackgroundContext): Out<'deleteAccount'> => context.account.delete();

export async function openApp({ browser }: BackgroundContext, { page }: Requests['openApp']['in']): Out<'openApp'> {
  await browser.tabs.create({ url: browser.runtime.getURL(`app.html#/${page}`) });
  return {};
}
