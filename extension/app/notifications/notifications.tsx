import { useAccount } from '#extension/account/use-account.ts';
import { Failed } from '#extension/app/account/failed.tsx';
import { AccountTells } from '#extension/app/notifications/account-tells.tsx';
import { BrowserTells } from '#extension/app/notifications/browser-tells.tsx';
import { NoticeRow } from '#extension/app/notifications/notice-row.tsx';
import { useNotices } from '#extension/app/notifications/use-notices.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { useAddress } from '#extension/app/players/use-address.ts';
import { useTitle } from '#extension/app/use-title.ts';
import type { Notice } from '#extension/notifications/notice.ts';
import { Select } from '#extension/people/select.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice as Notification, Silent } from '#extension/ui/states.tsx';
import '#extension/ui/settings/settings.css';
import './notifications.css';

const KINDS = ['all', 'unread', 'ban', 'score', 'report', 'appeal'] as const;
type Shown = (typeof KINDS)[number];

function shows(shown: Shown, { kind, read }: Notice): boolean {
  if (shown === 'all') return true;
  if (shown === 'unread') return !read;
  if (shown === 'appeal') return kind === 'appeal' || kind === 'case' || kind === 'appeal-waiting';
  return kind === shown;
}

/** `#/notifications`: what one is told of, and where. */
export default function NotificationsPage({ settings, query }: PageProps) {
  const words = useWords();
  const title = words.t('notices.title');
  useTitle(title);
  const { notices, failed, reload, more, read, readAll } = useNotices();
  const { view, failed: unknown, reload: askAccount } = useAccount();
  const [{ shown }, change] = useAddress<{ shown: Shown }>(
    query,
    (now) => ({ shown: KINDS.find((each) => each === now.get('show')) ?? 'all' }),
    (state) => new URLSearchParams(state.shown === 'all' ? {} : { show: state.shown }),
  );
  const items = notices?.items.filter((notice) => shows(shown, notice)) ?? [];
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        <div class="page-choices">
          <Select
            label={words.t('notices.show')}
            value={shown}
            options={KINDS.map((value) => ({ value, label: words.t(`notices.show.${value}`) }))}
            onChange={(value) => change({ shown: value })}
          />
          <button type="button" disabled={!notices || notices.unread === 0} onClick={readAll}>
            {words.t('notices.readAll')}
          </button>
        </div>
      </header>
      <p class="sr" role="status">
        {notices && words.t('notices.count', { unread: notices.unread })}
      </p>
      {failed && <Silent onRetry={reload} />}
      {notices && notices.account !== 'ok' && notices.account !== 'none' && (
        <Failed state={notices.account} retry={reload}>
          <p>{words.t('notices.onlyHere')}</p>
        </Failed>
      )}
      {!notices && !failed && <Loading lines={5} />}
      {notices && (
        <section class="panel" aria-label={title}>
          {items.length === 0 ? (
            <div class="notice-none">
              <p>{words.t(notices.items.length === 0 ? 'notices.none' : 'notices.noneShown')}</p>
              <p class="muted small">{words.t('notices.noneText')}</p>
            </div>
          ) : (
            <ol class="notice-rows">
              {items.map((notice) => (
                <NoticeRow key={notice.id} notice={notice} onRead={(now) => read(notice, now)} />
              ))}
            </ol>
          )}
          {notices.next !== null && (
            <button type="button" onClick={more}>
              {words.t('dashboard.more')}
            </button>
          )}
        </section>
      )}
      <div class="settings notice-settings">
        <BrowserTells settings={settings} />
        {unknown && (
          <fieldset>
            <legend>{words.t('notices.account')}</legend>
            <Failed state="unreachable" retry={askAccount} />
          </fieldset>
        )}
        {!unknown && view?.state === 'signed-in' && <AccountTells role={view.me.role} onExpired={askAccount} />}
        {!unknown && view?.state === 'off' && (
          <Notification title={words.t('account.off.title')}>
            <p>{words.t('account.off.text')}</p>
            <a href="#/settings">{words.t('settings.title')}</a>
          </Notification>
        )}
        {!unknown && view && view.state !== 'signed-in' && view.state !== 'off' && (
          <p class="muted small">
            {words.t('notices.signIn')} <a href="#/sign-in">{words.t('account.signIn')}</a>
          </p>
        )}
      </div>
    </>
  );
}
