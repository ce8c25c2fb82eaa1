import { useCallback, useEffect, useState } from 'preact/hooks';
import { countChanged } from '#extension/app/notifications/unread.ts';
import type { Notice, Notices } from '#extension/notifications/notice.ts';
import { send } from '#extension/ui/send.ts';

export interface NoticeList {
  /** Absent until they have come. */
  notices: Notices | undefined;
  failed: boolean;
  reload(): void;
  more(): void;
  read(notice: Notice, read: boolean): void;
  readAll(): void;
}

/** What a person is told of, with what can be done about it. */
export function useNotices(): NoticeList {
  const [notices, setNotices] = useState<Notices>();
  const [failed, setFailed] = useState(false);
  const fail = useCallback((error: unknown) => {
    console.warn('notifications could not be had', error);
    setFailed(true);
  }, []);
  const reload = useCallback(() => {
    send('notices', {}).then((answer) => {
      setNotices(answer);
      setFailed(false);
      countChanged(answer.unread);
    }, fail);
  }, [fail]);
  useEffect(reload, [reload]);

  const marked = (which: (notice: Notice) => boolean, read: boolean) =>
    setNotices((old) => old && { ...old, items: old.items.map((each) => (which(each) ? { ...each, read } : each)) });
  /** What was not stored is not shown as if it were: `undo` makes it as it was. */
  const counted = (answer: Promise<{ unread: number }>, undo: () => void) =>
    answer.then(
      ({ unread }) => {
        setNotices((old) => old && { ...old, unread });
        countChanged(unread);
      },
      (error: unknown) => {
        undo();
        fail(error);
      },
    );

  return {
    notices,
    failed,
    reload,
    more() {
      const cursor = notices?.next;
      if (cursor === undefined || cursor === null) return;
      send('notices', { cursor }).then(
        // What is on this page and came in between is there once.
        (answer) =>
          setNotices((old) => {
            const known = new Set(old?.items.map(({ id }) => id));
            return { ...answer, items: [...(old?.items ?? []), ...answer.items.filter(({ id }) => !known.has(id))] };
          }),
        fail,
      );
    },
    read(notice, read) {
      const same = ({ id }: Notice) => id === notice.id;
      marked(same, read);
      void counted(send('readNotices', { ids: [notice.id], read }), () => marked(same, notice.read));
    },
    readAll() {
      const before = new Map(notices?.items.map(({ id, read }) => [id, read]));
      marked(() => true, true);
      void counted(send('readAllNotices', {}), () => marked(({ id }) => before.get(id) === false, false));
    },
  };
}
