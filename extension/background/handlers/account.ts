import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const account = (context: BackgroundContext): Out<'account'> => context.account.view();
export async function signIn(
  { account, reports, uploader, ownSync, report }: BackgroundContext,
  { replace }: Requests['signIn']['in'],
): Out<'signIn'> {
  const view = await account.signIn(replace);
  if (view.state === 'signed-in') {
    reports.signedIn().catch((error: unknown) => report('the reports of who signed in could not be had', error));
    void ownSync.signedIn();
    uploader.ring().catch((error: unknown) => report('the upload could not begin', error));
  }
  return view;
}
export async function signOut({ account, reports }: BackgroundContext): Out<'signOut'> {
  const view = await account.signOut();
  await reports.signedOut(false);
  return view;
}
export const accountSessions = (context: BackgroundContext): Out<'accountSessions'> => context.account.sessions();
export const endSessions = (context: BackgroundContext, { id }: Requests['endSessions']['in']): Out<'endSessions'> =>
  context.account.endSessions(id);
export const accountHeld = (context: BackgroundContext): Out<'accountHeld'> => context.account.held();
export const exportAccount = (context: BackgroundContext): Out<'exportAccount'> => context.account.export();
export async function deleteAccount({ account, reports, ownSync }: BackgroundContext): Out<'deleteAccount'> {
  const answer = await account.delete();
  if (answer.state === 'ok') {
    await ownSync.forget();
    await reports.signedOut(true);
  }
  return answer;
}

export async function openApp({ browser }: BackgroundContext, { page }: Requests['openApp']['in']): Out<'openApp'> {
  await browser.tabs.create({ url: browser.runtime.getURL(`app.html#/${page}`) });
  return {};
}
