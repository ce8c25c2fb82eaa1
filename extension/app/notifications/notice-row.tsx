import type { Notice } from '#extension/notifications/notice.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { Icon, type IconName } from '#extension/ui/icons.tsx';
import { PlayerName, plainName } from '#extension/ui/player-name.tsx';

const ACCOUNT = '#/account';

const ICONS: Record<Notice['kind'], IconName> = {
  ban: 'ban',
  score: 'mark',
  report: 'report',
  appeal: 'note',
  case: 'note',
  'appeal-waiting': 'bell',
};

/** One notification: what, about whom, when; read by following it or by its button. */
export function NoticeRow({ notice, onRead }: { notice: Notice; onRead: (read: boolean) => void }) {
  const words = useWords();
  const { kind, read, at, steamId, name } = notice;
  const label = words.t(read ? 'notices.markUnread' : 'notices.markRead', { name: plainName(name) || steamId });
  return (
    <li class="notice-row" data-kind={kind} data-read={read}>
      <Icon name={ICONS[kind]} />
      <div class="notice-words">
        <span class="notice-row-title">
          {!read && <span class="sr">{words.t('notices.unread')} </span>}
          <Title notice={notice} />
        </span>
        <About notice={notice} onFollow={() => !read && onRead(true)} />
      </div>
      <span class="muted small notice-when">
        <When time={at} />
      </span>
      <button type="button" class="icon-button" aria-label={label} title={label} onClick={() => onRead(!read)}>
        <Icon name={read ? 'unread' : 'check'} />
      </button>
    </li>
  );
}

function Title({ notice }: { notice: Notice }) {
  const words = useWords();
  switch (notice.kind) {
    case 'ban':
      return (
        <>
          <strong class="bad">{words.list(notice.kinds.map((kind) => words.t(`met.kind.${kind}`)))}</strong>
          {!notice.certain && <span class="muted"> – {words.t('bansMet.uncertain')}</span>}
        </>
      );
    case 'score':
      return (
        <strong>
          {notice.from === null
            ? words.t('dashboard.scoreNew', { to: notice.to })
            : words.t('dashboard.scoreRose', { from: notice.from, to: notice.to })}
        </strong>
      );
    case 'report':
      return <strong>{words.t(`dashboard.outcome.${notice.outcome}`)}</strong>;
    case 'appeal':
      return <strong>{words.t('notify.appeal')}</strong>;
    case 'case':
      return <strong>{words.t('notify.case')}</strong>;
    case 'appeal-waiting':
      return <strong>{words.t('notify.appealWaiting')}</strong>;
  }
}

/** Whom it is about, or for what concerns oneself, what holds now and why. */
function About({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  const words = useWords();
  if (notice.kind === 'appeal' || notice.kind === 'case') {
    return (
      <span>
        {words.t(`notices.measure.${notice.measure}`)}
        {notice.reason.trim() !== '' && <q class="notice-reason">{notice.reason.trim()}</q>}{' '}
        <a href={ACCOUNT} onClick={onFollow}>
          {words.t('notices.toAccount')}
        </a>
      </span>
    );
  }
  const href = notice.kind === 'appeal-waiting' ? `#/moderation/${notice.steamId}` : `#/players/${notice.steamId}`;
  return (
    <span class="notice-about">
      <a class="person-link" href={href} onClick={onFollow}>
        <PlayerName name={notice.name} steamId={notice.steamId} />
      </a>
      {notice.kind === 'ban' && (
        <span class="muted small">
          {notice.lastMetAt === null
            ? words.t('dashboard.watchedOnly')
            : words.t('dashboard.lastMet', { day: words.day(notice.lastMetAt) })}
        </span>
      )}
      {notice.kind === 'score' && <span class="muted small">{words.t(`band.${notice.band}`)}</span>}
    </span>
  );
}
