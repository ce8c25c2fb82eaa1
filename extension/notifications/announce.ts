import type { Browser } from 'webextension-polyfill';
import type { Notice } from '#extension/notifications/notice.ts';
import type { Settings } from '#extension/settings.ts';
import type { Translator } from '#extension/words/translator.ts';

/** Begins the IDs of these notifications of the browser. */
const PREFIX = 'notice';
/** More than these at once are told in one. */
const ONE_BY_ONE = 2;
const NAMED = 5;

export type NotifyKind = Settings['notify'][number];

/** Which of the settings a notice falls under. */
const settingOf = (kind: Notice['kind']): NotifyKind =>
  kind === 'ban' || kind === 'score' || kind === 'report' ? kind : 'appeal';

type Api = Pick<Browser, 'runtime' | 'tabs'> & Partial<Pick<Browser, 'notifications'>>;

/** Tells outside the window of the browser, and of nothing that is not wanted. Listens for clicks at once: a service worker wakes to an event. */
export function createNoticeAnnouncer(
  browser: Api,
  words: () => Promise<Translator>,
  wanted: () => Promise<readonly NotifyKind[]>,
): (notices: readonly Notice[]) => Promise<void> {
  browser.notifications?.onClicked.addListener((id) => {
    if (!id.startsWith(`${PREFIX}-`)) return;
    void browser.notifications?.clear(id);
    void browser.tabs.create({ url: browser.runtime.getURL('app.html#/notifications') });
  });

  const show = async (id: string, title: string, message: string) => {
    const iconUrl = browser.runtime.getURL('icon/128.png');
    await browser.notifications?.create(`${PREFIX}-${id}`, { type: 'basic', iconUrl, title, message });
  };

  const titleOf = (t: Translator, notice: Notice): string => {
    switch (notice.kind) {
      case 'ban':
        return t.t('notify.ban');
      case 'score':
        return t.t('notify.score', { to: notice.to });
      case 'report':
        return t.t(`notify.report.${notice.outcome}`);
      case 'appeal':
        return t.t('notify.appeal');
      case 'case':
        return t.t('notify.case');
      case 'appeal-waiting':
        return t.t('notify.appealWaiting');
    }
  };

  return async (notices) => {
    const kinds = await wanted();
    const told = notices.filter(({ kind }) => kinds.includes(settingOf(kind)));
    if (told.length === 0) return;
    const t = await words();
    const nameOf = ({ name, steamId }: Notice) => name || steamId;
    if (told.length > ONE_BY_ONE) {
      const names = [...new Set(told.map(nameOf))];
      const more = names.length > NAMED ? ' …' : '';
      return show('many', t.t('notify.many', { count: told.length }), `${t.list(names.slice(0, NAMED))}${more}`);
    }
    for (const notice of told) {
      const reason = notice.kind === 'appeal' || notice.kind === 'case' ? notice.reason : nameOf(notice);
      await show(notice.id, titleOf(t, notice), reason);
    }
  };
}
