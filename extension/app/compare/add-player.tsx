import { useEffect, useId, useState } from 'preact/hooks';
import { knownNames } from '#extension/app/palette/known-names.ts';
import { readInput } from '#extension/popup/read-input.ts';
import { useWords } from '#extension/ui/context.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Suggested at a time: a list that is longer is no help. */
const SUGGESTED = 200;

/** A line to name players in: by any form of ID, a profile's address, or the name of somebody this browser knows. */
export function AddPlayer({ disabled, onAdd }: { disabled: boolean; onAdd: (steamIds: readonly SteamId[]) => void }) {
  const words = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const [names, setNames] = useState<ReadonlyMap<SteamId, string>>(new Map());
  const [unread, setUnread] = useState(false);
  const [said, setSaid] = useState<'nothing' | 'nobody' | 'failed' | 'unread'>('nothing');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    knownNames().then(setNames, (error: unknown) => {
      console.warn('names could not be read', error);
      setUnread(true);
    });
  }, []);

  const find = async (wanted: string): Promise<{ found: SteamId[]; failed: boolean }> => {
    const lower = wanted.toLowerCase();
    const named = [...names].find(([, name]) => plainName(name).toLowerCase() === lower);
    if (named) return { found: [named[0]], failed: false };
    const found: SteamId[] = [];
    let failed = false;
    for (const reference of readInput(wanted).references.slice(0, 5)) {
      if (reference.kind === 'id') found.push(reference.steamId);
      else {
        const answer = await send('resolve', { vanity: reference.name });
        if (answer.steamId) found.push(answer.steamId);
        failed ||= answer.failed;
      }
    }
    return { found, failed };
  };
  const add = () => {
    setBusy(true);
    find(text.trim())
      .then(
        ({ found, failed }) => {
          setSaid(found.length > 0 ? 'nothing' : failed ? 'failed' : unread ? 'unread' : 'nobody');
          if (found.length === 0) return;
          setText('');
          onAdd(found);
        },
        (error: unknown) => {
          console.warn('a player could not be found', error);
          setSaid('failed');
        },
      )
      .finally(() => setBusy(false));
  };
  const message = () => {
    if (disabled) return words.t('compare.full');
    if (said === 'nothing') return '';
    // The name may be one of those.
    return said === 'unread' ? words.t('palette.noNames') : words.t(`compare.${said}`);
  };
  return (
    <form
      class="compare-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') add();
      }}
    >
      <label for={id}>{words.t('compare.add')}</label>
      <input
        id={id}
        type="text"
        list={`${id}-names`}
        spellcheck={false}
        autocomplete="off"
        maxLength={300}
        disabled={disabled}
        placeholder={words.t('compare.placeholder')}
        aria-describedby={`${id}-said`}
        aria-invalid={said !== 'nothing'}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setSaid('nothing');
        }}
      />
      <datalist id={`${id}-names`}>
        {[...names].slice(0, SUGGESTED).map(([steamId, name]) => (
          <option key={steamId} value={plainName(name)} label={steamId} />
        ))}
      </datalist>
      <button type="submit" disabled={disabled || busy || text.trim() === ''}>
        {words.t('compare.addButton')}
      </button>
      <p id={`${id}-said`} class="small" role="status">
        {message()}
      </p>
    </form>
  );
}
