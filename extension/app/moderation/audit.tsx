import { useCallback, useEffect, useState } from 'preact/hooks';
import { Failed } from '#extension/app/account/failed.tsx';
import { Duty } from '#extension/app/moderation/duty.tsx';
import { useAlive } from '#extension/app/moderation/use-alive.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { useWords, When } from '#extension/ui/context.tsx';
import { Choice } from '#extension/ui/filters.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice } from '#extension/ui/states.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { AuditLog } from '#shared/api/admin.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What the backend writes down; one of a newer backend is shown by its own name. */
const ACTIONS = [
  'sign-in',
  'sign-in-refused',
  'sign-out',
  'session-ended',
  'sessions-ended',
  'token-reused',
  'settings-changed',
  'role-changed',
  'state-changed',
  'exported',
  'account-deleted',
] as const;

/** `#/moderation/audit?person=…&action=…`: what happened to accounts, newest first. For admins. */
export default function AuditPage({ query }: PageProps) {
  const words = useWords();
  const person = query.get('person') ?? '';
  const action = query.get('action') ?? '';
  return (
    <Duty duty="admin" title={words.t('moderation.audit')} at="moderation/audit">
      {() => (
        <>
          <h1>{words.t('moderation.audit')}</h1>
          <p class="muted">{words.t('moderation.audit.text')}</p>
          <Filters person={person} action={action} />
          <Entries key={`${person} ${action}`} person={isSteamId(person) ? person : undefined} action={action} />
        </>
      )}
    </Duty>
  );
}

function go(person: string, action: string): void {
  const given = Object.entries({ person, action }).filter(([, value]) => value !== '');
  location.hash = `#/moderation/audit${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

function Filters({ person, action }: { person: string; action: string }) {
  const words = useWords();
  const [typed, setTyped] = useState({ person, action });
  const wrong = typed.person !== '' && !isSteamId(typed.person);
  return (
    <form
      class="case-filters"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) go(typed.person, typed.action);
      }}
    >
      <label class="filter">
        {words.t('moderation.audit.person')}
        <input
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          maxLength={17}
          value={typed.person}
          aria-invalid={wrong}
          onInput={(event) => setTyped({ ...typed, person: event.currentTarget.value.trim() })}
        />
      </label>
      <Choice
        label={words.t('moderation.audit.action')}
        value={typed.action}
        options={[
          { value: '', label: words.t('moderation.filter.all') },
          ...ACTIONS.map((each) => ({ value: each, label: words.t(`moderation.audit.action.${each}`) })),
        ]}
        onChange={(chosen) => {
          setTyped({ ...typed, action: chosen });
          if (!wrong) go(typed.person, chosen);
        }}
      />
      <button type="submit">{words.t('moderation.audit.show')}</button>
      <p role="status" class="case-status small" data-tone="warn">
        {wrong && words.t('moderation.audit.noId')}
      </p>
    </form>
  );
}

type State = 'loading' | 'ok' | 'expired' | 'unreachable' | 'refused';

function Entries({ person, action }: { person: SteamId | undefined; action: string }) {
  const words = useWords();
  const [log, setLog] = useState<AuditLog>();
  const [state, setState] = useState<State>('loading');
  const alive = useAlive();
  const load = useCallback(
    (cursor?: string) => {
      setState('loading');
      const query = { ...(person && { person }), ...(action && { action }), ...(cursor && { cursor }) };
      send('auditLog', { query }).then(
        (answer) => {
          if (!alive.current) return;
          setState(answer.state);
          if (answer.state !== 'ok') return;
          const { items, next } = answer.value;
          setLog((old) => ({ items: [...(cursor && old ? old.items : []), ...items], next }));
        },
        () => alive.current && setState('unreachable'),
      );
    },
    [person, action],
  );
  useEffect(() => load(), [load]);
  const next = log?.next;
  return (
    <>
      {state !== 'ok' && state !== 'loading' && <Failed state={state} retry={() => load(next ?? undefined)} />}
      {!log && state === 'loading' && <Loading />}
      {log?.items.length === 0 && (
        <Notice title={words.t(person || action ? 'moderation.audit.none' : 'moderation.history.none')} />
      )}
      {log && log.items.length > 0 && (
        <div class="case-card audit">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.t('moderation.audit.what')}</th>
                <th scope="col">{words.t('moderation.audit.by')}</th>
                <th scope="col">{words.t('moderation.audit.on')}</th>
                <th scope="col">{words.t('moderation.audit.address')}</th>
                <th scope="col">{words.t('moderation.audit.when')}</th>
              </tr>
            </thead>
            <tbody>
              {log.items.map((item) => (
                <Line key={item.id} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next && (
        <button type="button" class="more" aria-disabled={state === 'loading'} onClick={() => load(next)}>
          {words.t('moderation.more')}
        </button>
      )}
    </>
  );
}

function Line({ item: { at, action, actor, subject, address, detail } }: { item: AuditLog['items'][number] }) {
  const words = useWords();
  const details = detailsOf(words, detail);
  return (
    <tr>
      <th scope="row">
        {words.find(`moderation.audit.action.${action}`) ?? action}
        {details.length > 0 && <span class="muted small audit-detail">{details.join(' · ')}</span>}
      </th>
      <td data-label={words.t('moderation.audit.by')}>
        <Account account={actor} />
      </td>
      <td data-label={words.t('moderation.audit.on')}>
        <Account account={subject} />
      </td>
      <td class="mono" data-label={words.t('moderation.audit.address')}>
        {address === null ? '–' : address.slice(0, 8)}
      </td>
      <td data-label={words.t('moderation.audit.when')}>
        <When time={at} />
      </td>
    </tr>
  );
}

/** What needs no name beside it. */
const SPEAKING: readonly string[] = ['reason', 'browser', 'system', 'refusal', 'by'];

/** What is told with an action: what changed from what to what, then everything else, in words where there are some. */
function detailsOf(words: Translator, { from, to, ...rest }: Readonly<Record<string, unknown>>): string[] {
  const text = (value: unknown) =>
    typeof value === 'string' ? (words.find(`account.value.${value}`) ?? value) : (JSON.stringify(value) ?? '');
  const change = [from, to].filter((value) => value !== undefined).map(text);
  const others = Object.entries(rest).map(([name, value]) =>
    SPEAKING.includes(name) ? text(value) : `${name}: ${text(value)}`,
  );
  return [...(change.length > 0 ? [change.join(' → ')] : []), ...others];
}

function Account({ account }: { account: AuditLog['items'][number]['actor'] }) {
  const words = useWords();
  if (account === null) return <span class="muted">–</span>;
  return (
    <>
      <a class="mono" href={`#/moderation/${account.steamId}`}>
        {account.steamId}
      </a>
      {account.role !== 'user' && <span class="muted small"> {words.t(`account.role.${account.role}`)}</span>}
    </>
  );
}
