import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { Notice } from '#extension/ui/states.tsx';
import type { DeletionReceipt } from '#shared/api/accounts.ts';

const FILE = 'cstatsentry-export.json';

/** Gives the browser a text to save. */
function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE;
  link.click();
  URL.revokeObjectURL(url);
}

/** Taking one's data along, and deleting the account, which is asked twice. */
export function OwnData({ onDeleted }: { onDeleted: (receipt: DeletionReceipt) => void }) {
  const words = useWords();
  const [said, setSaid] = useState<{ text: string; tone: 'good' | 'bad' }>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const failed = (text: string) => setSaid({ text, tone: 'bad' });
  const safe = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asking) safe.current?.focus();
    // What was pressed to answer is gone.
    else if (asked.current) opener.current?.focus();
    asked.current = asking;
  }, [asking]);

  const exportAll = () => {
    if (busy) return;
    setBusy(true);
    send('exportAccount', {})
      .then(
        (answer) => {
          if (answer.state !== 'ok') return failed(words.t(`account.answer.${answer.state}`));
          save(answer.value);
          setSaid({ text: words.t('account.export.done', { file: FILE }), tone: 'good' });
        },
        () => failed(words.t('error.background')),
      )
      .finally(() => setBusy(false));
  };
  const remove = () => {
    setAsking(false);
    setBusy(true);
    send('deleteAccount', {})
      .then(
        (answer) => {
          if (answer.state === 'ok') onDeleted(answer.value);
          else failed(words.t(`account.answer.${answer.state}`));
        },
        () => failed(words.t('error.background')),
      )
      .finally(() => setBusy(false));
  };

  return (
    <section class="account-card">
      <h2>{words.t('account.data')}</h2>
      <p class="muted small">{words.t('account.export.text')}</p>
      <div class="buttons">
        <button type="button" aria-disabled={busy} onClick={exportAll}>
          {words.t('account.export')}
        </button>
      </div>
      <p class="muted small">{words.t('account.delete.text')}</p>
      {asking ? (
        <fieldset class="buttons" aria-label={words.t('account.delete.confirm')}>
          <span>{words.t('account.delete.confirm')}</span>
          <button type="button" class="danger" onClick={remove}>
            {words.t('account.delete.yes')}
          </button>
          <button type="button" ref={safe} onClick={() => setAsking(false)}>
            {words.t('account.delete.no')}
          </button>
        </fieldset>
      ) : (
        <div class="buttons">
          <button type="button" ref={opener} aria-disabled={busy} onClick={() => !busy && setAsking(true)}>
            {words.t('account.delete')}
          </button>
        </div>
      )}
      <p role="status" class="small account-said" data-tone={said?.tone}>
        {said?.text}
      </p>
    </section>
  );
}

/** What went and what stays, until it has been read. */
export function Receipt({ receipt, onRead }: { receipt: DeletionReceipt; onRead: () => void }) {
  const words = useWords();
  const rows = Object.values(receipt.deleted).reduce((sum, count) => sum + count, 0);
  return (
    <Notice title={words.t('account.receipt.title')} heading live>
      <p>{words.t('account.receipt.text', { rows, date: words.date(receipt.deletedAt) })}</p>
      <ul>
        {receipt.kept.map(({ what, until }) => (
          <li key={what}>
            {words.t(`account.kept.${what}`)}
            {until !== null && ` ${words.t('account.kept.until', { date: words.day(until) })}`}
          </li>
        ))}
      </ul>
      <p class="muted small">
        {words.t('account.receipt.id')} <span class="mono">{receipt.receiptId}</span>
      </p>
      <button type="button" onClick={onRead}>
        {words.t('account.receipt.close')}
      </button>
    </Notice>
  );
}
