import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { type SyncReason, type SyncStatus, shareCodeAccessSchema } from '#shared/api/matches.ts';

/** Steam's page "Authentication Codes" of Counter-Strike 2: it shows the code, and the token of the last match. */
const STEAM_PAGE = 'https://help.steampowered.com/en/wizard/HelpWithGameIssue/?appid=730&issueid=128';

interface Fields {
  authCode: string;
  knownCode: string;
}

/** What was typed or pasted, as it must be sent: Steam's page has spaces around, and a match is often a whole link. */
function read({ authCode, knownCode }: Fields): Fields {
  const text = decodeLink(knownCode);
  return {
    authCode: authCode.trim().toUpperCase(),
    knownCode: /CSGO(?:-\w{5}){5}/.exec(text)?.[0] ?? text.trim(),
  };
}

function decodeLink(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % is what the person typed.
  }
}

/** The two codes with which the backend finds one's matches: given once, never shown again, replaced or removed. */
export function ShareCodes({
  codes,
  wrong,
  onAnswer,
}: {
  codes: SyncStatus['shareCodes'];
  /** Steam refused one of those given. */
  wrong: SyncReason | null;
  onAnswer: (answer: Promise<AccountAnswer<SyncStatus>>) => Promise<void>;
}) {
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [said, setSaid] = useState('');
  const open = !codes.given || editing || wrong !== null;

  const tell = async (answer: Promise<AccountAnswer<SyncStatus>>, done: string) => {
    const now = await answer.catch(() => undefined);
    setSaid(now?.state === 'ok' ? done : words.t(now ? `account.answer.${now.state}` : 'error.background'));
    // What is shown stays when the backend did not take it, unless nobody is signed in any more.
    if (now && now.state !== 'unreachable' && now.state !== 'refused') await onAnswer(Promise.resolve(now));
    return now?.state === 'ok';
  };

  return (
    <div class="share-codes">
      <h3>{words.t('codes.title')}</h3>
      {codes.given && codes.updatedAt !== null && (
        <p class="small">
          {words.t('codes.given', { day: words.day(codes.updatedAt) })}
          {codes.waiting > 0 && ` ${words.t('codes.waiting', { count: codes.waiting })}`}
        </p>
      )}
      {open && (
        <CodesForm
          wrong={wrong}
          onCancel={editing && wrong === null ? () => setEditing(false) : undefined}
          onGive={async (fields) => {
            const taken = await tell(send('setShareCodes', fields), words.t('codes.kept'));
            if (taken) setEditing(false);
            return taken;
          }}
        />
      )}
      {codes.given && (
        <div class="buttons">
          {!open && !removing && (
            <button type="button" onClick={() => setEditing(true)}>
              {words.t('codes.replace')}
            </button>
          )}
          {removing ? (
            <fieldset class="buttons" aria-label={words.t('codes.remove.confirm')}>
              <span>{words.t('codes.remove.confirm')}</span>
              <button
                type="button"
                class="danger"
                onClick={() => {
                  setRemoving(false);
                  void tell(send('forgetShareCodes', {}), words.t('codes.removed'));
                }}
              >
                {words.t('codes.remove.yes')}
              </button>
              <button type="button" onClick={() => setRemoving(false)}>
                {words.t('note.cancel')}
              </button>
            </fieldset>
          ) : (
            <button type="button" onClick={() => setRemoving(true)}>
              {words.t('codes.remove')}
            </button>
          )}
        </div>
      )}
      <p role="status" class="small">
        {said}
      </p>
    </div>
  );
}

function CodesForm({
  wrong,
  onGive,
  onCancel,
}: {
  wrong: SyncReason | null;
  /** Whether they were taken. */
  onGive: (fields: Fields) => Promise<boolean>;
  onCancel: (() => void) | undefined;
}) {
  const words = useWords();
  const id = useId();
  const [fields, setFields] = useState<Fields>({ authCode: '', knownCode: '' });
  const [bad, setBad] = useState<ReadonlySet<keyof Fields>>(new Set());
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (bad.size > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [bad]);
  // Steam's own no counts until something else is typed.
  const refused: Record<keyof Fields, boolean> = {
    authCode: wrong === 'auth-code-refused' && fields.authCode === '',
    knownCode: wrong === 'share-code-expired' && fields.knownCode === '',
  };
  const give = async () => {
    const wanted = read(fields);
    const checked = shareCodeAccessSchema.safeParse(wanted);
    if (!checked.success) {
      const paths = new Set(checked.error.issues.map(({ path }) => path[0]));
      setBad(new Set((['authCode', 'knownCode'] as const).filter((name) => paths.has(name))));
      return;
    }
    setBad(new Set());
    setSending(true);
    const taken = await onGive(wanted).finally(() => setSending(false));
    if (taken) setFields({ authCode: '', knownCode: '' });
  };
  return (
    <form
      ref={form}
      class="codes-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending) void give();
      }}
    >
      <p class="small">
        {words.t('codes.where')}{' '}
        <a href={STEAM_PAGE} target="_blank" rel="noreferrer">
          {words.t('codes.page')}
        </a>
      </p>
      {(['authCode', 'knownCode'] as const).map((name) => {
        const invalid = bad.has(name) || refused[name];
        return (
          <div key={name} class="field">
            <label for={`${id}-${name}`}>{words.t(`codes.${name}`)}</label>
            <input
              id={`${id}-${name}`}
              name={name}
              type="text"
              class="mono"
              autoComplete="off"
              autoCapitalize="off"
              spellcheck={false}
              maxLength={200}
              placeholder={name === 'authCode' ? 'AAAA-AAAAA-AAAA' : 'CSGO-aaaaa-bbbbb-ccccc-ddddd-eeeee'}
              value={fields[name]}
              aria-invalid={invalid}
              aria-describedby={`${id}-${name}-hint`}
              onInput={(event) => {
                setFields({ ...fields, [name]: event.currentTarget.value });
                setBad(new Set([...bad].filter((each) => each !== name)));
              }}
            />
            <p id={`${id}-${name}-hint`} class={invalid ? 'field-error small' : 'muted small'}>
              {bad.has(name)
                ? words.t(`codes.${name}.bad`)
                : refused[name] && wrong
                  ? words.t(`sources.reason.${wrong}`)
                  : words.t(`codes.${name}.hint`)}
            </p>
          </div>
        );
      })}
      <p class="muted small">{words.t('codes.privacy')}</p>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={sending}>
          {words.t('codes.give')}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {words.t('note.cancel')}
          </button>
        )}
      </div>
    </form>
  );
}
