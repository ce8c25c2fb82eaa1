import type { Browser } from 'webextension-polyfill';
import type { BanMet } from '#extension/sync/rows.ts';
import type { Translator } from '#extension/words/translator.ts';

/** More than this many at once are told in one notification. */
const ONE_BY_ONE = 2;
const NAMED = 5;
/** Begins the IDs of our notifications. */
const PREFIX = 'bans-met';
const MAX_COUNT = 99;

export interface Announcer {
  /** Says who was banned since they were met. Uncertain ones are listed, not announced. */
  announce(bans: readonly BanMet[]): Promise<void>;
  /** The number on the toolbar button; 0 shows none. */
  count(unseen: number): Promise<void>;
}

/** What browsers differ in or people may forbid. */
type Api = Pick<Browser, 'runtime' | 'tabs'> & Partial<Pick<Browser, 'notifications' | 'action' | 'browserAction'>>;

/** Listens for clicks on notifications at once: a service worker wakes to an event. */
export function createAnnouncer(browser: Api, words: () => Promise<Translator>): Announcer {
  // Firefox has the one in manifest version 2, everybody else the other.
  const toolbar = browser.action ?? browser.browserAction;
  browser.notifications?.onClicked.addListener((id) => {
    if (!id.startsWith(PREFIX)) return;
    void browser.notifications?.clear(id);
    void browser.tabs.create({ url: browser.runtime.getURL('app.html#/people') });
  });

  const show = async (id: string, title: string, message: string) => {
    const iconUrl = browser.runtime.getURL('icon/128.png');
    await browser.notifications?.create(`${PREFIX}-${id}`, { type: 'basic', iconUrl, title, message });
  };

  return {
    async announce(bans) {
      const certain = bans.filter((ban) => ban.certain);
      if (certain.length === 0) return;
      const t = await words();
      const nameOf = ({ name, steamId }: BanMet) => name || steamId;
      if (certain.length > ONE_BY_ONE) {
        const names = t.list(certain.slice(0, NAMED).map(nameOf));
        const more = certain.length > NAMED ? ' …' : '';
        const reported = certain.filter(({ reportedAt }) => reportedAt !== undefined).length;
        const had = reported > 0 ? `. ${t.t('met.reportedMany', { count: reported })}` : '';
        return show('many', t.t('met.notify.many', { count: certain.length }), `${names}${more}${had}`);
      }
      for (const ban of certain) {
        const kinds = t.list(ban.kinds.map((kind) => t.t(`met.kind.${kind}`)));
        const met = ban.match
          ? t.t('met.metIn', { day: t.day(ban.metAt), map: ban.match.map })
          : t.t('met.watched', { day: t.day(ban.metAt) });
        const had = ban.reportedAt === undefined ? '' : `. ${t.t('met.reported', { day: t.day(ban.reportedAt) })}`;
        await show(ban.id, t.t('met.notify.one', { name: nameOf(ban) }), `${kinds}. ${met}${had}`);
      }
    },
    async count(unseen) {
      const text = unseen === 0 ? '' : unseen > MAX_COUNT ? `${MAX_COUNT}+` : String(unseen);
      await toolbar?.setBadgeBackgroundColor({ color: '#b3261e' });
      await toolbar?.setBadgeText({ text });
    },
  };
}
